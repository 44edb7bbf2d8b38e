import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type ConstantContactV3Sandbox,
  createConstantContactV3Sandbox,
} from '../../sandbox/constant-contact-v3/provider.ts';
import { judged } from '../support/vendor-judge.ts';
import { type Asked, createRequests } from './constant-contact-v3-requests.ts';
import { type OneProvider, startOneProvider } from './one-provider.ts';
import '../support/vendor-verdict.ts';

let sandbox: OneProvider<ConstantContactV3Sandbox>;
let requests: ReturnType<typeof createRequests>;

beforeEach(async () => {
  sandbox = await startOneProvider((world) => judged(createConstantContactV3Sandbox(world)));
  requests = createRequests(sandbox.origin);
});

afterEach(() => sandbox.close());

const errorKey = async (answer: ReturnType<typeof requests.ask>) => {
  const { status, json } = await answer;
  expect(json).toEqual([{ error_key: expect.any(String), error_message: expect.any(String) }]);
  return [status, json[0].error_key];
};

describe('reading a plan', () => {
  test('prints amounts and counts with five digits after the point', async () => {
    const { status, text } = await requests.ask('a07et3000008');

    expect(status).toBe(200);
    expect(text).toBe(
      '{"plan_type":"SILVER","current_tiers":[{"usage_type":"CONTACTS","current_usage":812.00000,"tier":2,' +
        '"tier_min":501.00000,"tier_max":1000.00000,"price":47.50000,"currency_code":"USD"}],' +
        '"billing_status":"OPEN","billing_day_of_month":9}',
    );
  });

  test.each([
    ['a07et3000001', '{"plan_type":"TRIAL","billing_status":"Trial","billing_day_of_month":null}'],
    ['a07et3000002', '{"plan_type":"TRIAL","current_tiers":null,"billing_status":"Trial","billing_day_of_month":null}'],
    ['a07et3000003', '{"plan_type":"TRIAL","current_tiers":[],"billing_status":"TRIAL","billing_day_of_month":null}'],
    ['a07et3000004', '{"plan_type":"TRIAL","billing_status":"Trial End","billing_day_of_month":null}'],
  ])('shows the trial %s without tiers, in one of the ways that are possible', async (accountId, body) => {
    expect((await requests.ask(accountId)).text).toBe(body);
  });
});

describe('leaving the trial', () => {
  test('opens the account with the billing day that was asked for, and writes it into the journal', async () => {
    const { status, json } = await requests.change('a07et3000001', { plan_type: 'GOLD', billing_day_of_month: 15 });

    expect(status).toBe(200);
    expect(json).toMatchObject({ plan_type: 'GOLD', billing_status: 'Open', billing_day_of_month: 15 });
    expect(sandbox.world.journal.entries()).toEqual([
      {
        provider: 'constant-contact-v3',
        operation: 'PUT plan',
        accountId: 'a07et3000001',
        subscriptionId: null,
        change: {
          plan_type: ['TRIAL', 'GOLD'],
          billing_status: ['Trial', 'Open'],
          billing_day_of_month: [null, 15],
        },
        at: '2031-03-17T12:00:00.000Z',
      },
    ]);
  });

  test('takes the billing day as text, and the day of the change when none is asked for', async () => {
    const withText = await requests.change('a07et3000001', { plan_type: 'GOLD', billing_day_of_month: '1' });
    const without = await requests.change('a07et3000002', { plan_type: 'GOLD' });

    expect([withText.json.billing_day_of_month, without.json.billing_day_of_month]).toEqual([1, 17]);
  });

  test('has no second effect when the same plan is put again, and ignores the billing day then', async () => {
    await requests.change('a07et3000001', { plan_type: 'GOLD', billing_day_of_month: 15 });
    const again = await requests.change('a07et3000001', { plan_type: 'GOLD', billing_day_of_month: 3 });

    expect([again.status, again.json.billing_day_of_month]).toEqual([200, 15]);
    expect(sandbox.world.journal.entries()).toHaveLength(1);
  });
});

describe('a plan group', () => {
  test('that does not exist moves the account to the default group without a word', async () => {
    const { status, json } = await requests.change('a07et3000005', { plan_type: 'SILVER', plan_group_id: 99 });

    expect(status).toBe(200);
    expect(json).not.toHaveProperty('plan_group_id');
    expect(sandbox.world.journal.entries()[0]?.change).toMatchObject({ plan_group_id: [120, 310] });
  });

  test("that exists but is not the account's own is refused", async () => {
    expect(await errorKey(requests.change('a07et3000001', { plan_type: 'GOLD', plan_group_id: 431 }))).toEqual([
      400,
      'partner.api.validation',
    ]);
  });

  test("that is the account's own changes nothing else", async () => {
    expect((await requests.change('a07et3000006', { plan_type: 'GOLD', plan_group_id: 431 })).json.plan_type).toBe(
      'GOLD',
    );
    expect(sandbox.world.journal.entries()[0]?.change).not.toHaveProperty('plan_group_id');
  });
});

describe('a change of a canceled account opens it again', () => {
  test('on the plan that it had, with the billing day that it had', async () => {
    const { status, json } = await requests.change('a07et3000014', { plan_type: 'SILVER', billing_day_of_month: 3 });

    expect([status, json.plan_type, json.billing_status, json.billing_day_of_month]).toEqual([
      200,
      'SILVER',
      'Open',
      9,
    ]);
    expect(sandbox.world.journal.entries()[0]?.change).toEqual({ billing_status: ['Canceled', 'Open'] });
  });

  test('and bills it, where it was a trial when it was canceled', async () => {
    const { status, json } = await requests.change('a07et3000017', { plan_type: 'GOLD', billing_day_of_month: 3 });

    expect([status, json.plan_type, json.billing_status, json.billing_day_of_month]).toEqual([200, 'GOLD', 'Open', 3]);
  });
});

describe('a change is refused with 400 and has no effect', () => {
  test.each([
    ["for a plan outside the account's group", 'a07et3000006', { plan_type: 'SILVER' }, 'partner.api.validation'],
    ['for a plan in another case', 'a07et3000001', { plan_type: 'Gold' }, 'partner.api.validation'],
    ['back to TRIAL', 'a07et3000007', { plan_type: 'TRIAL' }, 'partner.api.validation'],
    ['of a canceled account to TRIAL', 'a07et3000017', { plan_type: 'TRIAL' }, 'partner.api.validation'],
    ['without a plan', 'a07et3000001', { billing_day_of_month: 3 }, 'partner.api.validation'],
    ['for the billing day 0', 'a07et3000001', { plan_type: 'GOLD', billing_day_of_month: 0 }, 'partner.api.validation'],
    ['for the day "32"', 'a07et3000001', { plan_type: 'GOLD', billing_day_of_month: '32' }, 'partner.api.validation'],
    ['for a group as text', 'a07et3000001', { plan_type: 'GOLD', plan_group_id: '310' }, 'partner.api.validation'],
    ['for a body that is not JSON', 'a07et3000001', '{', 'partner.api.bad_request'],
    ['for an empty body', 'a07et3000001', '', 'partner.api.bad_request'],
  ])('%s', async (_reason, accountId, body, key) => {
    const before = (await requests.ask(accountId)).text;

    expect(await errorKey(requests.change(accountId, body))).toEqual([400, key]);
    expect(sandbox.world.journal.entries()).toEqual([]);
    expect((await requests.ask(accountId)).text).toBe(before);
  });
});

describe('a request is refused', () => {
  test("without the API key, with the gateway's own body", async () => {
    const { status, json } = await requests.ask('a07et3000001', { headers: { 'x-api-key': undefined } });

    expect([status, json]).toEqual([403, { message: 'Forbidden' }]);
  });

  test.each<[string, number, string, Asked]>([
    ['without a content type', 415, 'partner.api.unsupported_media_type', { headers: { 'content-type': undefined } }],
    [
      'that puts text',
      415,
      'partner.api.unsupported_media_type',
      { method: 'PUT', body: { plan_type: 'GOLD' }, headers: { 'content-type': 'text/plain' } },
    ],
    ['by PATCH', 405, 'partner.api.method_not_allowed', { method: 'PATCH', body: { plan_type: 'GOLD' } }],
    ['for v2', 404, 'partner.api.not_found', { path: '/v2/partner/accounts/a07et3000001/plan' }],
    ['for an account that does not exist', 404, 'partner.api.not_found', { path: '/v3/partner/accounts/a1/plan' }],
  ])('%s', async (_reason, status, key, asked) => {
    expect(await errorKey(requests.ask('a07et3000001', asked))).toEqual([status, key]);
    expect(sandbox.world.journal.entries()).toEqual([]);
  });

  test('with 429 and an object while it is over a limit, without a Retry-After', async () => {
    sandbox.provider.state.requestsOverSecondLimit = 1;
    sandbox.provider.state.requestsOverDayLimit = 1;

    const throttled = await requests.ask('a07et3000001');
    const overQuota = await requests.ask('a07et3000001');

    expect([throttled.status, throttled.json]).toEqual([
      429,
      { error_key: 'throttled', error_message: 'Too Many Requests' },
    ]);
    expect([overQuota.status, overQuota.json]).toEqual([
      429,
      { error_key: 'quota_exceeded', error_message: 'Limit Exceeded' },
    ]);
    expect(throttled.headers.has('retry-after')).toBe(false);
    expect((await requests.ask('a07et3000001')).status).toBe(200);
  });
});
