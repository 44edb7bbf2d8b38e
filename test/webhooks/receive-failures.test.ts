import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Notification } from '../../sandbox/notifications.ts';
import { failed, success } from '../../shared/domain/result.ts';
import { pointAwsAt } from '../support/aws-clients.ts';
import { type DurableTable, startDurableTable } from '../support/durable-table.ts';
import { closeRecordingServers, startRecordingServer } from '../support/recording-server.ts';
import { answerOf, eventOf, invocationOf } from '../support/request-event.ts';
import { goOnUntil, nextTurn, startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';

let database: DurableTable;
let bench: WebhookBench;

beforeEach(async () => {
  database = await startDurableTable();
  bench = await startWebhookBench({ table: database.table, secrets: { broken: '{' } });
});

afterEach(async () => {
  await database.close();
  await closeRecordingServers();
});

const notification = () => bench.notificationOf({ provider: 'fusebill', accountId: '70003' });

/** Room for all that is under way to go on. */
const letItWork = async () => {
  for (let turn = 0; turn < 50; turn += 1) {
    await nextTurn();
  }
};

describe('a body', () => {
  const ofBytes = ({ headers, body }: Notification, bytes: number) => ({ headers, body: body.padEnd(bytes, ' ') });

  test('of 256 KiB is taken', async () => {
    expect((await bench.deliver('demo-fusebill', ofBytes(notification(), 262_144))).status).toBe(204);
    expect(await database.items()).toHaveLength(1);
  });

  test.each([false, true])('of one byte more is refused, whoever it is for (encoded: %s)', async (isBase64Encoded) => {
    const tooLong = ofBytes(notification(), 262_145);
    const answers: unknown[] = [];
    for (const connection of ['demo-fusebill', 'demo-aria', 'broken', 'nobody', 'NO NAME']) {
      const { status, headers, text } = await bench.deliver(connection, tooLong, {
        isBase64Encoded,
        headers: {
          'x-request-id': 'r-1',
          'X-Sandbox-Fusebill': connection === 'demo-aria' ? 'a guess' : 'c2FuZGJveC1mdXNlYmlsbC13ZWJob29r',
        },
      });
      answers.push({ status, headers, text: text.replace(/"instance":"[^"]*"/, '"instance":"-"') });
    }

    expect(answers[0]).toMatchObject({ status: 413, text: expect.stringContaining('"code":"payload_too_large"') });
    expect(answers).toEqual(Array.from({ length: 5 }, () => answers[0]));
    expect(await database.items()).toEqual([]);
  });

  test('that the event spells null is an empty one, which nothing signed', async () => {
    const event = eventOf({
      method: 'POST',
      path: '/v1/connections/demo-fusebill/webhooks',
      pathParameters: { connection: 'demo-fusebill' },
    });

    const answer = answerOf(
      await bench.handlers['receive-webhook'](Object.assign(event, { body: null }), invocationOf()),
    );

    expect([answer.status, answer.body.code]).toEqual([401, 'webhook_unauthenticated']);
  });
});

describe('when it cannot be stored', () => {
  test('because the table is down, the provider is told to send it again', async () => {
    await database.close();

    const answer = await bench.deliver('demo-fusebill', notification());

    expect([answer.status, answer.body.code, answer.body.retryable]).toEqual([503, 'ledger_unavailable', true]);
  });

  test('because the table hangs, the provider is told so while it still waits', async () => {
    const hanging = await startRecordingServer(() => 'hang');
    pointAwsAt({ dynamoDb: hanging.origin });
    let isAnswered = false;
    const answering = bench.deliver('demo-fusebill', notification()).finally(() => {
      isAnswered = true;
    });
    await goOnUntil(() => hanging.requests.length > 0);

    bench.clock.advance(1_499);
    await letItWork();
    expect(isAnswered).toBe(false);
    bench.clock.advance(1);

    expect(await answering).toMatchObject({ status: 503, body: { code: 'ledger_unavailable', retryable: true } });
  });

  test('because Secrets Manager hangs, the provider is told so while it still waits', async () => {
    const asked: string[] = [];
    const stuck = await startWebhookBench({
      table: database.table,
      secretSource: {
        read: (name) => {
          asked.push(name);
          return new Promise(() => {});
        },
        list: async (prefix) => success([`${prefix}demo-fusebill`]),
      },
    });
    const answering = stuck.deliver('demo-fusebill', notification());
    await letItWork();
    expect(asked).toEqual(['plan-gateway/local/demo-fusebill']);

    stuck.clock.advance(1_500);

    expect((await answering).status).toBe(503);
    expect(await database.items()).toEqual([]);
  });

  test('because Secrets Manager is down, known and unknown connections fail alike', async () => {
    const cut = await startWebhookBench({
      table: database.table,
      secretSource: { read: async () => failed('unavailable'), list: async () => failed('unavailable') },
    });

    for (const connection of ['demo-fusebill', 'nobody']) {
      const answer = await cut.deliver(connection, notification());
      expect([connection, answer.status, answer.body.code]).toEqual([connection, 503, 'secrets_unavailable']);
    }
    expect(await database.items()).toEqual([]);
  });
});

describe('what is signed and says nothing that concerns plans is taken as received, and nothing is stored', () => {
  const json = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));
  const v2 = (body: unknown): Notification => ({
    headers: {
      'content-type': 'application/json',
      'x-ctct-hmac-sha256': createHmac('sha256', 'sandbox-v2-webhook-secret').update(json(body)).digest('base64'),
    },
    body: json(body),
  });
  const v3 = (body: object): Notification => ({
    headers: { 'content-type': 'application/json' },
    body: json({ api_key: '5a1d0b0e-7c1e-4f5e-9b8a-000000000003', ...body }),
  });
  const fusebill = (body: unknown): Notification => ({
    headers: { 'content-type': 'application/json', 'X-Sandbox-Fusebill': 'c2FuZGJveC1mdXNlYmlsbC13ZWJob29r' },
    body: json(body),
  });
  const aria = (body: string, contentType = 'text/xml'): Notification => ({
    headers: { 'content-type': contentType, 'X-Sandbox-Aria': 'sandbox-aria-webhook-secret' },
    body,
  });
  const url = 'https://api.constantcontact.com/v2/partner/accounts/a07et2000006/plan';

  test.each<[string, string, Notification, number, string]>([
    [
      'an event that is not about plans',
      'demo-constant-contact-v2',
      v2({ url, event_type: 'contact.create' }),
      204,
      'unknown_event',
    ],
    ['no JSON', 'demo-constant-contact-v2', v2('tier.increase'), 204, 'unreadable'],
    ['nothing', 'demo-constant-contact-v2', v2(''), 204, 'unreadable'],
    ['JSON of another shape', 'demo-constant-contact-v2', v2([url]), 204, 'unreadable'],
    [
      'an address of no account',
      'demo-constant-contact-v2',
      v2({ url: 'https://x/v2/partner', event_type: 'tier.increase' }),
      204,
      'no_subject',
    ],
    [
      'an id that no account can have',
      'demo-constant-contact-v2',
      v2({ url: 'https://x/partner/accounts/a%20b/plan', event_type: 'tier.increase' }),
      204,
      'no_subject',
    ],
    [
      'an unknown event of v3',
      'demo-constant-contact-v3',
      v3({ url, event_type: 'account.create' }),
      204,
      'unknown_event',
    ],
    [
      'an event of v3 without an address',
      'demo-constant-contact-v3',
      v3({ event_type: 'tier.increase' }),
      204,
      'unreadable',
    ],
    [
      'an invoice',
      'demo-fusebill',
      fusebill({ eventType: 'InvoicePosted', Invoice: { customerId: 70003 } }),
      204,
      'unknown_event',
    ],
    [
      'a subscription of nobody',
      'demo-fusebill',
      fusebill({ eventType: 'SubscriptionUpdated', Subscription: { id: 1 } }),
      204,
      'no_subject',
    ],
    [
      'a customer whose id is none',
      'demo-fusebill',
      fusebill({ eventType: 'CustomerCreated', Customer: { id: '0070003' } }),
      204,
      'no_subject',
    ],
    ['half of its JSON', 'demo-fusebill', fusebill('{"eventType":"SubscriptionUpdated","Subscr'), 204, 'unreadable'],
    [
      'a payment',
      'demo-aria',
      aria(
        '<apf2doc><request><class_name>F</class_name></request><acct_data><acct_no>5000001</acct_no></acct_data><event_data><event><event_id>905</event_id></event></event_data></apf2doc>',
      ),
      200,
      'unknown_event',
    ],
    ['XML that is cut off', 'demo-aria', aria('<apf2doc><request><class_name>A</class_name>'), 200, 'unreadable'],
    [
      'XML with a document type',
      'demo-aria',
      aria('<!DOCTYPE a [<!ENTITY x "y">]><a><class_name>A</class_name></a>'),
      200,
      'unreadable',
    ],
    [
      'an event of an account that it does not name',
      'demo-aria',
      aria('class_name=A&event_id[]=718', 'application/x-www-form-urlencoded'),
      200,
      'no_subject',
    ],
  ])('%s', async (_what, connection, delivered, status, reason) => {
    const answer = await bench.deliver(connection, delivered);

    expect([answer.status, answer.text]).toEqual([status, status === 200 ? 'OK' : '']);
    expect(await database.items()).toEqual([]);
    expect(
      bench.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'webhook_ignored'),
    ).toMatchObject([{ level: 'warn', connection, reason }]);
  });
});
