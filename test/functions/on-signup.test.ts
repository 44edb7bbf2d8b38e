import { describe, expect, test } from '@jest/globals';
import { type SignupBench, startSignupBench } from '../workflows/signup-bench.ts';

const place = { connection: 'demo-fusebill', accountId: '70001' };
const signup = { ...place, idempotencyKey: 'signup-8841' };

const effectsOf = ({ sandbox }: SignupBench) =>
  sandbox.world.journal.entries().map(({ operation, accountId }) => [operation, accountId]);

const loseRequest = ({ sandbox }: SignupBench, kind: 'drop-before' | 'late-effect' = 'drop-before') =>
  sandbox.faults.add({
    provider: 'fusebill',
    operation: 'SubscriptionActivation',
    fault: kind === 'drop-before' ? { kind } : { kind, connection: 'destroy' },
  });

describe('a completed signup', () => {
  test.each([
    [{ connection: 'demo-constant-contact-v2', accountId: 'a07et2000001', planId: '2' }, '2', 'PUT plan'],
    [
      {
        connection: 'demo-constant-contact-v3',
        accountId: 'a07et3000001',
        planId: 'GOLD',
        billingDayOfMonth: 15,
        providerOptions: { planGroupId: 310 },
      },
      'GOLD',
      'PUT plan',
    ],
    [{ connection: 'demo-aria', accountId: '5000001' }, '10001', 'update_acct_plan_status_m'],
    [{ connection: 'demo-fusebill', accountId: '70001', subscriptionId: '52001' }, '88', 'SubscriptionActivation'],
  ])('of %j is converted once, however often it comes', async (request, planId, operation) => {
    const bench = await startSignupBench();
    const event = { ...request, idempotencyKey: 'signup-8841' };

    const first = await bench.signUp(event);
    const second = await bench.signUp(event);

    expect(first).toMatchObject({
      id: expect.stringMatching(/^cnv_/),
      connection: request.connection,
      accountId: request.accountId,
      status: 'succeeded',
      outcome: 'converted',
      planId,
      before: { status: 'trial' },
      after: { planId, status: 'active' },
      problem: null,
    });
    expect(second).toEqual(first);
    expect(effectsOf(bench)).toEqual([[operation, request.accountId]]);
  });

  test('may spell what it leaves out as null or as nothing, and is the same one then', async () => {
    const bench = await startSignupBench();
    const spellings = [
      signup,
      { ...signup, planId: null, billingDayOfMonth: null, subscriptionId: null, providerOptions: null },
      { ...signup, providerOptions: {} },
      { ...signup, providerOptions: { planFamilyRelationshipId: null, temporarilyDisableAutoPost: null } },
    ];

    const conversions = [];
    for (const event of spellings) {
      conversions.push(await bench.signUp(event));
    }
    const enveloped = await bench.signUp({ 'detail-type': 'signup.completed', detail: { ...signup, planId: null } });

    expect(conversions[0]).toMatchObject({ status: 'succeeded', outcome: 'converted', planId: '88' });
    expect(new Set([...conversions, enveloped].map(({ id }) => id)).size).toBe(1);
    expect(effectsOf(bench)).toEqual([['SubscriptionActivation', '70001']]);
  });

  test('comes from EventBridge in the detail of its envelope, whoever sent it', async () => {
    const bench = await startSignupBench();

    const conversion = await bench.signUp({
      version: '0',
      id: '17793124-05d4-b198-2fde-7ededc63b103',
      'detail-type': 'signup.completed',
      source: 'com.example.shop',
      account: '111122223333',
      time: '2026-11-21T02:28:34Z',
      region: 'us-east-1',
      resources: [],
      detail: signup,
    });

    expect(conversion).toMatchObject({ status: 'succeeded', accountId: '70001' });
    expect(await bench.signUp(signup)).toEqual(conversion);
    expect(effectsOf(bench)).toEqual([['SubscriptionActivation', '70001']]);
  });

  test('whose outcome is not known yet is pending, and the same event asks again and settles it', async () => {
    const bench = await startSignupBench();
    loseRequest(bench, 'late-effect');

    const first = await bench.signUp(signup);
    const second = await bench.signUp(signup);
    bench.sandbox.faults.applyLateEffects();
    const third = await bench.signUp(signup);

    expect(first).toMatchObject({ status: 'pending', outcome: null, settledAt: null, attempts: 1 });
    expect(second).toEqual(first);
    expect(third).toMatchObject({ id: first.id, status: 'succeeded', outcome: 'converted', attempts: 1 });
    expect(effectsOf(bench)).toEqual([['SubscriptionActivation', '70001']]);
  });

  test('of an account that is no trial is rejected, which is an answer and no error', async () => {
    const bench = await startSignupBench();

    const conversion = await bench.signUp({ ...signup, accountId: '70006' });

    expect(conversion).toMatchObject({
      status: 'rejected',
      outcome: null,
      problem: {
        code: 'not_in_trial',
        instance: '/v1/connections/demo-fusebill/accounts/70006/conversions',
        requestId: 'invocation-1',
        outcome: 'not_executed',
      },
    });
    expect(effectsOf(bench)).toEqual([]);
  });

  test('that the provider refuses is rejected with what the provider said', async () => {
    const bench = await startSignupBench();

    const conversion = await bench.signUp({ ...signup, accountId: '70011' });

    expect(conversion).toMatchObject({
      status: 'rejected',
      problem: { code: 'provider_conflict', provider: { name: 'fusebill', status: 409 } },
    });
  });
});

describe('a key works on both doors:', () => {
  test('what was converted over HTTP is the same conversion here', async () => {
    const bench = await startSignupBench();

    const { status, body } = await bench.convertOverHttp(place, 'signup-8841');

    expect(status).toBe(201);
    expect(await bench.signUp(signup)).toEqual(body);
    expect(effectsOf(bench)).toEqual([['SubscriptionActivation', '70001']]);
  });

  test('what was converted here is replayed over HTTP', async () => {
    const bench = await startSignupBench();

    const conversion = await bench.signUp(signup);
    const answer = await bench.convertOverHttp(place, 'signup-8841');

    expect(answer).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' } });
    expect(answer.text).toBe(JSON.stringify(conversion));
    expect(effectsOf(bench)).toEqual([['SubscriptionActivation', '70001']]);
  });

  test('what was rejected here is answered over HTTP with its problem, and the other way round', async () => {
    const bench = await startSignupBench();
    const suspended = { ...place, accountId: '70006' };

    const here = await bench.signUp({ ...suspended, idempotencyKey: 'k1' });
    const there = await bench.convertOverHttp(suspended, 'k2');

    expect(await bench.convertOverHttp(suspended, 'k1')).toMatchObject({
      status: 409,
      headers: { 'idempotency-replayed': 'true' },
      body: { ...here.problem, conversion: here },
    });
    expect(await bench.signUp({ ...suspended, idempotencyKey: 'k2' })).toEqual(there.body.conversion);
    expect(here.problem?.instance).toBe(there.body.instance);
  });
});

test('each invocation logs one line, with what became of it and nothing of what it was about', async () => {
  const bench = await startSignupBench();
  loseRequest(bench);
  await bench.signUp(signup);
  await bench.signUp({ ...signup, accountId: '70006' });
  await bench.refusalOf({ ...signup, accountId: '70012' });
  await bench.refusalOf({ ...signup, plan: '88' });

  const invocations = bench.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'invocation');
  const line = {
    time: expect.any(String),
    level: 'info',
    event: 'invocation',
    function: 'on-signup',
    requestId: 'invocation-1',
    connection: 'demo-fusebill',
    durationMs: expect.any(Number),
  };
  expect(invocations).toEqual([
    { ...line, status: 'pending', problem: null },
    { ...line, status: 'rejected', problem: null },
    { ...line, status: null, problem: 'subscription_not_found' },
    { ...line, connection: null, status: null, problem: 'invalid_request' },
  ]);
  expect(bench.lines.join('\n')).not.toMatch(/7000[16]|70012|signup-8841/);
});
