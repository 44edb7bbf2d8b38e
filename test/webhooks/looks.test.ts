import { beforeEach, describe, expect, test } from '@jest/globals';
import { goOnUntil, startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';

let bench: WebhookBench;

beforeEach(async () => {
  bench = await startWebhookBench();
});

const v3 = { provider: 'constant-contact-v3', accountId: 'a07et3000007' } as const;
const fusebill = { provider: 'fusebill', accountId: '70003' } as const;

const types = () => bench.events.map(({ type }) => type);
const looks = () => bench.sandbox.requests().filter(({ operation }) => operation === 'GET plan').length;

/** What the table still has to do for the account of v3. */
const isDue = async () => {
  const due = await bench.services.inbox.listDue(10);
  return due.ok && due.value.length > 0;
};

describe('what a notification says', () => {
  test('is not believed: the account is told as the provider shows it', async () => {
    const { headers, body } = bench.notificationOf(fusebill);
    const forged = body.replace('"status":"Active"', '"status":"Cancelled"').replace('"TEAM"', '"PRO"');
    expect(forged).not.toBe(body);
    await bench.deliver('demo-fusebill', { headers, body: forged });
    await bench.runStreams();

    expect(bench.events).toMatchObject([
      { type: 'account_plan.changed', after: { status: 'active', providerStatus: 'Active', planId: '88' } },
    ]);
  });

  test('of a cancellation is no cancellation while the provider shows none', async () => {
    await bench.notify(v3);
    await bench.runStreams();
    await bench.notify({ ...v3, event: 'account.cancel' });
    await bench.runStreams();

    expect(types()).toEqual(['account_plan.changed']);
  });

  test('is told once, however often it comes, before it is looked at and after', async () => {
    const notification = bench.notificationOf(v3);
    for (let time = 0; time < 3; time += 1) {
      await bench.deliver('demo-constant-contact-v3', notification);
      await bench.deliver('demo-constant-contact-v3', notification);
      await bench.runStreams();
      await bench.runStreams();
    }

    expect(types()).toEqual(['account_plan.changed']);
  });

  test('a hundred times at once costs one look', async () => {
    await Promise.all(Array.from({ length: 100 }, () => bench.notify(v3)));
    await Promise.all([bench.process(), bench.process(), bench.process()]);
    await bench.publish();

    expect(looks()).toBe(1);
    expect(types()).toEqual(['account_plan.changed']);
  });

  test('that came while the one before was being looked at is looked at too', async () => {
    await bench.notify(v3);
    bench.sandbox.faults.add({
      provider: 'constant-contact-v3',
      operation: 'GET plan',
      fault: { kind: 'hang', handled: true },
    });
    const processing = bench.process();
    await goOnUntil(() => bench.sandbox.faults.remaining().length === 0);
    bench.change('constant-contact-v3', 'a07et3000007', 'tier-up');
    await bench.notify(v3);
    bench.clock.advance(25_000);
    await processing;
    await bench.runStreams();

    expect(bench.events).toMatchObject([
      { type: 'account_plan.changed', before: null, after: { tiers: [{ tier: 3 }] } },
    ]);
  });
});

describe('a change that the first look came too early for', () => {
  test('is seen by a second look after the settle time, and not by one before', async () => {
    await bench.notify(v3);
    await bench.runStreams();
    expect(looks()).toBe(1);
    bench.change('constant-contact-v3', 'a07et3000007', 'cancel');

    bench.clock.advance(299_999);
    await bench.runStreams();
    expect(looks()).toBe(1);
    bench.clock.advance(1);
    await bench.runStreams();

    expect(looks()).toBe(2);
    expect(types()).toEqual(['account_plan.changed', 'account_plan.canceled']);
  });

  test('is seen even where the first look showed nothing new', async () => {
    await bench.notify(v3);
    await bench.runStreams();
    bench.clock.advance(300_000);
    await bench.runStreams();
    expect(await isDue()).toBe(false);

    await bench.notify(v3);
    await bench.runStreams();
    bench.change('constant-contact-v3', 'a07et3000007', 'tier-down');
    bench.clock.advance(300_000);
    await bench.runStreams();

    expect(types()).toEqual(['account_plan.changed', 'account_plan.tier_decreased']);
  });

  test('is the last thing that is looked for: after a look that agrees it is over', async () => {
    await bench.notify(v3);
    for (let time = 0; time < 10; time += 1) {
      await bench.runStreams();
      bench.clock.advance(300_000);
    }

    expect(looks()).toBe(2);
    expect(await isDue()).toBe(false);
  });
});

describe('a migration that only a notification tells of', () => {
  const migrate = () =>
    bench.sandbox.providers.fusebill.handle({
      method: 'POST',
      path: '/v1/subscriptions/52004/migrate',
      query: new URLSearchParams(),
      headers: { authorization: 'Basic MDpzYW5kYm94LWZ1c2ViaWxs', 'content-type': 'application/json' },
      body: '{"customerId":70004,"planFamilyRelationshipId":7001,"migrationTimingOption":"Now"}',
    });

  test('is one conversion, of the subscription that was replaced, and no cancellation', async () => {
    await bench.notify({ provider: 'fusebill', accountId: '70004' });
    await bench.runStreams();
    expect(migrate().status).toBe(200);
    await bench.notify({ provider: 'fusebill', accountId: '70004', subscriptionId: '52004' });
    await bench.notify({ provider: 'fusebill', accountId: '70004', event: 'SubscriptionCreated' });
    await bench.runStreams();
    bench.clock.advance(300_000);
    await bench.runStreams();

    expect(bench.events).toMatchObject([
      { sequence: 1, type: 'account_plan.changed', subscriptionId: '52004', after: { status: 'trial' } },
      {
        sequence: 2,
        type: 'account_plan.converted',
        subscriptionId: '52004',
        before: { subscriptionId: '52004', planId: '97', status: 'trial', providerStatus: 'Active' },
        after: { subscriptionId: '90001', planId: '88', status: 'active', providerStatus: 'Active' },
        cause: { webhook: expect.stringMatching(/^whk_/) },
      },
    ]);
  });

  test('is not told again when its new subscription changes', async () => {
    await bench.notify({ provider: 'fusebill', accountId: '70004' });
    await bench.runStreams();
    migrate();
    await bench.notify({ provider: 'fusebill', accountId: '70004' });
    await bench.runStreams();
    bench.change('fusebill', '70004', 'suspend');
    await bench.notify({ provider: 'fusebill', accountId: '70004' });
    await bench.runStreams();

    expect(bench.events.slice(1)).toMatchObject([
      { type: 'account_plan.converted', subscriptionId: '52004' },
      { sequence: 3, type: 'account_plan.suspended', subscriptionId: '90001', before: { status: 'active' } },
    ]);
  });
});

describe('a plan of Aria', () => {
  const tell = async () => {
    await bench.notify({ provider: 'aria', planId: '10007' });
    await bench.runStreams();
  };
  const plan = (name: string, status: string, amount: string) => ({
    id: '10007',
    connection: 'demo-aria',
    provider: 'aria',
    name,
    status,
    level: 'base',
    prices: [{ id: '100071', recurring: { amount, currency: 'USD' } }],
  });

  test('is told whole when it changes, with what it was before, and not when it does not', async () => {
    await tell();
    await tell();
    Object.assign(bench.sandbox.providers.aria.state.plans.get('10007') ?? {}, { name: 'Gratis', active: false });
    await tell();

    expect(bench.events).toMatchObject([
      {
        sequence: 1,
        type: 'plan.changed',
        accountId: null,
        subscriptionId: null,
        before: null,
        after: plan('Free', 'active', '0.00'),
      },
      {
        sequence: 2,
        type: 'plan.changed',
        connection: 'demo-aria',
        provider: 'aria',
        accountId: null,
        subscriptionId: null,
        before: plan('Free', 'active', '0.00'),
        after: plan('Gratis', 'inactive', '0.00'),
        cause: { webhook: expect.stringMatching(/^whk_/) },
      },
    ]);
  });
});
