import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Notification } from '../../sandbox/notifications.ts';
import { type DurableTable, startDurableTable } from '../support/durable-table.ts';
import { startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';

const v3 = {
  provider: 'constant-contact-v3',
  apiKey: '5a1d0b0e-7c1e-4f5e-9b8a-000000000003',
  clientId: 'client',
  clientSecret: 'secret',
};
const aria = { provider: 'aria', clientNo: '4100001', authKey: 'sandboxAriaAuthKey00000000000001' };

let database: DurableTable;
let bench: WebhookBench;

beforeEach(async () => {
  database = await startDurableTable();
  bench = await startWebhookBench({
    table: database.table,
    secrets: {
      'signed-v3': { ...v3, webhookSecret: 'v3-hook' },
      'basic-aria': { ...aria, webhook: { username: 'aria', password: 'hook-password' } },
      'silent-aria': aria,
      'silent-v2': { provider: 'constant-contact-v2', apiKey: 'k', username: 'u', password: 'p' },
      'silent-fusebill': { provider: 'fusebill', apiKey: 'k' },
      'empty-secret': '',
      'no-json': '{"provider":"fusebill"',
      'no-provider': { provider: 'stripe', apiKey: 'k' },
      'no-api-key': {
        provider: 'fusebill',
        webhook: { header: 'X-Sandbox-Fusebill', value: 'c2FuZGJveC1mdXNlYmlsbC13ZWJob29r' },
      },
    },
  });
});

afterEach(() => database.close());

type Forge = (genuine: Notification) => Notification;

const withHeader =
  (name: string, value: (genuine: string) => string | null): Forge =>
  ({ headers, body }) => {
    const { [name]: genuine = '', ...others } = headers;
    const forged = value(genuine);
    return { headers: forged === null ? others : { ...others, [name]: forged }, body };
  };

const withBody =
  (change: (genuine: string) => string): Forge =>
  ({ headers, body }) => ({ headers, body: change(body) });

const signed = (body: string, secret: string) => createHmac('sha256', secret).update(body).digest('base64');
const hmac = 'x-ctct-hmac-sha256';

const refusesAll = (
  connection: string,
  request: Parameters<WebhookBench['notificationOf']>[0],
  forgeries: readonly (readonly [string, Forge])[],
) => {
  describe(`to ${connection}, a notification of ${request.provider}`, () => {
    test.each(forgeries)('with %s is refused, and nothing is stored', async (_what, forge) => {
      bench.sandbox.providers['constant-contact-v3'].state.webhookSecret =
        connection === 'signed-v3' ? 'v3-hook' : null;
      const answer = await bench.deliver(connection, forge(bench.notificationOf(request)));

      expect([answer.status, answer.body.code]).toEqual([401, 'webhook_unauthenticated']);
      expect(await database.items()).toEqual([]);
    });
  });
};

const wrongBodies: readonly (readonly [string, Forge])[] = [
  ['one letter of the body changed', withBody((body) => body.replace('tier.increase', 'tier.Increase'))],
  ['another account in the body', withBody((body) => body.replace(/accounts\/a07et/, 'accounts/a07eu'))],
  ['the last byte of the body cut off', withBody((body) => body.slice(0, -1))],
  ['no body', withBody(() => '')],
  ['a line break behind the body', withBody((body) => `${body}\n`)],
  ['a byte order mark before the body', withBody((body) => `\ufeff${body}`)],
  ['the same JSON, printed anew', withBody((body) => JSON.stringify(JSON.parse(body), null, 1))],
  ['its slashes escaped', withBody((body) => body.replaceAll('/', '\\/'))],
];

refusesAll('demo-constant-contact-v2', { provider: 'constant-contact-v2', accountId: 'a07et2000006' }, [
  ['no signature', withHeader(hmac, () => null)],
  ['an empty signature', withHeader(hmac, () => '')],
  ['the signature twice', withHeader(hmac, (genuine) => `${genuine},${genuine}`)],
  ['the signature and another one', withHeader(hmac, (genuine) => `${genuine}, ${signed('', 'x')}`)],
  [
    'the signature in hexadecimal digits',
    withHeader(hmac, (genuine) => Buffer.from(genuine, 'base64').toString('hex')),
  ],
  [
    'the signature in Base64 for URLs',
    withHeader(hmac, (genuine) => Buffer.from(genuine, 'base64').toString('base64url')),
  ],
  ['a space behind the signature', withHeader(hmac, (genuine) => `${genuine} `)],
  ['another case', withHeader(hmac, (genuine) => genuine.toUpperCase())],
  [
    'a signature made with the API key',
    ({ headers, body }) => ({ headers: { ...headers, [hmac]: signed(body, 'sandbox-v2-api-key') }, body }),
  ],
  [
    'a signature made with nothing',
    ({ headers, body }) => ({ headers: { ...headers, [hmac]: signed(body, '') }, body }),
  ],
  ...wrongBodies,
]);

refusesAll('signed-v3', { provider: 'constant-contact-v3', accountId: 'a07et3000007' }, [
  ['the API key alone, which proves nothing here', withHeader(hmac, () => null)],
  ['the signature twice', withHeader(hmac, (genuine) => `${genuine},${genuine}`)],
  [
    'the signature of another connection',
    ({ headers, body }) => ({ headers: { ...headers, [hmac]: signed(body, 'sandbox-v2-webhook-secret') }, body }),
  ],
  ...wrongBodies,
]);

refusesAll('demo-constant-contact-v3', { provider: 'constant-contact-v3', accountId: 'a07et3000007' }, [
  ['no API key in the body', withBody((body) => body.replace('api_key', 'key'))],
  ['another API key in the body', withBody((body) => body.replace('000000000003', '000000000004'))],
  ['the API key in a list', withBody((body) => body.replace(/"api_key":("[^"]*")/, '"api_key":[$1]'))],
  [
    'the API key in a header',
    ({ headers, body }) => ({ headers: { ...headers, 'x-api-key': v3.apiKey }, body: body.replace('api_key', 'key') }),
  ],
  [
    'more than 8 KiB, where the body has to be parsed first',
    withBody((body) => body + ' '.repeat(8_193 - body.length)),
  ],
  ['half of the body', withBody((body) => body.slice(0, body.length / 2))],
]);

refusesAll('demo-fusebill', { provider: 'fusebill', accountId: '70003' }, [
  ['no key', withHeader('X-Sandbox-Fusebill', () => null)],
  ['an empty key', withHeader('X-Sandbox-Fusebill', () => '')],
  ['the key twice', withHeader('X-Sandbox-Fusebill', (genuine) => `${genuine},${genuine}`)],
  ['another case', withHeader('X-Sandbox-Fusebill', (genuine) => genuine.toLowerCase())],
  ['the key decoded', withHeader('X-Sandbox-Fusebill', (genuine) => Buffer.from(genuine, 'base64').toString())],
  [
    'the key under another name',
    ({ headers, body }) => ({ headers: { 'x-key': headers['X-Sandbox-Fusebill'] ?? '' }, body }),
  ],
  ['the API key', withHeader('X-Sandbox-Fusebill', () => 'MDpzYW5kYm94LWZ1c2ViaWxs')],
]);

refusesAll('demo-aria', { provider: 'aria', accountId: '5000001' }, [
  ['no header, and the auth_key in the body', withHeader('X-Sandbox-Aria', () => null)],
  ['the header twice', withHeader('X-Sandbox-Aria', (genuine) => `${genuine},${genuine}`)],
  ['the auth_key in the header', withHeader('X-Sandbox-Aria', () => 'sandboxAriaAuthKey00000000000001')],
]);

refusesAll('basic-aria', { provider: 'aria', accountId: '5000001' }, [
  ['the header of another connection', ({ headers, body }) => ({ headers, body })],
  [
    'another password',
    ({ body }) => ({
      headers: { authorization: `Basic ${Buffer.from('aria:hook-passwort').toString('base64')}` },
      body,
    }),
  ],
  [
    'the credentials twice',
    ({ body }) => ({
      headers: { authorization: 'Basic YXJpYTpob29rLXBhc3N3b3Jk,Basic YXJpYTpob29rLXBhc3N3b3Jk' },
      body,
    }),
  ],
]);

test('a body of 8 KiB with the API key is taken', async () => {
  const { headers, body } = bench.notificationOf({ provider: 'constant-contact-v3', accountId: 'a07et3000007' });
  const longest = body + ' '.repeat(8_192 - body.length);

  expect((await bench.deliver('demo-constant-contact-v3', { headers, body: longest })).status).toBe(204);
  expect(await database.items()).toHaveLength(1);
});

describe('nothing tells which connections there are', () => {
  test.each([
    ['a wrong signature', 'demo-fusebill'],
    ['a connection that nobody made', 'nobody'],
    ['a secret that is empty', 'empty-secret'],
    ['a secret that is not JSON', 'no-json'],
    ['a secret of no known provider', 'no-provider'],
    ['a secret without an API key', 'no-api-key'],
    ['a connection of Fusebill without a key for webhooks', 'silent-fusebill'],
    ['a connection of Aria without one', 'silent-aria'],
    ['a connection of Constant Contact v2 without one', 'silent-v2'],
    ['a name that is too long', 'x'.repeat(64)],
    ['a name in capitals', 'DEMO-FUSEBILL'],
    ['a name with a space', 'demo fusebill'],
    ['a name with a slash', 'demo-fusebill/../nobody'],
    ['a name with a separator of the table', 'demo-fusebill#70003'],
    ['a name of nothing', ''],
    ['a name of JavaScript', '__proto__'],
    ['a name with half a character', '\ud83d'],
  ])('%s answers as all others do', async (_what, connection) => {
    const answer = await bench.deliver(
      connection,
      bench.notificationOf({ provider: 'fusebill', accountId: '70003' }),
      // What is right at one connection helps nowhere else.
      {
        headers: { 'x-request-id': 'r-1', ...(connection === 'demo-fusebill' && { 'X-Sandbox-Fusebill': 'a guess' }) },
      },
    );

    expect({ ...answer, text: answer.text.replace(/"instance":"[^"]*"/, '"instance":"-"') }).toMatchObject({
      status: 401,
      text:
        '{"type":"https://plan-gateway.dev/problems/webhook_unauthenticated","title":"The webhook could not be authenticated",' +
        '"status":401,"detail":"The notification does not carry what this address asks for.","instance":"-",' +
        '"code":"webhook_unauthenticated","retryable":false,"requestId":"r-1","provider":null,"errors":[]}',
    });
    expect(answer.headers).toEqual({
      'content-type': 'application/problem+json; charset=utf-8',
      'x-request-id': 'r-1',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=31536000',
      'referrer-policy': 'no-referrer',
    });
    expect(await database.items()).toEqual([]);
  });
});
