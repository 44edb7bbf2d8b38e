import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type ConstantContactV3Sandbox,
  createConstantContactV3Sandbox,
} from '../../sandbox/constant-contact-v3/provider.ts';
import { basic, type OneProvider, startOneProvider } from './one-provider.ts';

let sandbox: OneProvider<ConstantContactV3Sandbox>;

beforeEach(async () => {
  sandbox = await startOneProvider((world) => createConstantContactV3Sandbox(world));
});

afterEach(() => sandbox.close());

interface Asked {
  method?: string;
  path?: string;
  headers?: Record<string, string | undefined>;
  body?: unknown;
}

const send = async (path: string, { method = 'GET', headers = {}, body }: Asked) => {
  const response = await fetch(`${sandbox.origin}${path}`, {
    method,
    headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    ),
    ...(body === undefined
      ? {}
      : { body: typeof body === 'string' ? new TextEncoder().encode(body) : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, json: text === '' ? null : JSON.parse(text), headers: response.headers };
};

const askToken = ({ headers = {}, query = '', ...asked }: Omit<Asked, 'path'> & { query?: string } = {}) =>
  send(`/partners/oauth2/default/v1/token${query}`, {
    method: 'POST',
    body: 'grant_type=client_credentials',
    headers: {
      authorization: basic('sandbox-partner-client', 'sandbox-v3-client-secret'),
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    ...asked,
  });

const newToken = async (): Promise<string> => (await askToken()).json.access_token;

/** A good request of an account's plan with a new token, but for what `asked` changes; an undefined header is left out. */
const ask = async (accountId: string, { headers = {}, path, ...asked }: Asked = {}) =>
  send(path ?? `/v3/partner/accounts/${accountId}/plan`, {
    headers: {
      'x-api-key': '5a1d0b0e-7c1e-4f5e-9b8a-000000000003',
      authorization: await newToken(),
      'content-type': 'application/json',
      ...headers,
    },
    ...asked,
  });

const change = (accountId: string, body: unknown) => ask(accountId, { method: 'PUT', body });

const errorKey = async (answer: ReturnType<typeof ask>) => {
  const { status, json } = await answer;
  expect(json).toEqual([{ error_key: expect.any(String), error_message: expect.any(String) }]);
  return [status, json[0].error_key];
};

describe('the token endpoint', () => {
  test('gives a token of an hour for the grant in a form', async () => {
    const { status, json } = await askToken();
    const claims = JSON.parse(Buffer.from(json.access_token.split('.')[1], 'base64url').toString());

    expect(status).toBe(200);
    expect(json).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600 });
    expect(claims).toMatchObject({ scope: 'v3api/general.partner', token_use: 'access' });
    expect(claims.exp - claims.iat).toBe(3600);
  });

  test('takes the grant as query parameters with an empty body, too', async () => {
    expect((await askToken({ query: '?grant_type=client_credentials', body: '' })).status).toBe(200);
  });

  test.each<[string, number, string, Parameters<typeof askToken>[0]]>([
    ['a wrong secret', 401, 'invalid_client', { headers: { authorization: basic('sandbox-partner-client', 'wrong') } }],
    [
      'the API key instead of the client',
      401,
      'invalid_client',
      { headers: { authorization: basic('5a1d0b0e-7c1e-4f5e-9b8a-000000000003', 'sandbox-v3-client-secret') } },
    ],
    ['no credentials', 415, 'invalid_request', { headers: { authorization: undefined } }],
    ['no content type', 415, 'invalid_request', { headers: { 'content-type': undefined } }],
    [
      'JSON',
      415,
      'invalid_request',
      { headers: { 'content-type': 'application/json' }, body: { grant_type: 'client_credentials' } },
    ],
    ['no grant', 400, 'invalid_request', { body: '' }],
    ['a grant given twice', 400, 'invalid_request', { query: '?grant_type=client_credentials' }],
    ['another grant', 400, 'unsupported_grant_type', { body: 'grant_type=refresh_token' }],
    ['another scope', 400, 'invalid_scope', { body: 'grant_type=client_credentials&scope=contact_data' }],
    ['GET', 405, 'invalid_request', { method: 'GET', body: undefined }],
  ])("refuses %s with OAuth's error body", async (_reason, status, error, asked) => {
    const answer = await askToken(asked);

    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({ error, error_description: expect.any(String) });
  });

  test('refuses the old secret as soon as it is rotated', async () => {
    const { state } = sandbox.provider;
    state.credentials = { ...state.credentials, clientSecret: 'new' };

    expect((await askToken()).status).toBe(401);
    expect((await askToken({ headers: { authorization: basic('sandbox-partner-client', 'new') } })).status).toBe(200);
  });
});

describe('a token', () => {
  const unauthorized = { error_key: 'unauthorized', error_message: 'Unauthorized' };
  const statusWith = async (authorization: string | undefined) => {
    const { status, json } = await ask('a07et3000001', { headers: { authorization } });
    return status === 401 ? json : status;
  };

  test('is good for an hour and not a moment longer', async () => {
    const token = await newToken();

    sandbox.world.clock.advance(3_599_999);
    expect(await statusWith(token)).toBe(200);
    sandbox.world.clock.advance(1);
    expect(await statusWith(token)).toEqual(unauthorized);
  });

  test('that was never issued, was revoked or is missing is refused', async () => {
    const token = await newToken();
    sandbox.provider.state.tokens.clear();

    expect(await statusWith(token)).toEqual(unauthorized);
    expect(await statusWith('abc.def.ghi')).toEqual(unauthorized);
    expect(await statusWith(undefined)).toEqual(unauthorized);
  });

  test.each([
    ['bare', 200, unauthorized],
    ['bearer', unauthorized, 200],
    ['either', 200, 200],
  ] as const)('is taken %s where the state says so', async (scheme, bare, bearer) => {
    sandbox.provider.state.authorizationScheme = scheme;
    const token = await newToken();

    expect(await statusWith(token)).toEqual(bare);
    expect(await statusWith(`Bearer ${token}`)).toEqual(bearer);
  });
});

describe('reading a plan', () => {
  test('prints amounts and counts with five digits after the point', async () => {
    const { status, text } = await ask('a07et3000008');

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
    expect((await ask(accountId)).text).toBe(body);
  });
});

describe('leaving the trial', () => {
  test('opens the account with the billing day that was asked for, and writes it into the journal', async () => {
    const { status, json } = await change('a07et3000001', { plan_type: 'GOLD', billing_day_of_month: 15 });

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
    const withText = await change('a07et3000001', { plan_type: 'GOLD', billing_day_of_month: '1' });
    const without = await change('a07et3000002', { plan_type: 'GOLD' });

    expect([withText.json.billing_day_of_month, without.json.billing_day_of_month]).toEqual([1, 17]);
  });

  test('has no second effect when the same plan is put again, and ignores the billing day then', async () => {
    await change('a07et3000001', { plan_type: 'GOLD', billing_day_of_month: 15 });
    const again = await change('a07et3000001', { plan_type: 'GOLD', billing_day_of_month: 3 });

    expect([again.status, again.json.billing_day_of_month]).toEqual([200, 15]);
    expect(sandbox.world.journal.entries()).toHaveLength(1);
  });
});

describe('a plan group', () => {
  test('that does not exist moves the account to the default group without a word', async () => {
    const { status, json } = await change('a07et3000005', { plan_type: 'SILVER', plan_group_id: 99 });

    expect(status).toBe(200);
    expect(json).not.toHaveProperty('plan_group_id');
    expect(sandbox.world.journal.entries()[0]?.change).toMatchObject({ plan_group_id: [120, 310] });
  });

  test("that exists but is not the account's own is refused", async () => {
    expect(await errorKey(change('a07et3000001', { plan_type: 'GOLD', plan_group_id: 431 }))).toEqual([
      400,
      'partner.api.validation',
    ]);
  });

  test("that is the account's own changes nothing else", async () => {
    expect((await change('a07et3000006', { plan_type: 'GOLD', plan_group_id: 431 })).json.plan_type).toBe('GOLD');
    expect(sandbox.world.journal.entries()[0]?.change).not.toHaveProperty('plan_group_id');
  });
});

describe('a change is refused with 400 and has no effect', () => {
  test.each([
    ["for a plan outside the account's group", 'a07et3000006', { plan_type: 'SILVER' }, 'partner.api.validation'],
    ['for a plan in another case', 'a07et3000001', { plan_type: 'Gold' }, 'partner.api.validation'],
    ['back to TRIAL', 'a07et3000007', { plan_type: 'TRIAL' }, 'partner.api.validation'],
    ['of a canceled account', 'a07et3000014', { plan_type: 'GOLD' }, 'partner.api.validation'],
    ['without a plan', 'a07et3000001', { billing_day_of_month: 3 }, 'partner.api.validation'],
    ['for the billing day 0', 'a07et3000001', { plan_type: 'GOLD', billing_day_of_month: 0 }, 'partner.api.validation'],
    ['for the day "32"', 'a07et3000001', { plan_type: 'GOLD', billing_day_of_month: '32' }, 'partner.api.validation'],
    ['for a group as text', 'a07et3000001', { plan_type: 'GOLD', plan_group_id: '310' }, 'partner.api.validation'],
    ['for a body that is not JSON', 'a07et3000001', '{', 'partner.api.bad_request'],
    ['for an empty body', 'a07et3000001', '', 'partner.api.bad_request'],
  ])('%s', async (_reason, accountId, body, key) => {
    const before = (await ask(accountId)).text;

    expect(await errorKey(change(accountId, body))).toEqual([400, key]);
    expect(sandbox.world.journal.entries()).toEqual([]);
    expect((await ask(accountId)).text).toBe(before);
  });
});

describe('a request is refused', () => {
  test("without the API key, with the gateway's own body", async () => {
    const { status, json } = await ask('a07et3000001', { headers: { 'x-api-key': undefined } });

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
    expect(await errorKey(ask('a07et3000001', asked))).toEqual([status, key]);
    expect(sandbox.world.journal.entries()).toEqual([]);
  });

  test('with 429 and an object while it is over a limit, without a Retry-After', async () => {
    sandbox.provider.state.requestsOverSecondLimit = 1;
    sandbox.provider.state.requestsOverDayLimit = 1;

    const throttled = await ask('a07et3000001');
    const overQuota = await ask('a07et3000001');

    expect([throttled.status, throttled.json]).toEqual([
      429,
      { error_key: 'throttled', error_message: 'Too Many Requests' },
    ]);
    expect([overQuota.status, overQuota.json]).toEqual([
      429,
      { error_key: 'quota_exceeded', error_message: 'Limit Exceeded' },
    ]);
    expect(throttled.headers.has('retry-after')).toBe(false);
    expect((await ask('a07et3000001')).status).toBe(200);
  });
});
