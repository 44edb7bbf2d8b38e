import { describe, expect, test } from '@jest/globals';
import { type Bench, startBench } from './bench.ts';
import { connectionPath, conversionRequest } from './expectations.ts';

const path = `${connectionPath}/accounts/70003/plan`;

const migration = conversionRequest('70017', {
  planId: '88',
  providerOptions: { planFamilyRelationshipId: 7001 },
});

const start = (options?: Parameters<typeof startBench>[1]) => startBench('fusebill', options);

const stateOf = ({ sandbox }: Bench) => sandbox.providers.fusebill.state;

const strikeMigration = async (kind: 'drop-before' | 'drop-after') => {
  const bench = await start();
  bench.sandbox.faults.add({ provider: 'fusebill', operation: 'migrate', fault: { kind } });
  return { bench, answer: await bench.send(migration) };
};

describe('migrations of fusebill', () => {
  test('a migration whose answer is lost shows in the subscriptions of the customer', async () => {
    const { bench, answer } = await strikeMigration('drop-after');
    expect(answer).toMatchObject({
      status: 201,
      body: {
        subscriptionId: '52018',
        after: { subscriptionId: '90001', planId: '88', status: 'active' },
        warnings: [{ code: 'subscription_replaced' }],
      },
    });
    expect(bench.countSent('migrate')).toBe(1);
  });

  test('a migration that got lost is never repeated: after the settle time it is rejected as unknown', async () => {
    const { bench, answer } = await strikeMigration('drop-before');
    expect(answer).toMatchObject({ status: 202, body: { status: 'pending' } });
    for (const durationMs of [330_000, 330_000]) {
      bench.gateway.advance(durationMs);
      await bench.gateway.reconcile();
    }
    expect(await bench.send(migration)).toMatchObject({
      status: 504,
      headers: { 'idempotency-replayed': 'true' },
      body: { code: 'provider_timeout', outcome: 'unknown', conversion: { status: 'rejected', attempts: 1 } },
    });
    expect(bench.countSent('migrate')).toBe(1);
    expect(bench.gateway.lines.some((line) => line.includes('"conversion_outcome_unknown"'))).toBe(true);
  });

  test('two new active subscriptions leave open which one took the place', async () => {
    const bench = await start();
    bench.sandbox.faults.add({ provider: 'fusebill', operation: 'migrate', fault: { kind: 'drop-before' } });
    const pending = await bench.send(migration);
    const { subscriptions } = stateOf(bench);
    const source = subscriptions.get('52018');
    const team = subscriptions.get('52003');
    if (source !== undefined && team !== undefined) {
      source.status = 'Migrated';
      for (const id of ['90011', '90012']) {
        subscriptions.set(id, { ...team, id, customerId: '70017' });
      }
    }
    expect(await bench.send({ path: String(pending.headers.location) })).toMatchObject({
      body: {
        status: 'succeeded',
        after: { subscriptionId: '52018', status: 'canceled' },
        warnings: [{ code: 'subscription_replaced', detail: expect.stringContaining('not known which') }],
      },
    });
  });

  test('the relationship decides the plan: another one than asked for is told', async () => {
    const bench = await start();
    const request = { planId: '88', providerOptions: { planFamilyRelationshipId: 7002 } };
    expect(await bench.send(conversionRequest('70017', request))).toMatchObject({
      status: 201,
      body: {
        planId: '88',
        after: { subscriptionId: '90001', planId: '90' },
        warnings: [{ code: 'subscription_replaced' }, { code: 'plan_differs' }],
      },
    });
  });

  test('customerActivation, which bills everything a customer has, is never called', async () => {
    const bench = await start();
    await bench.send(conversionRequest('70001', {}));
    await bench.send(conversionRequest('70011', {}));
    await bench.send(migration);
    expect(bench.countSent('customerActivation')).toBe(0);
  });

  test('an activation that somebody else did meanwhile is already converted', async () => {
    const bench = await start();
    const body = '{"ErrorId":0,"Errors":[{"Key":"Api Error","Value":"Subscription with id 52001 is already active."}]}';
    bench.sandbox.faults.add({
      provider: 'fusebill',
      operation: 'SubscriptionActivation',
      fault: { kind: 'status', status: 409, body, handled: true },
    });
    expect(await bench.send(conversionRequest('70001', {}))).toMatchObject({
      status: 200,
      body: { status: 'succeeded', outcome: 'already_converted', after: { status: 'active' } },
    });
  });
});

describe('the transport of fusebill', () => {
  test('a key that is badly formatted is answered with 400, and is still a matter of credentials', async () => {
    const bench = await start({ secret: { apiKey: 'not-base64' } });
    expect(await bench.send({ path })).toMatchObject({
      status: 502,
      body: {
        code: 'provider_unauthorized',
        provider: { status: 400, message: 'Authorization key is not in the correct format.' },
      },
    });
    expect(bench.takeSent()[0]?.headers.authorization).toBe('Basic not-base64');
  });

  test('a server that gives smaller pages than asked for hides no plan and no subscription', async () => {
    const bench = await start();
    stateOf(bench).maximumPageSize = 40;
    const answer = await bench.send({ path: `${connectionPath}/plans?limit=200` });
    expect((answer.body as { data: unknown[] }).data).toHaveLength(129);
    expect(bench.takeSent().map(({ query }) => query.pageNumber)).toEqual(['0', '1', '2', '3']);

    stateOf(bench).maximumPageSize = 1;
    expect(await bench.send({ path: `${connectionPath}/accounts/70010/plan` })).toMatchObject({
      status: 409,
      body: { subscriptions: [{ id: '52011' }, { id: '52012' }] },
    });
  });

  test('the minute limit is waited for by its reset header, for there is no Retry-After', async () => {
    const bench = await start({ now: Date.now });
    const { rateLimits } = stateOf(bench);
    rateLimits.enforced = true;
    // The header has whole seconds.
    Object.assign(rateLimits.minute, { limit: 1, used: 1, resetsAt: (Math.floor(Date.now() / 1_000) + 2) * 1_000 });
    expect(await bench.send({ path })).toMatchObject({ status: 200 });
    expect(bench.countSent('GET customer subscriptions')).toBeGreaterThan(1);
  });

  test('the day limit is not waited for', async () => {
    const bench = await start({ now: Date.now });
    const { rateLimits } = stateOf(bench);
    rateLimits.enforced = true;
    Object.assign(rateLimits.day, { limit: 1, used: 1, resetsAt: Date.now() + 7_200_000 });
    const answer = await bench.send({ path });
    expect(answer).toMatchObject({ status: 429, body: { code: 'provider_rate_limited' } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(7_000);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(7_200);
    expect(bench.countSent('GET customer subscriptions')).toBe(1);
  });
});
