import { beforeEach, describe, expect, test } from '@jest/globals';
import type { VendorId } from '../../sandbox/vendors.ts';
import { goOnUntil, startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';

let bench: WebhookBench;

beforeEach(async () => {
  bench = await startWebhookBench();
});

const v3 = { provider: 'constant-contact-v3', accountId: 'a07et3000001' } as const;

const fault = (operation: string, kind: 'drop-after' | 'pass' | 'break') =>
  bench.sandbox.faults.add({
    provider: 'constant-contact-v3',
    operation,
    fault:
      kind === 'drop-after'
        ? { kind }
        : kind === 'pass'
          ? { kind: 'delay', durationMs: 0 }
          : { kind: 'status', status: 500 },
  });

/** Lets all that is due be done, for as long as reads may lag and twice over. */
const letTimePass = async () => {
  for (let time = 0; time < 3; time += 1) {
    await bench.reconcile();
    await bench.runStreams();
    bench.clock.advance(300_000);
  }
  await bench.runStreams();
};

const briefly = () => bench.events.map(({ sequence, type, subscriptionId }) => [sequence, type, subscriptionId]);

describe.each<[VendorId, string, string | null, object]>([
  ['constant-contact-v2', 'a07et2000001', null, { planId: '2' }],
  ['constant-contact-v3', 'a07et3000001', null, { planId: 'GOLD' }],
  ['aria', '5000001', '6000001', {}],
  ['fusebill', '70001', '52001', {}],
  ['fusebill', '70004', '52004', { planId: '88', providerOptions: { planFamilyRelationshipId: 7001 } }],
])('a conversion by the gateway at %s of %s', (provider, accountId, subscriptionId, body) => {
  test('and its notification are one event, the conversion’s', async () => {
    const converted = await bench.convert(`demo-${provider}`, accountId, body);
    expect(converted.status).toBe(201);
    await bench.notify({ provider, accountId });
    await letTimePass();
    await bench.notify({ provider, accountId });
    await letTimePass();

    const { id, before, after, settledAt } = converted.body;
    expect(bench.events).toEqual([
      {
        id: `evt_${id}`,
        version: '1',
        type: 'account_plan.converted',
        sequence: 1,
        occurredAt: settledAt,
        connection: `demo-${provider}`,
        provider,
        accountId,
        subscriptionId,
        before,
        after,
        cause: { conversion: id },
      },
    ]);
    expect(bench.events[0]).toMatchObject({ before: { status: 'trial' }, after: { status: 'active' } });
  });

  test('of an account that was known is one event more', async () => {
    await bench.notify({ provider, accountId });
    await bench.runStreams();
    await bench.convert(`demo-${provider}`, accountId, body);
    await bench.notify({ provider, accountId });
    await letTimePass();

    expect(briefly()).toEqual([
      [1, 'account_plan.changed', subscriptionId],
      [2, 'account_plan.converted', subscriptionId],
    ]);
  });
});

describe('a notification of a conversion whose outcome is not known', () => {
  /** The provider did it, and neither its answer nor the state can be read. */
  const convertIntoTheDark = async () => {
    fault('GET plan', 'pass');
    fault('PUT plan', 'drop-after');
    fault('GET plan', 'break');
    const pending = await bench.convert('demo-constant-contact-v3', 'a07et3000001', { planId: 'GOLD' });
    expect(pending.status).toBe(202);
    expect(bench.sandbox.faults.remaining()).toEqual([]);
    return String(pending.body.id);
  };

  test('settles it, and all that is told is the conversion', async () => {
    const id = await convertIntoTheDark();
    await bench.notify(v3);
    await bench.runStreams();

    expect(bench.events).toMatchObject([
      {
        id: `evt_${id}`,
        sequence: 1,
        type: 'account_plan.converted',
        before: { planId: 'TRIAL', status: 'trial' },
        after: { planId: 'GOLD', status: 'active' },
        cause: { conversion: id },
      },
    ]);
    await letTimePass();
    expect(bench.events).toHaveLength(1);
  });

  test('whose account was known before goes on from what was told of it', async () => {
    await bench.notify(v3);
    await bench.runStreams();
    const id = await convertIntoTheDark();
    await bench.notify(v3);
    await letTimePass();
    bench.change('constant-contact-v3', 'a07et3000001', 'tier-up');
    await bench.notify(v3);
    await letTimePass();

    expect(briefly()).toEqual([
      [1, 'account_plan.changed', null],
      [2, 'account_plan.converted', null],
      [3, 'account_plan.tier_increased', null],
    ]);
    expect(bench.events.map(({ cause }) => cause)).toEqual([
      { webhook: expect.stringMatching(/^whk_/) },
      { conversion: id },
      { webhook: expect.stringMatching(/^whk_/) },
    ]);
  });
});

test('a notification that comes while the conversion is being written waits for it, and gives nothing more', async () => {
  bench.sandbox.faults.add({
    provider: 'constant-contact-v3',
    operation: 'PUT plan',
    fault: { kind: 'hang', handled: true },
  });
  const converting = bench.convert('demo-constant-contact-v3', 'a07et3000001', { planId: 'GOLD' });
  await goOnUntil(
    () => bench.sandbox.providers['constant-contact-v3'].state.accounts.get('a07et3000001')?.planType === 'GOLD',
  );
  await bench.notify(v3);
  await bench.runStreams();
  expect(bench.events).toEqual([]);

  bench.clock.advance(9_999);
  await bench.runStreams();
  expect(bench.events).toEqual([]);
  bench.clock.advance(20_000);
  const { body } = await converting;
  await letTimePass();

  expect(bench.events).toMatchObject([{ id: `evt_${body.id}`, sequence: 1, type: 'account_plan.converted' }]);
});

test('a read that lags behind a conversion is not told as a change', async () => {
  const { state } = bench.sandbox.providers['constant-contact-v3'];
  const old = { ...state.accounts.get('a07et3000001') };
  await bench.convert('demo-constant-contact-v3', 'a07et3000001', { planId: 'GOLD' });
  const current = { ...state.accounts.get('a07et3000001') };
  Object.assign(state.accounts.get('a07et3000001') ?? {}, old);
  await bench.notify(v3);
  await bench.runStreams();
  Object.assign(state.accounts.get('a07et3000001') ?? {}, current);
  await letTimePass();

  expect(briefly()).toEqual([[1, 'account_plan.converted', null]]);
});

test.each<[string, VendorId, string, object, string]>([
  ['a subscription that was active before', 'fusebill', '70010', { subscriptionId: '52011' }, '52011'],
  ['a supplemental plan', 'aria', '5000003', {}, '6000005'],
])(
  'a conversion tells nothing of what the account had all the time: %s',
  async (_what, provider, accountId, body, id) => {
    expect((await bench.convert(`demo-${provider}`, accountId, body)).status).toBe(201);
    await bench.notify({ provider, accountId });
    await letTimePass();

    expect(briefly()).toEqual([[1, 'account_plan.converted', id]]);
  },
);

test('events of one account are numbered in one row, whoever caused them', async () => {
  await bench.notify({ provider: 'fusebill', accountId: '70001' });
  await bench.runStreams();
  await bench.convert('demo-fusebill', '70001', {});
  await bench.publish();
  await bench.convert('demo-fusebill', '70001', { planId: '90', providerOptions: { planFamilyRelationshipId: 7003 } });
  bench.change('fusebill', '70001', 'suspend');
  await bench.notify({ provider: 'fusebill', accountId: '70001' });
  await letTimePass();

  expect(briefly()).toEqual([
    [1, 'account_plan.changed', '52001'],
    [2, 'account_plan.converted', '52001'],
    [3, 'conversion.rejected', null],
    [4, 'account_plan.suspended', '52001'],
  ]);
});
