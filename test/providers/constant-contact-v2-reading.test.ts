import { afterEach, describe, expect, test } from '@jest/globals';
import {
  answering,
  convert,
  readAccount,
  readPlanOf,
  startBench,
  trialRead,
} from '../support/constant-contact-v2-bench.ts';
import { closeRecordingServers, type Reaction } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

describe('reading an account', () => {
  test('is one GET with Basic credentials in UTF-8 and the key in the query', async () => {
    const bench = await answering({ status: 'Open', plan_type: 2 });
    await readAccount(bench, 'a07:x+y=1@z');
    expect(
      bench.requests.map(({ method, target, headers, body }) => ({
        method,
        target,
        authorization: headers.authorization,
        accept: headers.accept,
        body,
      })),
    ).toEqual([
      {
        method: 'GET',
        target: '/v2/partner/accounts/a07%3Ax%2By%3D1%40z/plan?api_key=key%2Bwith%2Fodd%3Dsigns',
        authorization: 'Basic bGFyY2g6cMOkc3N3b3JkLTE=',
        accept: 'application/json',
        body: '',
      },
    ]);
  });

  test('gives what the vendor says and nothing that it does not', async () => {
    const body = {
      status: 'Open',
      plan_type: 3,
      billing_day_of_month: 12,
      current_tiers: [
        { price: 45, tier: 2, tier_min: 501, tier_max: 1000, current_usage: 730, usage_type: 'Contacts' },
      ],
    };
    const result = await readAccount(await answering(body));
    expect(result).toEqual({
      ok: true,
      value: [
        {
          accountPlan: {
            connection: 'acme',
            provider: 'constant-contact-v2',
            accountId: 'a07exmpl0001',
            subscriptionId: null,
            planId: '3',
            planName: null,
            planLevel: null,
            status: 'active',
            providerStatus: 'Open',
            billingDayOfMonth: 12,
            interval: null,
            trialEndsAt: null,
            nextBillingAt: null,
            tiers: [
              {
                usageType: 'contacts',
                currentUsage: '730',
                tier: 2,
                from: '501',
                to: '1000',
                price: { amount: '45.00', currency: null },
              },
            ],
          },
          isAddOn: false,
          endedAt: null,
          isReplaced: false,
          hasDiscounts: false,
          raw: body,
        },
      ],
    });
  });

  test("takes the currency and the plan's name from the secret", async () => {
    const body = { status: 'Open', plan_type: 3, plan_level: 2, current_tiers: [{ price: 4500 }] };
    expect(await readPlanOf(body, { currency: 'jpy', planNames: { 3: 'Essential' } })).toMatchObject({
      planName: 'Essential',
      planLevel: 2,
      tiers: [{ usageType: null, currentUsage: null, from: null, price: { amount: '4500', currency: 'JPY' } }],
    });
  });

  test.each([
    ['Open', 2, 'active'],
    ['OPEN', 2, 'active'],
    ['Active', 9, 'active'],
    ['Open', 1, 'trial'],
    ['Trial', 1, 'trial'],
    ['Trial', 2, 'trial'],
    ['Trial End', 1, 'trial_ended'],
    ['Cancelled', 1, 'canceled'],
    ['Canceled', 2, 'canceled'],
    [' CANCELLED ', 2, 'canceled'],
    ['PENDING CANCELLATION', 2, 'unknown'],
    ['Suspended', 2, 'unknown'],
    ['Reopened', 2, 'unknown'],
    [null, 2, 'unknown'],
    [null, 1, 'trial'],
  ])('status %j with plan type %j is %s', async (status, plan_type, expected) => {
    expect(await readPlanOf({ status, plan_type })).toMatchObject({ status: expected, providerStatus: status });
  });

  test.each([
    [0, null],
    ['0', null],
    [32, null],
    [-1, null],
    ['last', null],
    [31, 31],
    ['7 ', 7],
  ])('billing day %j is %j', async (billing_day_of_month, expected) => {
    const plan = await readPlanOf({ status: 'Open', plan_type: 2, billing_day_of_month });
    expect(plan).toMatchObject({ billingDayOfMonth: expected });
  });

  test('reads a price without the zero before its point', async () => {
    const plan = await readPlanOf({ status: 'Open', plan_type: 2, current_tiers: [{ price: '.95', tier_min: '0.' }] });
    expect(plan).toMatchObject({ tiers: [{ price: { amount: '0.95', currency: null }, from: '0' }] });
  });

  test.each([[undefined], [null], [[]]])('accepts %j as the tiers of a trial', async (current_tiers) => {
    expect(await readPlanOf({ status: 'Trial', plan_type: 1, billing_day_of_month: null, current_tiers })).toEqual(
      trialRead.accountPlan,
    );
  });

  test.each([
    ['no JSON', '<html>Service</html>', 'the body'],
    ['half an answer', '{"status":"Open","plan_type":2', 'the body'],
    ['nothing', '', 'the body'],
    ['no plan type', { status: 'Open' }, 'plan_type'],
    ['a price that is no number', { plan_type: 2, current_tiers: [{ price: 'free' }] }, 'current_tiers.0.price'],
  ])('is provider_response_invalid for %s', async (_what, body, part) => {
    expect(await readPlanOf(body)).toEqual({
      code: 'provider_response_invalid',
      detail: `The provider's answer is not valid: ${part}.`,
      provider: { name: 'constant-contact-v2', status: 200, code: null, message: null },
    });
  });

  test('blanks credentials that the vendor sends back', async () => {
    const result = await readAccount(
      await answering({ plan_type: 2, api_key: 'other', link: '/plan?api_key=key%2Bwith%2Fodd%3Dsigns' }),
    );
    expect(result?.ok && result.value[0]?.raw).toEqual({
      plan_type: 2,
      api_key: '[redacted]',
      link: '/plan?api_key=[redacted]',
    });
  });

  test('never logs the query, which holds the key', async () => {
    const bench = await answering({ plan_type: 2 });
    await readAccount(bench);
    expect(bench.lines.length).toBe(1);
    expect(bench.lines.join()).toContain('"route":"/partner/accounts/{accountId}/plan"');
    expect(bench.lines.join()).not.toMatch(/api_key|odd|larch|bGFy/);
  });
});

describe('a refused read', () => {
  test.each([
    [400, 'provider_error'],
    [401, 'provider_unauthorized'],
    [403, 'provider_unauthorized'],
    [404, 'account_not_found'],
    [405, 'provider_error'],
    [406, 'provider_error'],
    [500, 'provider_error'],
  ])('with status %i is %s, with the words of the vendor', async (status, code) => {
    const bench = await answering([{ error_key: 'http.some.key', error_message: 'Some words' }], status);
    expect(await readAccount(bench)).toEqual({
      ok: false,
      problem: {
        code,
        detail: `The provider answered with status ${status}.`,
        provider: { name: 'constant-contact-v2', status, code: 'http.some.key', message: 'Some words' },
      },
    });
    expect(bench.requests.length).toBe(1);
  });

  test.each([
    ['an object', { error_key: 'unauthorized', error_message: 'Unauthorized' }, 'unauthorized', 'Unauthorized'],
    ["a gateway's message", { message: 'Forbidden' }, null, 'Forbidden'],
    ['an empty array', [], null, null],
    ['an array of text', ['no'], null, null],
    ['odd types', [{ error_key: { a: 1 }, error_message: ['x'] }], null, null],
    ['nothing', '', null, null],
    ['HTML', '<h1>Developer Inactive</h1>', null, null],
  ])('is understood with a body of %s', async (_what, body, code, message) => {
    const result = await readAccount(await answering(body, 403));
    expect(result?.ok === false && result.problem.provider).toEqual({
      name: 'constant-contact-v2',
      status: 403,
      code,
      message,
    });
  });

  test('never repeats a credential that the vendor quotes', async () => {
    const words =
      'bad api_key=key%2Bwith%2Fodd%3Dsigns (key+with/odd=signs), Basic bGFyY2g6cMOkc3N3b3JkLTE= pässword-1';
    const result = await readAccount(await answering([{ error_key: 'k', error_message: words }], 401));
    expect(result?.ok === false && result.problem.provider?.message).toBe(
      'bad api_key=[redacted] ([redacted]), Basic [redacted] [redacted]',
    );
  });
});

describe('limits', () => {
  const overLimit = (which: string) => ({
    status: 403,
    body: [{ error_key: `mashery.not.authorized.over.${which}`, error_message: 'Over the limit' }],
  });

  test('the limit per second, a 403, is waited out for a second and tried again', async () => {
    const bench = await startBench((index) =>
      index === 0 ? overLimit('qps') : { status: 200, body: { status: 'Open', plan_type: 2 } },
    );
    expect((await readAccount(bench))?.ok).toBe(true);
    expect(bench.requests.length).toBe(2);
    expect(bench.elapsedMs()).toBe(1_000);
  });

  test('the limit per second that stays is provider_rate_limited', async () => {
    const result = await readAccount(await startBench(() => overLimit('qps')));
    expect(result?.ok === false && result.problem).toMatchObject({
      code: 'provider_rate_limited',
      retryAfterSeconds: 1,
      provider: { status: 403, code: 'mashery.not.authorized.over.qps' },
    });
  });

  test('the limit per day is provider_rate_limited at once, without a guess when it ends', async () => {
    const bench = await startBench(() => overLimit('ratelimit'));
    const result = await readAccount(bench);
    expect(result?.ok === false && result.problem.code).toBe('provider_rate_limited');
    expect(result?.ok === false && result.problem.retryAfterSeconds).toBeUndefined();
    expect(bench.requests.length).toBe(1);
    expect(bench.elapsedMs()).toBe(0);
  });

  test("the gateway's stock page is waited out like the limit's own body, as long as it asks", async () => {
    const page = {
      status: 403,
      headers: {
        'content-type': 'text/html',
        'x-mashery-error-code': 'ERR_403_DEVELOPER_OVER_QPS',
        'retry-after': '2',
      },
      body: '<h1>Developer Over Qps</h1>',
    };
    const bench = await startBench((index) => (index === 0 ? page : { status: 200, body: { plan_type: 2 } }));
    expect((await readAccount(bench))?.ok).toBe(true);
    expect(bench.elapsedMs()).toBe(2_000);
  });

  test('a write over the limit is sent once and did nothing', async () => {
    const bench = await startBench(() => overLimit('qps'));
    expect(await convert(bench, { planId: '2' })).toMatchObject({
      kind: 'refused',
      problem: { code: 'provider_rate_limited', outcome: 'not_executed', retryAfterSeconds: 1 },
    });
    expect(bench.requests.length).toBe(1);
  });

  test('a read is tried again after 503 and after a broken connection', async () => {
    const reactions: Reaction[] = [{ status: 503 }, 'drop', { status: 200, body: { plan_type: 2 } }];
    const bench = await startBench((index) => reactions[index] ?? 'hang');
    expect((await readAccount(bench))?.ok).toBe(true);
    expect(bench.requests.length).toBe(3);
  });
});
