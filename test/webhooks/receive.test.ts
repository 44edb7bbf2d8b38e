import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { NotificationRequest } from '../../sandbox/outside-events.ts';
import { type DurableTable, startDurableTable } from '../support/durable-table.ts';
import { startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';

let database: DurableTable;
let bench: WebhookBench;

beforeEach(async () => {
  database = await startDurableTable();
  bench = await startWebhookBench({
    table: database.table,
    secrets: {
      'signed-v3': {
        provider: 'constant-contact-v3',
        apiKey: '5a1d0b0e-7c1e-4f5e-9b8a-000000000003',
        clientId: 'client',
        clientSecret: 'secret',
        webhookSecret: 'v3-hook',
      },
      'basic-aria': {
        provider: 'aria',
        clientNo: '4100001',
        authKey: 'key',
        webhook: { username: 'aria', password: 'pässword' },
      },
    },
  });
});

afterEach(() => database.close());

/** The items of the table, with the record read. */
const stored = async () =>
  (await database.items()).map(({ record, revision, ...item }) => ({
    ...Object.fromEntries(Object.entries(item).map(([name, value]) => [name, Object.values(value ?? {})[0]])),
    record: JSON.parse(record?.S ?? ''),
  }));

const ofAccount = { kind: 'account' };

const deliveries: readonly [string, NotificationRequest, object, readonly string[], string?][] = [
  [
    'Constant Contact v2, signed',
    { provider: 'constant-contact-v2', accountId: 'a07et2000006', event: 'account.cancel' },
    { ...ofAccount, connection: 'demo-constant-contact-v2', provider: 'constant-contact-v2', id: 'a07et2000006' },
    ['account.cancel'],
  ],
  [
    'Constant Contact v3, by the key in its body',
    { provider: 'constant-contact-v3', accountId: 'a07et3000007' },
    { ...ofAccount, connection: 'demo-constant-contact-v3', provider: 'constant-contact-v3', id: 'a07et3000007' },
    ['tier.increase'],
  ],
  [
    'Constant Contact v3, signed',
    { provider: 'constant-contact-v3', accountId: 'a07et3000007', event: 'tier.decrease' },
    { ...ofAccount, connection: 'signed-v3', provider: 'constant-contact-v3', id: 'a07et3000007' },
    ['tier.decrease'],
  ],
  [
    'Fusebill, of a subscription',
    { provider: 'fusebill', accountId: '70003' },
    { ...ofAccount, connection: 'demo-fusebill', provider: 'fusebill', id: '70003' },
    ['SubscriptionUpdated'],
  ],
  [
    'Fusebill, of a customer with a number of 18 digits',
    { provider: 'fusebill', accountId: '900000000000000033', event: 'CustomerCreated' },
    { ...ofAccount, connection: 'demo-fusebill', provider: 'fusebill', id: '900000000000000033' },
    ['CustomerCreated'],
  ],
  [
    'Aria, in XML',
    { provider: 'aria', accountId: '5000013' },
    { ...ofAccount, connection: 'demo-aria', provider: 'aria', id: '5000013' },
    ['718', '905'],
    'OK',
  ],
  [
    'Aria, as a form',
    { provider: 'aria', accountId: '5000002', format: 'nvp', event: '704' },
    { ...ofAccount, connection: 'demo-aria', provider: 'aria', id: '5000002' },
    ['704'],
    'OK',
  ],
  [
    'Aria, with Basic credentials',
    { provider: 'aria', accountId: '5000001' },
    { ...ofAccount, connection: 'basic-aria', provider: 'aria', id: '5000001' },
    ['718', '905'],
    'OK',
  ],
  [
    'Aria, of a plan',
    { provider: 'aria', planId: '10002' },
    { kind: 'plan', connection: 'demo-aria', provider: 'aria', id: '10002' },
    ['1201'],
    'OK',
  ],
];

describe.each(deliveries)('a genuine notification of %s', (_what, request, subject, eventNames, words) => {
  const { connection, kind, id } = { connection: '', kind: '', id: '', ...subject };

  beforeEach(() => {
    const { 'constant-contact-v3': constantContactV3, aria } = bench.sandbox.providers;
    constantContactV3.state.webhookSecret = connection === 'signed-v3' ? 'v3-hook' : null;
    if (connection === 'basic-aria') {
      aria.state.settings.webhook = { username: 'aria', password: 'pässword' };
    }
  });

  test('is stored, and answered as the provider waits for', async () => {
    const answer = await bench.deliver(connection, bench.notificationOf(request), {
      headers: { 'x-request-id': 'r-1' },
    });

    expect({ status: answer.status, headers: answer.headers, text: answer.text }).toEqual({
      status: words === undefined ? 204 : 200,
      headers: {
        'x-request-id': 'r-1',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'strict-transport-security': 'max-age=31536000',
        'referrer-policy': 'no-referrer',
        ...(words === undefined ? {} : { 'content-type': 'text/plain; charset=utf-8' }),
      },
      text: words ?? '',
    });
    expect(await stored()).toEqual([
      {
        pk: `${kind.toUpperCase()}#${connection}#${id}`,
        sk: 'INBOX',
        gsi1pk: 'DUE#webhooks',
        // Five seconds early, for whoever has a clock that is behind.
        gsi1sk: '2031-03-14T09:59:55.000Z',
        record: {
          schemaVersion: 1,
          notification: {
            id: expect.stringMatching(/^whk_[0-9A-Z]{26}$/),
            subject,
            eventNames,
            receivedAt: 1_931_248_800_000,
            ...(connection === 'demo-constant-contact-v3' && { isHint: true }),
          },
          phase: 'waiting',
          due: { queue: 'webhooks', at: 1_931_248_795_000 },
          writtenAt: 1_931_248_800_000,
          attempts: 0,
          crashes: 0,
          isLookedAt: false,
          problem: null,
        },
      },
    ]);
  });
});

test('the next notification of an account takes the place of the one before', async () => {
  await bench.notify({ provider: 'fusebill', accountId: '70003' });
  const [first] = await stored();
  bench.clock.advance(60_000);
  await bench.notify({ provider: 'fusebill', accountId: '70003', event: 'CustomerCreated' });

  const [second, ...others] = await stored();

  expect(others).toEqual([]);
  expect(second).toMatchObject({
    gsi1sk: '2031-03-14T10:00:55.000Z',
    record: { notification: { eventNames: ['CustomerCreated'], receivedAt: 1_931_248_860_000 } },
  });
  expect(second?.record.notification.id).not.toBe(first?.record.notification.id);
});

test('notifications of two accounts at once are two', async () => {
  await Promise.all([
    bench.notify({ provider: 'fusebill', accountId: '70003' }),
    bench.notify({ provider: 'fusebill', accountId: '70004' }),
  ]);

  expect((await database.items()).map(({ pk }) => pk?.S).toSorted()).toEqual([
    'ACCOUNT#demo-fusebill#70003',
    'ACCOUNT#demo-fusebill#70004',
  ]);
});

describe('a body', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const ofV2 = () => bench.notificationOf({ provider: 'constant-contact-v2', accountId: 'a07et2000006' });

  test('that API Gateway encoded is decoded, and its signature is that of the bytes within', async () => {
    expect((await bench.deliver('demo-constant-contact-v2', ofV2(), { isBase64Encoded: true })).status).toBe(204);
    expect(await stored()).toMatchObject([{ pk: 'ACCOUNT#demo-constant-contact-v2#a07et2000006' }]);
  });

  test.each([false, true])(
    'that is Base64 by itself is not decoded once more (encoded by API Gateway: %s)',
    async (isBase64Encoded) => {
      const { headers, body } = ofV2();

      expect(
        (await bench.deliver('demo-constant-contact-v2', { headers, body: base64(body) }, { isBase64Encoded })).status,
      ).toBe(401);

      const { headers: ofAria, body: xml } = bench.notificationOf({ provider: 'aria', accountId: '5000001' });
      expect(
        await bench.deliver('demo-aria', { headers: ofAria, body: base64(xml) }, { isBase64Encoded }),
      ).toMatchObject({
        status: 200,
        text: 'OK',
      });
      expect(await stored()).toEqual([]);
    },
  );

  test('beyond ASCII is verified as the bytes that came', async () => {
    const body = JSON.stringify({
      url: 'https://api.constantcontact.com/v2/partner/accounts/a07et2000006/plan',
      event_type: 'tier.increase',
      note: 'größer 🙂',
    });
    const signature = createHmac('sha256', 'sandbox-v2-webhook-secret').update(body, 'utf8').digest('base64');
    const notification = {
      headers: { 'content-type': 'application/json', 'x-ctct-hmac-sha256': signature },
      body,
    };

    expect((await bench.deliver('demo-constant-contact-v2', notification)).status).toBe(204);
    expect((await bench.deliver('demo-constant-contact-v2', notification, { isBase64Encoded: true })).status).toBe(204);
    expect(await stored()).toHaveLength(1);
  });
});
