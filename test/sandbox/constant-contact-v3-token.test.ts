import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type ConstantContactV3Sandbox,
  createConstantContactV3Sandbox,
} from '../../sandbox/constant-contact-v3/provider.ts';
import { judged } from '../support/vendor-judge.ts';
import { type AskedToken, createRequests } from './constant-contact-v3-requests.ts';
import { basic, type OneProvider, startOneProvider } from './one-provider.ts';
import '../support/vendor-verdict.ts';

let sandbox: OneProvider<ConstantContactV3Sandbox>;
let requests: ReturnType<typeof createRequests>;

beforeEach(async () => {
  sandbox = await startOneProvider((world) => judged(createConstantContactV3Sandbox(world)));
  requests = createRequests(sandbox.origin);
});

afterEach(() => sandbox.close());

describe('the token endpoint', () => {
  test('gives a token of an hour for the grant in a form', async () => {
    const { status, json } = await requests.askToken();
    const claims = JSON.parse(Buffer.from(json.access_token.split('.')[1], 'base64url').toString());

    expect(status).toBe(200);
    expect(json).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600 });
    expect(claims).toMatchObject({ scope: 'v3api/general.partner', token_use: 'access' });
    expect(claims.exp - claims.iat).toBe(3600);
  });

  test('takes the grant as query parameters with an empty body, too', async () => {
    expect((await requests.askToken({ query: '?grant_type=client_credentials', body: '' })).status).toBe(200);
  });

  test.each<[string, number, string, AskedToken]>([
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
    const answer = await requests.askToken(asked);

    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({ error, error_description: expect.any(String) });
  });

  test('refuses the old secret as soon as it is rotated', async () => {
    const { state } = sandbox.provider;
    state.credentials = { ...state.credentials, clientSecret: 'new' };

    expect((await requests.askToken()).status).toBe(401);
    expect(
      (await requests.askToken({ headers: { authorization: basic('sandbox-partner-client', 'new') } })).status,
    ).toBe(200);
  });
});

describe('a token', () => {
  const unauthorized = { error_key: 'unauthorized', error_message: 'Unauthorized' };
  const statusWith = async (authorization: string | undefined) => {
    const { status, json } = await requests.ask('a07et3000001', { headers: { authorization } });
    return status === 401 ? json : status;
  };

  test('is good for an hour and not a moment longer', async () => {
    const token = await requests.newToken();

    sandbox.world.clock.advance(3_599_999);
    expect(await statusWith(token)).toBe(200);
    sandbox.world.clock.advance(1);
    expect(await statusWith(token)).toEqual(unauthorized);
  });

  test('that was never issued, was revoked or is missing is refused', async () => {
    const token = await requests.newToken();
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
    const token = await requests.newToken();

    expect(await statusWith(token)).toEqual(bare);
    expect(await statusWith(`Bearer ${token}`)).toEqual(bearer);
  });
});
