import { beforeEach, describe, expect, test } from '@jest/globals';
import { demoSecrets } from '../../local/demo-secrets.ts';
import { failed, success } from '../../shared/domain/result.ts';
import { startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';

/** An account of `acme` at either provider, under the same id. */
const accountId = '70003';

let bench: WebhookBench;
let secret: object;

beforeEach(async () => {
  bench = await startWebhookBench({
    secretSource: {
      read: async (name) => (name.endsWith('/acme') ? success(JSON.stringify(secret)) : failed('absent')),
      list: async (prefix) => success([`${prefix}acme`]),
    },
  });
  secret = secretOf('demo-constant-contact-v3');
  const { accounts } = bench.sandbox.providers['constant-contact-v3'].state;
  accounts.set(accountId, accounts.get('a07et3000007') ?? raise());
});

const secretOf = (connection: string): object => demoSecrets(bench.sandbox)[connection] ?? raise();

const notify = async (provider: 'constant-contact-v3' | 'fusebill') => {
  const { status } = await bench.deliver('acme', bench.notificationOf({ provider, accountId }));
  expect(status).toBeLessThan(300);
};

/** The time to live of a secret in memory. */
const secretTtlMs = 300_000;

const moveToFusebill = async () => {
  secret = secretOf('demo-fusebill');
  bench.clock.advance(secretTtlMs);
};

/** Until nothing is due any more, whatever has to be looked at twice. */
const runToTheEnd = async () => {
  for (let time = 0; time < 3; time += 1) {
    await bench.runStreams();
    bench.clock.advance(300_000);
  }
};

const told = () =>
  bench.events.map(({ sequence, provider, type, before, after }) => ({
    sequence,
    provider,
    type,
    before: before === null ? null : before.provider,
    after: after === null ? null : after.provider,
  }));

const ofV3 = { provider: 'constant-contact-v3', after: 'constant-contact-v3' };
const firstOfFusebill = {
  provider: 'fusebill',
  type: 'account_plan.changed',
  before: null,
  after: 'fusebill',
};

describe('a connection that moves to another provider under its name', () => {
  test('is seen for the first time there, and its numbers go on', async () => {
    await notify('constant-contact-v3');
    await bench.runStreams();
    bench.change('constant-contact-v3', accountId, 'tier-up');
    await notify('constant-contact-v3');
    await runToTheEnd();
    await moveToFusebill();
    await notify('fusebill');
    await runToTheEnd();

    expect(told()).toEqual([
      { ...ofV3, sequence: 1, type: 'account_plan.changed', before: null },
      { ...ofV3, sequence: 2, type: 'account_plan.tier_increased', before: 'constant-contact-v3' },
      { ...firstOfFusebill, sequence: 3 },
    ]);
    expect(bench.events[2]).toMatchObject({ connection: 'acme', accountId, after: { planId: '88', status: 'active' } });
  });

  test('is compared with what was seen there from then on', async () => {
    await notify('constant-contact-v3');
    await runToTheEnd();
    await moveToFusebill();
    await notify('fusebill');
    await runToTheEnd();
    bench.change('fusebill', accountId, 'suspend');
    await notify('fusebill');
    await runToTheEnd();

    expect(told().slice(1)).toEqual([
      { ...firstOfFusebill, sequence: 2 },
      { sequence: 3, provider: 'fusebill', type: 'account_plan.suspended', before: 'fusebill', after: 'fusebill' },
    ]);
  });

  test('has what is owed of the former provider published as it was, and first', async () => {
    await notify('constant-contact-v3');
    await bench.process();
    await moveToFusebill();
    await notify('fusebill');
    await runToTheEnd();

    expect(told()).toEqual([
      { ...ofV3, sequence: 1, type: 'account_plan.changed', before: null },
      { ...firstOfFusebill, sequence: 2 },
    ]);
  });

  test('tells nothing under the name of the former provider, where a look of it is left over', async () => {
    await notify('constant-contact-v3');
    await bench.runStreams();
    // The second look is due now, and finds the other provider.
    await moveToFusebill();
    await runToTheEnd();
    await notify('fusebill');
    await runToTheEnd();

    expect(told().map(({ provider, after }) => [provider, after])).toEqual([
      ['constant-contact-v3', 'constant-contact-v3'],
      ['fusebill', 'fusebill'],
    ]);
  });
});

const raise = (): never => {
  throw new Error('There is no such thing.');
};
