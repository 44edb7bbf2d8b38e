import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WebhookReceiver } from '../../shared/domain/webhook.ts';
import { provider } from '../../shared/providers/fusebill/index.ts';

const receiverWith = (changes: object): WebhookReceiver => {
  const configured = provider.configure({ apiKey: 'MDphcGktc2VjcmV0', ...changes });
  if (!configured.ok || configured.value.webhook === undefined) {
    throw new Error(JSON.stringify(configured));
  }
  return configured.value.webhook;
};

const receiver = receiverWith({ webhook: { header: 'X-Stax-Key', value: 'aG9vay1zZWNyZXQ=' } });

const verify = (headers: Record<string, string>, by = receiver) => by.verify({ headers, body: Buffer.from('{}') });

const read = (body: string | Uint8Array) =>
  receiver.read({ headers: {}, body: typeof body === 'string' ? Buffer.from(body) : body });

const updated =
  '{"eventType":"SubscriptionUpdated","Subscription":{"id":52001,"customerId":70011,"planCode":"TEAM","planName":"Team","status":"Active","createdTimestamp":"2024-03-01T10:00:00","activatedTimestamp":"2024-03-15T10:00:00"}}';

describe('the secret', () => {
  test.each([
    ['an empty value', '', 'must be printable ASCII without spaces around it'],
    ['a line end from a copied file', 'hook-secret\n', 'must be printable ASCII without spaces around it'],
  ])('has no webhook with %s, which no header could carry', (_what, value, message) => {
    const configured = provider.configure({ apiKey: 'MDphcGktc2VjcmV0', webhook: { header: 'x-stax-key', value } });
    expect(configured.ok ? [] : configured.problem).toEqual([{ path: 'webhook.value', message }]);
  });
});

test('a delivery is acknowledged with an empty answer', () => {
  expect(receiver.acknowledgement).toBeNull();
});

describe('a delivery', () => {
  test('is taken with the value of the connection in its header', () => {
    expect(verify({ host: 'gateway', 'x-stax-key': 'aG9vay1zZWNyZXQ=' })).toBe(true);
  });

  test.each([
    ['no header', {}],
    ['another header', { 'x-stax': 'aG9vay1zZWNyZXQ=' }],
    ['an empty value', { 'x-stax-key': '' }],
    ['other capitals', { 'x-stax-key': 'AG9vay1zZWNyZXQ=' }],
    ['the value without its padding', { 'x-stax-key': 'aG9vay1zZWNyZXQ' }],
    ['the value in plain text', { 'x-stax-key': 'hook-secret' }],
    ['a scheme before the value', { 'x-stax-key': 'Basic aG9vay1zZWNyZXQ=' }],
    ['the header twice', { 'x-stax-key': 'aG9vay1zZWNyZXQ=,aG9vay1zZWNyZXQ=' }],
    ['the API key', { 'x-stax-key': 'MDphcGktc2VjcmV0' }],
  ])('is refused with %s', (_what, headers: Record<string, string>) => {
    expect(verify(headers)).toBe(false);
  });

  test('is refused where the connection has no webhook', () => {
    expect(verify({ 'x-stax-key': 'aG9vay1zZWNyZXQ=', '': '' }, receiverWith({}))).toBe(false);
  });

  test.each(['__proto__', 'constructor'])('is refused without a header of the name %s', (header) => {
    expect(verify({}, receiverWith({ webhook: { header, value: 'hook-secret' } }))).toBe(false);
  });
});

describe('a notification', () => {
  test('of a subscription is about its customer, and gives nothing else', async () => {
    expect(JSON.stringify(await read(updated))).toBe(
      '{"kind":"account","accountId":"70011","eventNames":["SubscriptionUpdated"]}',
    );
  });

  test('of a customer is about the customer', async () => {
    expect(await read('{"eventType":"CustomerCreated","Customer":{"id":70012,"status":"Draft"}}')).toEqual({
      kind: 'account',
      accountId: '70012',
      eventNames: ['CustomerCreated'],
    });
  });

  test.each([
    ['capitals', '{"eventType":"SUBSCRIPTIONCANCELLED","Subscription":{"customerId":70011}}', 'SUBSCRIPTIONCANCELLED'],
    [
      'small letters',
      '{"eventType":"subscription.updated","subscription":{"customerId":70011}}',
      'subscription.updated',
    ],
    ['members in Pascal case', '{"EventType":"CustomerUpdated","Customer":{"Id":70011}}', 'CustomerUpdated'],
    [
      'an event that nobody has seen yet',
      '{"eventType":"SubscriptionMigrated","Subscription":{"customerId":70011}}',
      'SubscriptionMigrated',
    ],
    [
      'the customer beside the subscription',
      '{"eventType":"SubscriptionUpdated","Customer":{"id":70011},"Subscription":{"id":52001}}',
      'SubscriptionUpdated',
    ],
  ])('is read with %s', async (_what, body, name) => {
    expect(await read(body)).toEqual({ kind: 'account', accountId: '70011', eventNames: [name] });
  });

  test.each([
    ['9007199254740993', '9007199254740993'],
    ['"70011"', '70011'],
    ['"007"', '007'],
    ['123456789012345678', '123456789012345678'],
    [`"${'7'.repeat(128)}"`, '7'.repeat(128)],
  ])('keeps every digit of the id %s', async (id, accountId) => {
    expect(await read(`{"eventType":"CustomerUpdated","Customer":{"id":${id}}}`)).toEqual({
      kind: 'account',
      accountId,
      eventNames: ['CustomerUpdated'],
    });
  });

  test.each(['null', '""', 'true', '[70011]', '{"id":70011}', `"${'7'.repeat(129)}"`])(
    'has no subject where the id is %s',
    async (id) => {
      expect(await read(`{"eventType":"CustomerUpdated","Customer":{"id":${id}}}`)).toEqual({
        kind: 'ignored',
        reason: 'no_subject',
      });
    },
  );

  test.each([
    '{"eventType":"SubscriptionUpdated"}',
    '{"eventType":"SubscriptionUpdated","Subscription":null}',
    '{"eventType":"SubscriptionUpdated","Subscription":{"id":52001}}',
    '{"eventType":"CustomerUpdated","Customer":"70011"}',
    '{"eventType":"CustomerUpdated","__proto__":{"Customer":{"id":70011}}}',
  ])('has no subject: %s', async (body) => {
    expect(await read(body)).toEqual({ kind: 'ignored', reason: 'no_subject' });
  });

  test.each(['InvoicePosted', 'PlanUpdated', 'MyCustomerUpdated', ''])('of "%s" is ignored', async (eventType) => {
    expect(await read(JSON.stringify({ eventType, Customer: { id: 70011 } }))).toEqual({
      kind: 'ignored',
      reason: 'unknown_event',
    });
  });

  test.each([
    ['with a space', 'Subscription Updated'],
    ['beyond ASCII', 'SubscriptionÄndert'],
    ['of more than 64 characters', `Subscription${'X'.repeat(53)}`],
  ])('keeps a name %s out of the log', async (_what, eventType) => {
    expect(await read(JSON.stringify({ eventType, Subscription: { customerId: 70011 } }))).toEqual({
      kind: 'account',
      accountId: '70011',
      eventNames: [],
    });
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'eventType=SubscriptionUpdated'],
    ['half of it', updated.slice(0, 60)],
    ['a list', `[${updated}]`],
    ['null', 'null'],
    ['no event', '{"Subscription":{"customerId":70011}}'],
    ['an event that is a number', '{"eventType":1,"Subscription":{"customerId":70011}}'],
    ['a long number', '12345678901234567890'],
    ['lists in lists', '['.repeat(100_000) + ']'.repeat(100_000)],
  ])('is unreadable: %s', async (_what, body) => {
    expect(await read(body)).toEqual({ kind: 'ignored', reason: 'unreadable' });
  });

  test('is unreadable where it is not UTF-8', async () => {
    const body = Buffer.from('{"eventType":"CustomerUpdated","Customer":{"id":70011,"firstName":"José"}}', 'latin1');
    expect(await read(body)).toEqual({ kind: 'ignored', reason: 'unreadable' });
  });
});

test('no bytes and no headers make it throw', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.oneof(fc.constant('x-stax-key'), fc.string()), fc.string({ unit: 'binary' })),
      fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json().map(Buffer.from)),
      async (headers, body) => {
        expect(receiver.verify({ headers, body })).toBe(false);
        expect((await receiver.read({ headers, body })).kind).toBe('ignored');
      },
    ),
  );
});
