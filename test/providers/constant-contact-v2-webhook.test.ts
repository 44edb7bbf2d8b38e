import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WebhookReceiver } from '../../shared/domain/webhook.ts';
import { provider } from '../../shared/providers/constant-contact-v2/index.ts';

const receiverWith = (changes: object): WebhookReceiver => {
  const configured = provider.configure({ apiKey: 'key', username: 'partner', password: 'pass', ...changes });
  if (!configured.ok || configured.value.webhook === undefined) {
    throw new Error(JSON.stringify(configured));
  }
  return configured.value.webhook;
};

const receiver = receiverWith({ webhookSecret: 'api-secret-key' });

/** The test vector of the vendor's old Ruby library: line feeds, four spaces, no line end after the brace. */
const vector =
  '{\n    "url":"https://api.constantcontact.com/v2/partner/accounts/<accountId>",\n    "event_type":"tier.increase"\n}';
const signature = 'VNfTwVDbHBoPqEYqDdM61OqxJdVznRzT4h21+BuwgTg=';

const verify = (body: string | Uint8Array, header: string | undefined, by = receiver) =>
  by.verify({
    headers: { host: 'gateway', ...(header === undefined ? {} : { 'x-ctct-hmac-sha256': header }) },
    body: typeof body === 'string' ? Buffer.from(body) : body,
  });

const read = (body: string | Uint8Array) =>
  receiver.read({ headers: {}, body: typeof body === 'string' ? Buffer.from(body) : body });

test('the secret of the webhook is never an empty text', () => {
  const configured = provider.configure({ apiKey: 'key', username: 'partner', password: 'pass', webhookSecret: '' });
  expect(configured.ok ? [] : configured.problem).toEqual([{ path: 'webhookSecret', message: 'must not be empty' }]);
});

test('a delivery is acknowledged with an empty answer', () => {
  expect(receiver.acknowledgement).toBeNull();
});

describe('a signature is right', () => {
  test('in the vendor’s own test vector', () => {
    expect(verify(vector, signature)).toBe(true);
  });

  test('over bytes that are no text', () => {
    expect(verify(Uint8Array.of(0, 255, 254, 128), 'gApIZF+YIh6bV2cLq1CFx/dTOY5yCyShBLuM5VvhCR0=')).toBe(true);
  });

  test('over no bytes at all', () => {
    expect(verify('', 'MUHUz9SBWNg8Z9DiJi7pLjJEpHqJMDbxoIkaVnrV4hI=')).toBe(true);
  });
});

describe('a signature is wrong', () => {
  test.each([
    ['is changed in one letter', vector.replace('increase', 'incrEase')],
    ['lost its last byte', vector.slice(0, -1)],
    ['has a line end after it', `${vector}\n`],
    ['has other line ends', vector.replaceAll('\n', '\r\n')],
    ['has a byte order mark', `\ufeff${vector}`],
    ['was parsed and printed again', JSON.stringify(JSON.parse(vector))],
    ['is empty', ''],
  ])('where the body %s', (_what, body) => {
    expect(verify(body, signature)).toBe(false);
  });

  test.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['is in hexadecimal digits', '54d7d3c150db1c1a0fa8462a0dd33ad4eab125d5739d1cd3e21db5f81bb08138'],
    ['has other capitals', 'vnfTwVDbHBoPqEYqDdM61OqxJdVznRzT4h21+BuwgTg='],
    ['has no padding', 'VNfTwVDbHBoPqEYqDdM61OqxJdVznRzT4h21+BuwgTg'],
    ['has more padding', 'VNfTwVDbHBoPqEYqDdM61OqxJdVznRzT4h21+BuwgTg=='],
    ['ends in other bits that decode to the same', 'VNfTwVDbHBoPqEYqDdM61OqxJdVznRzT4h21+BuwgTh='],
    ['is in the alphabet of URLs', 'VNfTwVDbHBoPqEYqDdM61OqxJdVznRzT4h21-BuwgTg='],
    ['has a space around it', ' VNfTwVDbHBoPqEYqDdM61OqxJdVznRzT4h21+BuwgTg='],
    ['has a prefix', 'sha256=VNfTwVDbHBoPqEYqDdM61OqxJdVznRzT4h21+BuwgTg='],
    ['came twice', 'VNfTwVDbHBoPqEYqDdM61OqxJdVznRzT4h21+BuwgTg=,VNfTwVDbHBoPqEYqDdM61OqxJdVznRzT4h21+BuwgTg='],
    ['is cut', 'VNfTwVDbHBoPqEYq'],
  ])('where it %s', (_what, header) => {
    expect(verify(vector, header)).toBe(false);
  });

  test('under another secret', () => {
    expect(verify(vector, signature, receiverWith({ webhookSecret: 'api-secret-kez' }))).toBe(false);
  });

  test.each([undefined, '', signature, 'De0KKdyEs1jV5sv4iSacVMki3VuO2d3fj1tPnp7Q5AQ='])(
    'where the connection has no secret: %s',
    (header) => {
      expect(verify(vector, header, receiverWith({}))).toBe(false);
    },
  );
});

describe('a notification', () => {
  const accounts = 'https://api.constantcontact.com/v2/partner/accounts';

  test.each(['tier.increase', 'tier.decrease', 'account.cancel', 'account.disable', 'TIER.Increase'])(
    'of %s is about its account',
    async (eventType) => {
      expect(await read(`{"url":"${accounts}/a07exmpl0001/plan","event_type":"${eventType}"}`)).toEqual({
        kind: 'account',
        accountId: 'a07exmpl0001',
        eventNames: [eventType],
      });
    },
  );

  test.each([
    [`${accounts}/a07exmpl0001`, 'a07exmpl0001'],
    [`${accounts}/a07exmpl0001/`, 'a07exmpl0001'],
    [`${accounts}/a07exmpl0001/plan?api_key=key`, 'a07exmpl0001'],
    ['http://elsewhere.example/partner/accounts/a07exmpl0001/plan', 'a07exmpl0001'],
    ['/v2/partner/accounts/a07exmpl0001/plan', 'a07exmpl0001'],
    [`${accounts}/a%2Fb%20c/plan`, 'a%2Fb%20c'],
    [`${accounts}/a/partner/accounts/b`, 'a'],
    [`${accounts}/<accountId>`, '<accountId>'],
    [`${accounts}/${'a'.repeat(128)}`, 'a'.repeat(128)],
  ])('takes the id from %s, as it is spelled', async (url, accountId) => {
    expect(await read(JSON.stringify({ url, event_type: 'tier.increase' }))).toEqual({
      kind: 'account',
      accountId,
      eventNames: ['tier.increase'],
    });
  });

  test.each([
    ['', 'is empty'],
    [`${accounts}`, 'names no account'],
    [`${accounts}//plan`, 'has an empty id'],
    ['https://api.constantcontact.com/v2/partner/account/a07exmpl0001', 'has another path'],
    ['https://elsewhere.example/?x=/partner/accounts/a07exmpl0001', 'has the path in its query'],
    ['https://elsewhere.example/#/partner/accounts/a07exmpl0001', 'has the path in its fragment'],
    [`${accounts}/${'a'.repeat(129)}`, 'has an id of more than 128 characters'],
  ])('has no subject where the address %#', async (url) => {
    expect(await read(JSON.stringify({ url, event_type: 'tier.increase' }))).toEqual({
      kind: 'ignored',
      reason: 'no_subject',
    });
  });

  test.each(['account.create', 'tier.increase.more', 'tier', '', ' tier.increase', '__proto__'])(
    'of "%s" is of no known event',
    async (eventType) => {
      expect(await read(JSON.stringify({ url: `${accounts}/a07exmpl0001/plan`, event_type: eventType }))).toEqual({
        kind: 'ignored',
        reason: 'unknown_event',
      });
    },
  );

  test.each([
    ['nothing', ''],
    ['no JSON', 'url=https://api.constantcontact.com/v2/partner/accounts/a&event_type=tier.increase'],
    ['half a JSON', '{"url":"https://api.constantcontact.com/v2/partner/accounts/a","event_type":"tier.inc'],
    ['a list', '[{"url":"/partner/accounts/a","event_type":"tier.increase"}]'],
    ['null', 'null'],
    ['a text', '"tier.increase"'],
    ['an address that is a number', '{"url":1,"event_type":"tier.increase"}'],
    ['an event that is a list', '{"url":"/partner/accounts/a","event_type":["tier.increase"]}'],
    ['no address', '{"event_type":"tier.increase"}'],
    ['no event', '{"url":"/partner/accounts/a"}'],
    ['members of a prototype', '{"__proto__":{"url":"/partner/accounts/a","event_type":"tier.increase"}}'],
    ['lists in lists without end', '['.repeat(250_000)],
    ['lists in lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['lists in lists around a long number', `${'['.repeat(100_000)}12345678901234567890${']'.repeat(100_000)}`],
  ])('is unreadable: %s', async (_what, body) => {
    expect(await read(body)).toEqual({ kind: 'ignored', reason: 'unreadable' });
  });

  test('is unreadable where it is not UTF-8', async () => {
    const body = Buffer.from('{"url":"/partner/accounts/aé","event_type":"tier.increase"}', 'latin1');
    expect(await read(body)).toEqual({ kind: 'ignored', reason: 'unreadable' });
  });

  test('gives its id and its event and nothing else', async () => {
    const reading = await read(
      '{"url":"https://user:pass@api.example/partner/accounts/a07exmpl0001/plan?api_key=s3cret","event_type":"tier.increase","api_key":"s3cret"}',
    );
    expect(JSON.stringify(reading)).toBe(
      '{"kind":"account","accountId":"a07exmpl0001","eventNames":["tier.increase"]}',
    );
  });
});

test('no bytes and no headers make it throw', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.oneof(fc.constant('x-ctct-hmac-sha256'), fc.string()), fc.string({ unit: 'binary' })),
      fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json().map(Buffer.from)),
      async (headers, body) => {
        expect(receiver.verify({ headers, body })).toBe(false);
        expect((await receiver.read({ headers, body })).kind).toBe('ignored');
      },
    ),
  );
});
