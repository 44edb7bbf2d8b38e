import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WebhookReceiver } from '../../shared/domain/webhook.ts';
import { provider } from '../../shared/providers/constant-contact-v3/index.ts';

const apiKey = '00000000-aaaa-bbbb-cccc-000000000000';

const receiverWith = (changes: object): WebhookReceiver => {
  const configured = provider.configure({ apiKey, clientId: 'client', clientSecret: 'pass', ...changes });
  if (!configured.ok || configured.value.webhook === undefined) {
    throw new Error(JSON.stringify(configured));
  }
  return configured.value.webhook;
};

const unsigned = receiverWith({});
const signed = receiverWith({ webhookSecret: 'partner-hook-secret' });

const notification =
  '{"url":"https://api.cc.email/v3/partner/accounts/a07exmpl0001/plan","api_key":"00000000-aaaa-bbbb-cccc-000000000000","event_type":"tier.increase"}';
const signature = 'MudmxPCq+jo6IA96EU3hHVxoLH33qfgafwsFCDRloDQ=';

const deliver = (body: string | Uint8Array, headers: Record<string, string> = {}) => ({
  headers,
  body: typeof body === 'string' ? Buffer.from(body) : body,
});

const read = (body: string | Uint8Array) => unsigned.read(deliver(body));

test('the secret of the webhook is never an empty text', () => {
  const configured = provider.configure({ apiKey, clientId: 'client', clientSecret: 'pass', webhookSecret: '' });
  expect(configured.ok ? [] : configured.problem).toEqual([{ path: 'webhookSecret', message: 'must not be empty' }]);
});

test('a delivery is acknowledged with an empty answer', () => {
  expect(unsigned.acknowledgement).toBeNull();
  expect(signed.acknowledgement).toBeNull();
});

test('numbers beside the API key are not looked at, of however many digits', async () => {
  const body = notification.replace(
    '{',
    `{"count":1${'0'.repeat(4_000)}1,"deep":${'['.repeat(1_000)}${']'.repeat(1_000)},`,
  );

  expect(unsigned.verify(deliver(body))).toBe(true);
  expect(unsigned.verify(deliver(body.replace(apiKey, 'another')))).toBe(false);
  expect(await read(body)).toMatchObject({ kind: 'account', accountId: 'a07exmpl0001' });
});

describe('a connection with a webhookSecret', () => {
  test('takes a body with its signature', () => {
    expect(signed.verify(deliver(notification, { 'x-ctct-hmac-sha256': signature }))).toBe(true);
  });

  test.each([
    ['is missing, though the API key is right', {}],
    ['is empty', { 'x-ctct-hmac-sha256': '' }],
    [
      'is in hexadecimal digits',
      { 'x-ctct-hmac-sha256': '32e766c4f0aafa3a3a200f7a114de11d5c682c7df7a9f81a7f0b05083465a034' },
    ],
    ['has other capitals', { 'x-ctct-hmac-sha256': 'mudmxPCq+jo6IA96EU3hHVxoLH33qfgafwsFCDRloDQ=' }],
    [
      'came twice',
      {
        'x-ctct-hmac-sha256':
          'MudmxPCq+jo6IA96EU3hHVxoLH33qfgafwsFCDRloDQ=,MudmxPCq+jo6IA96EU3hHVxoLH33qfgafwsFCDRloDQ=',
      },
    ],
    ['is made with the API key', { 'x-ctct-hmac-sha256': '7sfjdE6mRc+1NXLcAK/Nkap+8qfefYY4o5IQyMu0TOs=' }],
    ['is made with no key', { 'x-ctct-hmac-sha256': 'ZRg9Pm0GiNOQNR7/IzmSjE20NHc6EF1Cgj55ES8oCPo=' }],
    ['is under another name', { 'x-hmac-sha256': signature }],
  ])('refuses a signature that %s', (_what, headers: Record<string, string>) => {
    expect(signed.verify(deliver(notification, headers))).toBe(false);
  });

  test.each([
    ['is changed in one letter', notification.replace('a07', 'a08')],
    ['lost its last byte', notification.slice(0, -1)],
    ['has a line end after it', `${notification}\r\n`],
    ['was printed again', JSON.stringify(JSON.parse(notification), null, 2)],
  ])('refuses a body that %s', (_what, body) => {
    expect(signed.verify(deliver(body, { 'x-ctct-hmac-sha256': signature }))).toBe(false);
  });
});

describe('a connection without a webhookSecret', () => {
  test('takes a body that carries its API key', () => {
    expect(unsigned.verify(deliver(notification))).toBe(true);
  });

  test('takes 8 KiB and not one byte more', () => {
    const padded = (length: number) => `{"api_key":"${apiKey}","pad":"${'x'.repeat(length - 59)}"}`;
    expect(padded(8_192)).toHaveLength(8_192);
    expect(unsigned.verify(deliver(padded(8_192)))).toBe(true);
    expect(unsigned.verify(deliver(padded(8_193)))).toBe(false);
  });

  test.each([
    ['another key', '{"api_key":"00000000-aaaa-bbbb-cccc-000000000001"}'],
    ['the key in capitals', '{"api_key":"00000000-AAAA-BBBB-CCCC-000000000000"}'],
    ['the beginning of the key', '{"api_key":"00000000-aaaa"}'],
    ['the key and more', '{"api_key":"00000000-aaaa-bbbb-cccc-000000000000,00000000-aaaa-bbbb-cccc-000000000000"}'],
    ['an empty key', '{"api_key":""}'],
    ['no key', '{"event_type":"tier.increase"}'],
    ['the key under another name', '{"API_KEY":"00000000-aaaa-bbbb-cccc-000000000000"}'],
    ['the key in a list', '{"api_key":["00000000-aaaa-bbbb-cccc-000000000000"]}'],
    ['the key in an object', '{"api_key":{"api_key":"00000000-aaaa-bbbb-cccc-000000000000"}}'],
    ['the key on a prototype', '{"__proto__":{"api_key":"00000000-aaaa-bbbb-cccc-000000000000"}}'],
    ['a list around it', '[{"api_key":"00000000-aaaa-bbbb-cccc-000000000000"}]'],
    ['the key twice, the last one wrong', '{"api_key":"00000000-aaaa-bbbb-cccc-000000000000","api_key":"x"}'],
    ['true', '{"api_key":true}'],
    ['null', 'null'],
    ['the key alone', '"00000000-aaaa-bbbb-cccc-000000000000"'],
    ['a form', 'api_key=00000000-aaaa-bbbb-cccc-000000000000'],
    ['half of it', '{"api_key":"00000000-aaaa-bbbb-cccc-000000000000"'],
    ['something after it', '{"api_key":"00000000-aaaa-bbbb-cccc-000000000000"}{}'],
    ['nothing', ''],
    ['lists in lists', '['.repeat(8_000)],
    ['lists in lists around a long number', `${'['.repeat(4_000)}12345678901234567890${']'.repeat(4_000)}`],
  ])('refuses a body with %s', (_what, body) => {
    expect(unsigned.verify(deliver(body))).toBe(false);
  });

  test('refuses a body that is not UTF-8', () => {
    const body = Buffer.from('{"api_key":"00000000-aaaa-bbbb-cccc-000000000000","name":"é"}', 'latin1');
    expect(unsigned.verify(deliver(body))).toBe(false);
  });
});

describe('a notification', () => {
  test.each(['tier.increase', 'tier.decrease', 'account.cancel', 'account.disable', 'Account.Disable'])(
    'of %s is about its account, and its API key stays inside',
    async (eventType) => {
      const reading = await read(notification.replace('tier.increase', eventType));
      expect(JSON.stringify(reading)).toBe(
        `{"kind":"account","accountId":"a07exmpl0001","eventNames":["${eventType}"]}`,
      );
    },
  );

  test.each([
    ['https://api.constantcontact.com/v3/partner/accounts/a07exmpl0001/plan', 'a07exmpl0001'],
    ['https://api.cc.email/v3/partner/accounts/a07exmpl0001', 'a07exmpl0001'],
    ['https://elsewhere.example/partner/accounts/a%2e%2e/plan', 'a%2e%2e'],
  ])('takes the id from %s, as it is spelled', async (url, accountId) => {
    expect(await read(JSON.stringify({ url, event_type: 'account.cancel' }))).toEqual({
      kind: 'account',
      accountId,
      eventNames: ['account.cancel'],
    });
  });

  test.each([
    ['https://api.cc.email/v3/partner/accounts', 'no_subject'],
    ['https://api.cc.email/v3/partner/accounts//plan', 'no_subject'],
    ['https://api.cc.email/v3/contacts/a07exmpl0001', 'no_subject'],
    [`https://api.cc.email/v3/partner/accounts/${'a'.repeat(129)}/plan`, 'no_subject'],
  ])('at %s has no subject', async (url, reason) => {
    expect(await read(JSON.stringify({ url, event_type: 'tier.increase' }))).toEqual({ kind: 'ignored', reason });
  });

  test('of another event is ignored', async () => {
    expect(await read(notification.replace('tier.increase', 'account.create'))).toEqual({
      kind: 'ignored',
      reason: 'unknown_event',
    });
  });

  test.each(['', 'tier.increase', '{}', '[]', '{"url":"/partner/accounts/a","event_type":null}'])(
    'is unreadable: %s',
    async (body) => {
      expect(await read(body)).toEqual({ kind: 'ignored', reason: 'unreadable' });
    },
  );

  test('is unreadable where it is not UTF-8', async () => {
    expect(await read(Uint8Array.of(0x7b, 0xff, 0x7d))).toEqual({ kind: 'ignored', reason: 'unreadable' });
  });
});

test('no bytes and no headers make it throw', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.oneof(fc.constant('x-ctct-hmac-sha256'), fc.string()), fc.string({ unit: 'binary' })),
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.json().map(Buffer.from),
        fc.jsonValue().map((value) => Buffer.from(JSON.stringify({ api_key: value, url: value, event_type: value }))),
      ),
      async (headers, body) => {
        expect(signed.verify({ headers, body })).toBe(false);
        expect(unsigned.verify({ headers, body })).toBe(false);
        expect((await unsigned.read({ headers, body })).kind).toBe('ignored');
      },
    ),
  );
});
