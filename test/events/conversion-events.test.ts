import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ProgrammedFaultInput } from '../../sandbox/faults.ts';
import { failed } from '../../shared/domain/result.ts';
import { createMemoryTable } from '../support/memory-table.ts';
import { startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';

let bench: WebhookBench;

beforeEach(async () => {
  bench = await startWebhookBench();
});

const letTimePass = async () => {
  for (let time = 0; time < 3; time += 1) {
    await bench.reconcile();
    await bench.runStreams();
    bench.clock.advance(300_000);
  }
  await bench.runStreams();
};

const migration = { planId: '88', providerOptions: { planFamilyRelationshipId: 7001 } };

test.each<[string, string, string, object, number, object]>([
  [
    'of what is no trial',
    'demo-constant-contact-v3',
    'a07et3000014',
    { planId: 'GOLD' },
    409,
    { subscriptionId: null, before: null },
  ],
  [
    'to a plan that is not sold to the account',
    'demo-constant-contact-v3',
    'a07et3000001',
    { planId: 'BEST' },
    422,
    { subscriptionId: null, before: { planId: 'TRIAL', status: 'trial', providerStatus: 'Trial' } },
  ],
  [
    'whose collection failed',
    'demo-aria',
    '5000011',
    {},
    422,
    { subscriptionId: '6000015', before: { planId: '10001', status: 'trial' } },
  ],
  [
    'of a customer who is a draft',
    'demo-fusebill',
    '70011',
    {},
    409,
    { subscriptionId: '52013', before: { planId: '88', status: 'trial', providerStatus: 'Provisioning' } },
  ],
])('a conversion %s is told as rejected', async (_what, connection, accountId, body, status, expected) => {
  const refused = await bench.convert(connection, accountId, body);
  expect(refused.status).toBe(status);
  await letTimePass();

  const { id, settledAt } = { id: '', settledAt: '', ...(refused.body.conversion as object) };
  expect(bench.events).toMatchObject([
    {
      id: `evt_${id}`,
      version: '1',
      type: 'conversion.rejected',
      sequence: 1,
      occurredAt: settledAt,
      connection,
      accountId,
      after: null,
      cause: { conversion: id },
      ...expected,
    },
  ]);
});

test('a migration whose outcome stays unknown is told as rejected, once it is given up', async () => {
  bench.sandbox.faults.add({ provider: 'fusebill', operation: 'migrate', fault: { kind: 'drop-before' } });
  const pending = await bench.convert('demo-fusebill', '70004', migration);
  expect(pending.status).toBe(202);
  await bench.runStreams();
  expect(bench.events).toEqual([]);

  await letTimePass();

  expect(bench.events).toMatchObject([
    { id: `evt_${pending.body.id}`, type: 'conversion.rejected', subscriptionId: '52004', after: null },
  ]);
});

test('a conversion whose account ended meanwhile is told as rejected, and then the end', async () => {
  bench.sandbox.faults.add({
    provider: 'aria',
    operation: 'update_acct_plan_status_m',
    fault: { kind: 'drop-before' },
  });
  const pending = await bench.convert('demo-aria', '5000001', {});
  expect(pending.status).toBe(202);
  bench.change('aria', '5000001', 'cancel');
  await bench.notify({ provider: 'aria', accountId: '5000001' });
  await letTimePass();

  expect(bench.events).toMatchObject([
    { sequence: 1, type: 'conversion.rejected', before: { status: 'trial' }, cause: { conversion: pending.body.id } },
    {
      sequence: 2,
      type: 'account_plan.canceled',
      after: { status: 'canceled' },
      cause: { webhook: expect.anything() },
    },
  ]);
});

describe('nothing is told of', () => {
  test.each<[string, string, string, object, number, ProgrammedFaultInput | null]>([
    ['an account that is not there', 'demo-fusebill', '79999', {}, 404, null],
    ['a request that is not valid', 'demo-constant-contact-v3', 'a07et3000001', {}, 400, null],
    ['a migration that lacks its relationship', 'demo-fusebill', '70004', { planId: '88' }, 400, null],
    ['an account with several plans', 'demo-aria', '5000002', {}, 409, null],
    ['an account that was paid already', 'demo-fusebill', '70003', {}, 200, null],
    [
      'a read that is refused for too many requests',
      'demo-fusebill',
      '70001',
      {},
      429,
      { provider: 'fusebill', times: 10, fault: { kind: 'status', status: 429 } },
    ],
    [
      'credentials that are refused',
      'demo-constant-contact-v3',
      'a07et3000001',
      { planId: 'GOLD' },
      502,
      { provider: 'constant-contact-v3', operation: 'GET plan', times: 10, fault: { kind: 'status', status: 403 } },
    ],
    [
      'a provider that is down',
      'demo-aria',
      '5000001',
      {},
      503,
      { provider: 'aria', times: 10, fault: { kind: 'status', status: 503 } },
    ],
  ])('%s', async (_what, connection, accountId, body, status, fault) => {
    if (fault !== null) {
      bench.sandbox.faults.add(fault);
    }

    expect((await bench.convert(connection, accountId, body)).status).toBe(status);
    await letTimePass();

    expect(bench.events).toEqual([]);
  });

  test('a key that is repeated, beyond the first time', async () => {
    await bench.convert('demo-aria', '5000001', {}, 'k');
    await bench.publish();
    await bench.convert('demo-aria', '5000001', {}, 'k');
    await bench.convert('demo-aria', '5000001', {}, 'another');
    await letTimePass();

    expect(bench.events.map(({ type }) => type)).toEqual(['account_plan.converted']);
  });
});

test('a conversion that another one follows before it is published is told first, and both are', async () => {
  const first = await bench.convert('demo-aria', '5000001', {});
  const second = await bench.convert('demo-aria', '5000001', { planId: '10002' });
  const third = await bench.convert('demo-aria', '5000001', { planId: '10003' });
  expect([first.status, second.status, third.status]).toEqual([201, 409, 409]);
  await letTimePass();

  expect(bench.events.map(({ sequence, type }) => [sequence, type])).toEqual([
    [1, 'account_plan.converted'],
    [2, 'conversion.rejected'],
    [3, 'conversion.rejected'],
  ]);
});

test('a conversion is told once, even where it cannot be noted that it was', async () => {
  const memory = createMemoryTable();
  let canNote = true;
  bench = await startWebhookBench({
    table: {
      ...memory,
      put: async (item, expected) =>
        canNote || item.sk !== 'GUARD' ? memory.put(item, expected) : failed('unavailable'),
    },
  });
  await bench.convert('demo-aria', '5000001', {});
  canNote = false;
  await bench.runStreams();
  await bench.runStreams();
  canNote = true;
  await letTimePass();

  expect(bench.events.map(({ sequence, type }) => [sequence, type])).toEqual([[1, 'account_plan.converted']]);
});
