import { afterEach, describe, expect, test } from '@jest/globals';
import {
  answering,
  convert,
  openPlan,
  read,
  readPlanOf,
  startBench,
  startMs,
  trialRead,
} from '../support/constant-contact-v3-bench.ts';
import { closeRecordingServers, type Reaction } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

describe('reading an account', () => {
  test('is one GET with the bare token and the key in headers', async () => {
    const bench = await startBench({});
    await read(bench.operations, 'a07:x+y=1@z');
    expect(
      bench
        .planRequests()
        .map(({ method, target, headers }) => [method, target, headers.authorization, headers['x-api-key']]),
    ).toEqual([['GET', '/v3/partner/accounts/a07%3Ax%2By%3D1%40z/plan', 'token-1', '00000000-aaaa-bbbb']]);
  });

  test('sends the token as Bearer where the secret says so', async () => {
    const bench = await startBench({ secret: { authorizationScheme: 'bearer' } });
    await read(bench.operations);
    expect(bench.planRequests()[0]?.headers.authorization).toBe('Bearer token-1');
  });

  test('gives what the vendor says and nothing that it does not, floats as exact decimals', async () => {
    const body =
      '{"plan_type":"SILVER","current_tiers":[{"usage_type":"CONTACTS","current_usage":812.00000,"tier":2,' +
      '"tier_min":501.00000,"tier_max":1000.00000,"price":47.50000,"currency_code":"usd"}],' +
      '"billing_status":"Open","billing_day_of_month":9}';
    const result = await read((await answering(body)).operations);
    expect(result).toEqual({
      accountPlan: {
        connection: 'acme',
        provider: 'constant-contact-v3',
        accountId: 'a07e1exmpl0',
        subscriptionId: null,
        planId: 'SILVER',
        planName: 'SILVER',
        planLevel: null,
        status: 'active',
        providerStatus: 'Open',
        billingDayOfMonth: 9,
        interval: null,
        trialEndsAt: null,
        nextBillingAt: null,
        tiers: [
          {
            usageType: 'contacts',
            currentUsage: '812',
            tier: 2,
            from: '501',
            to: '1000',
            price: { amount: '47.50', currency: 'USD' },
          },
        ],
      },
      isAddOn: false,
      endedAt: null,
      isReplaced: false,
      hasDiscounts: false,
      raw: JSON.parse(body),
    });
  });

  test.each([
    ['silver', 'SILVER', 'SILVER'],
    ['Trial', 'TRIAL', 'TRIAL'],
    ['BEST', 'BEST', 'BEST'],
    ['Platinum-9', 'Platinum-9', 'Platinum-9'],
    [7, '7', '7'],
    [null, null, null],
  ])('plan type %j is plan %j, in an open set', async (plan_type, planId, planName) => {
    expect(await readPlanOf({ plan_type, billing_status: 'Open' })).toMatchObject({ planId, planName });
  });

  test('takes spelling and name of a plan from the secret', async () => {
    const secret = { plans: [{ id: 'Pro', name: 'Professional' }] };
    expect(await readPlanOf({ plan_type: 'PRO', billing_status: 'Open' }, secret)).toMatchObject({
      planId: 'Pro',
      planName: 'Professional',
    });
  });

  test.each([
    ['Open', 'active'],
    ['OPEN', 'active'],
    ['Active', 'active'],
    ['Trial', 'trial'],
    ['TRIAL', 'trial'],
    ['Trial End', 'trial_ended'],
    ['trial end ', 'trial_ended'],
    ['Canceled', 'canceled'],
    ['Cancelled', 'canceled'],
    ['Pending Cancellation', 'unknown'],
    ['Disabled', 'unknown'],
    [null, 'unknown'],
  ])('billing status %j is %s', async (billing_status, status) => {
    expect(await readPlanOf({ plan_type: 'GOLD', billing_status })).toMatchObject({
      status,
      providerStatus: billing_status,
    });
  });

  test.each([[undefined], [null], [[]]])('accepts %j as the tiers of a trial', async (current_tiers) => {
    const body = { plan_type: 'TRIAL', billing_status: 'Trial', billing_day_of_month: null, current_tiers };
    expect(await readPlanOf(body)).toEqual(trialRead.accountPlan);
  });

  test.each([
    [0, null],
    ['0', null],
    [32, null],
    ['last', null],
    [31, 31],
  ])('billing day %j is %j', async (billing_day_of_month, expected) => {
    const plan = await readPlanOf({ plan_type: 'GOLD', billing_status: 'Open', billing_day_of_month });
    expect(plan).toMatchObject({ billingDayOfMonth: expected });
  });

  test('reads a price without the zero before its point, in a padded currency', async () => {
    const current_tiers = [
      { price: '.95', currency_code: 'usd ' },
      { price: '500', currency_code: ' jpy' },
    ];
    expect(await readPlanOf({ plan_type: 'GOLD', billing_status: 'Open', current_tiers })).toMatchObject({
      tiers: [{ price: { amount: '0.95', currency: 'USD' } }, { price: { amount: '500', currency: 'JPY' } }],
    });
  });

  test('takes the billing day as text, and a country for no currency', async () => {
    const body = {
      plan_type: 'GOLD',
      billing_day_of_month: '1',
      current_tiers: [{ price: 5, currency_code: 'US' }],
    };
    expect(await readPlanOf(body)).toMatchObject({
      billingDayOfMonth: 1,
      tiers: [{ price: { amount: '5.00', currency: null } }],
    });
  });

  test.each([
    ['no JSON', '<html>', 'the body'],
    ['half an answer', '{"plan_type":"GOLD","billing_st', 'the body'],
    ['nothing', '', 'the body'],
    ['no plan', { message: 'ok' }, 'plan_type'],
    ['a tier that is no whole number', { plan_type: 'GOLD', current_tiers: [{ tier: 1.5 }] }, 'current_tiers.0.tier'],
  ])('is provider_response_invalid for %s', async (_what, body, part) => {
    expect(await readPlanOf(body)).toEqual({
      code: 'provider_response_invalid',
      detail: `The provider's answer is not valid: ${part}.`,
      provider: { name: 'constant-contact-v3', status: 200, code: null, message: null },
    });
  });

  test('blanks the token and the key that the vendor sends back', async () => {
    const bench = await answering({ plan_type: 'GOLD', api_key: 'other', note: 'token-1 00000000-aaaa-bbbb' });
    expect(await read(bench.operations)).toMatchObject({
      raw: { plan_type: 'GOLD', api_key: '[redacted]', note: '[redacted] [redacted]' },
    });
  });

  test('logs routes and no credential', async () => {
    const bench = await startBench({ secret: { settings: { tokenParameters: 'query', tokenScope: 'scope-1' } } });
    await read(bench.operations);
    expect(bench.lines.map((line) => JSON.parse(line).route)).toEqual(['/token', '/partner/accounts/{accountId}/plan']);
    expect(bench.lines.join()).not.toMatch(/token-1|bbbb|cret|cGFy|scope-1/);
  });
});

describe('a refused read', () => {
  test.each([
    [400, 'provider_error'],
    [403, 'provider_unauthorized'],
    [404, 'account_not_found'],
    [405, 'provider_error'],
    [415, 'provider_error'],
    [500, 'provider_error'],
  ])('with status %i is %s', async (status, code) => {
    const bench = await answering([{ error_key: 'some.key', error_message: 'Some words' }], status);
    expect(await read(bench.operations)).toEqual({
      code,
      detail: `The provider answered with status ${status}.`,
      provider: { name: 'constant-contact-v3', status, code: 'some.key', message: 'Some words' },
    });
    expect(bench.planRequests().length).toBe(1);
  });

  test.each([
    ['an object', { error_key: 'unauthorized', error_message: 'Unauthorized' }, 'unauthorized', 'Unauthorized'],
    ['an OAuth error', { error: 'access_denied', error_description: 'No' }, 'access_denied', 'No'],
    ["a gateway's message", { message: 'Forbidden' }, null, 'Forbidden'],
    ['an empty array', [], null, null],
    ['odd types', [{ error_key: { a: 1 }, error_message: null }], null, null],
    ['nothing', '', null, null],
    ['HTML', '<h1>Forbidden</h1>', null, null],
  ])('is understood with a body of %s', async (_what, body, code, message) => {
    expect(await read((await answering(body, 403)).operations)).toMatchObject({
      provider: { name: 'constant-contact-v3', status: 403, code, message },
    });
  });

  test('never repeats a credential or a token that the vendor quotes', async () => {
    const bench = await answering([{ error_key: 'k', error_message: 'token-1, 00000000-aaaa-bbbb, sécret-1' }], 403);
    expect(await read(bench.operations)).toMatchObject({
      provider: { message: '[redacted], [redacted], [redacted]' },
    });
  });
});

describe('limits', () => {
  const throttled = { status: 429, body: { error_key: 'throttled', error_message: 'Too Many Requests' } };
  const quotaExceeded = { status: 429, body: { error_key: 'quota_exceeded', error_message: 'Limit Exceeded' } };

  test('throttled is waited out for a second and tried again', async () => {
    const bench = await startBench({ plan: (index) => (index === 0 ? throttled : openPlan) });
    expect(await read(bench.operations)).toHaveProperty('accountPlan');
    expect(bench.planRequests().length).toBe(2);
    expect(bench.clock.now() - startMs).toBe(1_000);
  });

  test('throttled that stays is provider_rate_limited', async () => {
    const bench = await startBench({ plan: () => throttled });
    expect(await read(bench.operations)).toMatchObject({ code: 'provider_rate_limited', retryAfterSeconds: 1 });
  });

  test('quota_exceeded is not tried again and lasts until midnight in UTC', async () => {
    const bench = await startBench({ plan: () => quotaExceeded });
    bench.clock.advance(11 * 3_600_000 + 59 * 60_000 + 30_500);
    expect(await read(bench.connect(20_000))).toMatchObject({ code: 'provider_rate_limited', retryAfterSeconds: 30 });
    expect(bench.planRequests().length).toBe(1);
  });

  test.each([
    ['throttled', { body: { error_key: 'throttled' } }, 1, 4],
    ['quota_exceeded', { body: { error_key: 'quota_exceeded' } }, 43_200, 1],
    ['ERR_403_DEVELOPER_OVER_QPS', { headers: { 'x-mashery-error-code': 'ERR_403_DEVELOPER_OVER_QPS' } }, 1, 4],
    [
      'ERR_403_DEVELOPER_OVER_RATE',
      { headers: { 'x-mashery-error-code': 'ERR_403_DEVELOPER_OVER_RATE', 'retry-after': '600' } },
      600,
      1,
    ],
  ])('a 403 that says %s is a limit as well, and no matter of credentials', async (code, parts, seconds, requests) => {
    const bench = await startBench({ plan: () => ({ status: 403, ...parts }) });
    expect(await read(bench.operations)).toMatchObject({
      code: 'provider_rate_limited',
      retryAfterSeconds: seconds,
      provider: { status: 403, code },
    });
    expect(bench.planRequests().length).toBe(requests);
  });

  test('a throttled write is sent once and did nothing', async () => {
    const bench = await startBench({ plan: () => throttled });
    expect(await convert(bench)).toMatchObject({
      kind: 'refused',
      problem: { code: 'provider_rate_limited', outcome: 'not_executed', retryAfterSeconds: 1 },
    });
    expect(bench.planRequests().length).toBe(1);
  });

  test('a read is tried again after 503 and after a broken connection', async () => {
    const reactions: Reaction[] = [{ status: 503 }, 'drop', openPlan];
    const bench = await startBench({ plan: (index) => reactions[index] ?? 'hang' });
    expect(await read(bench.operations)).toHaveProperty('accountPlan');
    expect(bench.planRequests().length).toBe(3);
  });
});
