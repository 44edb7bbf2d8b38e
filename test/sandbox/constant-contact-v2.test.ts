import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type ConstantContactV2Sandbox,
  createConstantContactV2Sandbox,
} from '../../sandbox/constant-contact-v2/provider.ts';
import { judged, permitStrangers } from '../support/vendor-judge.ts';
import '../support/vendor-verdict.ts';
import { basic, type OneProvider, startOneProvider } from './one-provider.ts';

let sandbox: OneProvider<ConstantContactV2Sandbox>;

beforeEach(async () => {
  sandbox = await startOneProvider((world) => judged(createConstantContactV2Sandbox(world)));
});

afterEach(() => sandbox.close());

interface Asked {
  method?: string;
  path?: string;
  query?: string;
  headers?: Record<string, string | undefined>;
  body?: unknown;
}

/** A good request of an account's plan, but for what `asked` changes; an undefined header is left out. */
const ask = async (
  accountId: string,
  { method = 'GET', path, query = '?api_key=sandbox-v2-api-key', headers = {}, body }: Asked = {},
) => {
  const sent = {
    authorization: basic('sandbox-partner', 'sandbox-v2-password'),
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  };
  const response = await fetch(`${sandbox.origin}${path ?? `/v2/partner/accounts/${accountId}/plan`}${query}`, {
    method,
    headers: Object.entries(sent).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    ),
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, json: text === '' ? null : JSON.parse(text), headers: response.headers };
};

const change = (accountId: string, body: unknown) => ask(accountId, { method: 'PUT', body });

const errorKey = async (answer: ReturnType<typeof ask>) => {
  const { status, json } = await answer;
  expect(json).toEqual([{ error_key: expect.any(String), error_message: expect.any(String) }]);
  return [status, json[0].error_key];
};

describe('reading a plan', () => {
  test('shows an open account with its tier, without a plan_level where the account has none', async () => {
    const { status, json } = await ask('a07et2000006');

    expect(status).toBe(200);
    expect(json).toEqual({
      status: 'Open',
      plan_type: 2,
      billing_day_of_month: 12,
      current_tiers: [
        { price: 45, tier: 2, tier_min: 501, tier_max: 1000, current_usage: 730, usage_type: 'Contacts' },
      ],
    });
  });

  test('shows a plan_level and the status as the account spells them', async () => {
    expect((await ask('a07et2000008')).json).toMatchObject({ status: 'OPEN', plan_type: 4, plan_level: 3 });
  });

  test.each([
    ['a07et2000001', '{"status":"Trial","plan_type":1,"billing_day_of_month":null}'],
    ['a07et2000002', '{"status":"Trial","plan_type":1,"billing_day_of_month":null,"current_tiers":null}'],
    ['a07et2000003', '{"status":"TRIAL","plan_type":1,"billing_day_of_month":null,"current_tiers":[]}'],
    ['a07et2000004', '{"status":"Trial End","plan_type":1,"billing_day_of_month":null}'],
  ])('shows the trial %s without tiers, in one of the ways that are possible', async (accountId, body) => {
    expect((await ask(accountId)).text).toBe(body);
  });
});

describe('leaving the trial', () => {
  test('opens the account with the billing day that was asked for, and writes it into the journal', async () => {
    const { status, json } = await change('a07et2000001', { plan_type: 2, billing_day_of_month: 20 });

    expect(status).toBe(200);
    expect(json).toMatchObject({ status: 'Open', plan_type: 2, billing_day_of_month: 20 });
    expect(sandbox.world.journal.entries()).toEqual([
      {
        provider: 'constant-contact-v2',
        operation: 'PUT plan',
        accountId: 'a07et2000001',
        subscriptionId: null,
        change: { plan_type: [1, 2], billing_day_of_month: [null, 20], status: ['Trial', 'Open'] },
        at: '2031-03-17T12:00:00.000Z',
      },
    ]);
  });

  test('bills on the day of the change when no billing day is asked for', async () => {
    expect((await change('a07et2000004', { plan_type: 3 })).json).toMatchObject({ billing_day_of_month: 17 });
  });

  test('has no second effect when the same plan is put again, and ignores the billing day then', async () => {
    await change('a07et2000001', { plan_type: 2, billing_day_of_month: 20 });
    const again = await change('a07et2000001', { plan_type: 2, billing_day_of_month: 5 });

    expect([again.status, again.json.billing_day_of_month]).toEqual([200, 20]);
    expect(sandbox.world.journal.entries()).toHaveLength(1);
  });

  test('ignores members that the plan does not have', async () => {
    permitStrangers('plan_level', 'status');
    const { json } = await change('a07et2000001', { plan_type: 2, plan_level: 7, status: 'Cancelled' });

    expect(json).toMatchObject({ status: 'Open', plan_type: 2 });
    expect(json).not.toHaveProperty('plan_level');
  });
});

describe('a paid plan', () => {
  test('changes to another with the billing day ignored, without a word', async () => {
    const { status, json } = await change('a07et2000006', { plan_type: 4, billing_day_of_month: 3 });

    expect([status, json.plan_type, json.billing_day_of_month]).toEqual([200, 4, 12]);
    expect(sandbox.world.journal.entries()[0]?.change).toEqual({ plan_type: [2, 4] });
  });
});

describe('a change is refused with 400 and has no effect', () => {
  test.each([
    ['for the trial', { plan_type: 1 }, 'partner.plan_type.invalid'],
    ['for a plan_type that does not exist', { plan_type: 9 }, 'partner.plan_type.invalid'],
    ['for a plan_type as text', { plan_type: '2' }, 'json.field.invalid'],
    ['for a plan_type with a fraction', { plan_type: 2.5 }, 'json.field.invalid'],
    ['without a plan_type', { billing_day_of_month: 3 }, 'json.field.invalid'],
    ['for the billing day 0', { plan_type: 2, billing_day_of_month: 0 }, 'json.field.invalid'],
    ['for the billing day 32', { plan_type: 2, billing_day_of_month: 32 }, 'json.field.invalid'],
    ['for a billing day as text', { plan_type: 2, billing_day_of_month: '3' }, 'json.field.invalid'],
    ['for a list', [], 'json.field.invalid'],
    ['for a body that is not JSON', '{"plan_type": 2', 'json.malformed'],
  ])('%s', async (_reason, body, key) => {
    expect(await errorKey(change('a07et2000001', body))).toEqual([400, key]);
    expect(sandbox.world.journal.entries()).toEqual([]);
    expect((await ask('a07et2000001')).json.plan_type).toBe(1);
  });

  test('of a paid account back to the trial', async () => {
    expect(await errorKey(change('a07et2000006', { plan_type: 1 }))).toEqual([400, 'partner.plan_type.invalid']);
  });

  test('of a cancelled account', async () => {
    expect(await errorKey(change('a07et2000009', { plan_type: 3 }))).toEqual([400, 'partner.account.cancelled']);
  });
});

describe('a request is refused', () => {
  test.each<[string, number, string, Asked]>([
    ['without the API key', 403, 'mashery.not.authorized.inactive', { query: '' }],
    ['with another API key', 403, 'mashery.not.authorized.inactive', { query: '?api_key=other' }],
    ['with two API keys', 403, 'mashery.not.authorized.inactive', { query: '?api_key=sandbox-v2-api-key&api_key=a' }],
    ['without a login', 401, 'http.status.authentication.failed', { headers: { authorization: undefined } }],
    [
      'with a wrong password',
      401,
      'http.status.authentication.failed',
      { headers: { authorization: basic('sandbox-partner', 'wrong') } },
    ],
    ['with a bearer token', 401, 'http.status.authentication.failed', { headers: { authorization: 'Bearer abc' } }],
    ['that accepts anything', 406, 'http.status.not_acceptable', { headers: { accept: '*/*' } }],
    ['that accepts XML', 406, 'http.status.not_acceptable', { headers: { accept: 'application/xml' } }],
    ['by POST', 405, 'http.status.method_not_allowed', { method: 'POST', body: { plan_type: 2 } }],
    ['by DELETE', 405, 'http.status.method_not_allowed', { method: 'DELETE' }],
    [
      'that puts a form',
      415,
      'http.status.unsupported_media_type',
      { method: 'PUT', body: 'plan_type=2', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    ['for a path that does not exist', 404, 'http.status.not_found', { path: '/v2/partner/accounts/a07et2000001' }],
    ['for v3', 404, 'http.status.not_found', { path: '/v3/partner/accounts/a07et2000001/plan' }],
  ])('%s', async (_reason, status, key, asked) => {
    expect(await errorKey(ask('a07et2000001', asked))).toEqual([status, key]);
    expect(sandbox.world.journal.entries()).toEqual([]);
  });

  test('for an account that does not exist', async () => {
    expect(await errorKey(ask('a07et2999999'))).toEqual([404, 'http.status.not_found']);
  });

  test('with 403 and not 429 while it is over a limit, for as many requests as were set', async () => {
    sandbox.provider.state.requestsOverSecondLimit = 1;
    sandbox.provider.state.requestsOverDayLimit = 1;

    expect(await errorKey(ask('a07et2000001'))).toEqual([403, 'mashery.not.authorized.over.qps']);
    expect(await errorKey(ask('a07et2000001'))).toEqual([403, 'mashery.not.authorized.over.ratelimit']);
    expect((await ask('a07et2000001')).status).toBe(200);
  });

  test('with the old credentials as soon as they are rotated', async () => {
    sandbox.provider.state.credentials = { apiKey: 'sandbox-v2-api-key', username: 'sandbox-partner', password: 'new' };

    expect((await ask('a07et2000001')).status).toBe(401);
    expect((await ask('a07et2000001', { headers: { authorization: basic('sandbox-partner', 'new') } })).status).toBe(
      200,
    );
  });
});
