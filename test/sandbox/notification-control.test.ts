import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startControlServer } from '../../sandbox/control-server.ts';
import type { LoopbackServer } from '../../sandbox/loopback-server.ts';
import { sendNotification } from '../../sandbox/notifications.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { vendors } from '../../sandbox/vendors.ts';
import { createWorld } from '../../sandbox/world.ts';
import { startSandbox } from '../support/judged-sandbox.ts';
import {
  closeRecordingServers,
  type Reaction,
  type RecordingServer,
  startRecordingServer,
} from '../support/recording-server.ts';

let sandbox: Sandbox;
let control: LoopbackServer;
let receiver: RecordingServer;
let reaction: Reaction;

beforeEach(async () => {
  reaction = { status: 204 };
  receiver = await startRecordingServer(() => reaction);
  sandbox = await startSandbox({ world: createWorld(() => Date.parse('2031-03-17T12:00:00Z')) });
  control = await startControlServer(sandbox, 0, {
    notificationUrls: {
      'constant-contact-v2': `${receiver.origin}/v2-hook`,
      aria: `${receiver.origin}/aria-hook`,
      fusebill: `${receiver.origin}/fusebill-hook`,
    },
  });
});

afterEach(async () => {
  await control.close();
  await sandbox.close();
  await closeRecordingServers();
});

const notify = async (body: unknown) => {
  const response = await fetch(`${control.origin}/notifications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: JSON.parse(await response.text()) };
};

describe('POST /notifications', () => {
  test('puts a token into the address, whatever it consists of', async () => {
    const token = 'a+b c&d=é/%';
    const url = `${receiver.origin}/hook?stage=1&token=old`;

    await notify({ provider: 'fusebill', accountId: '70003', token });
    await notify({ provider: 'fusebill', accountId: '70003', token, url });

    expect(receiver.requests.map(({ target }) => target)).toEqual([
      '/fusebill-hook?token=a%2Bb+c%26d%3D%C3%A9%2F%25',
      '/hook?stage=1&token=a%2Bb+c%26d%3D%C3%A9%2F%25',
    ]);
  });

  test('sends to the URL of that provider, and says what came back', async () => {
    expect(await notify({ provider: 'constant-contact-v2', accountId: 'a07et2000006' })).toEqual({
      status: 200,
      json: { sent: [{ status: 204, body: '', received: true }] },
    });
    expect(receiver.requests).toMatchObject([
      { method: 'POST', target: '/v2-hook', headers: { 'content-type': 'application/json' } },
    ]);
    const [request] = receiver.requests;
    expect(request?.headers['x-ctct-hmac-sha256']).toBe(
      createHmac('sha256', 'sandbox-v2-webhook-secret')
        .update(request?.body ?? '')
        .digest('base64'),
    );
  });

  test('sends the very same bytes as often as it is told, to another URL when one is named', async () => {
    const { json } = await notify({
      provider: 'aria',
      accountId: '5000001',
      format: 'nvp',
      times: 3,
      url: `${receiver.origin}/elsewhere`,
    });

    expect(json.sent).toHaveLength(3);
    expect(receiver.requests.map(({ target }) => target)).toEqual(['/elsewhere', '/elsewhere', '/elsewhere']);
    expect(new Set(receiver.requests.map(({ body }) => body)).size).toBe(1);
    expect(receiver.requests[0]?.headers['x-sandbox-aria']).toBe('sandbox-aria-webhook-secret');
  });

  test('gives another notification of Aria another transaction_id', async () => {
    await notify({ provider: 'aria', accountId: '5000001' });
    await notify({ provider: 'aria', accountId: '5000001' });

    const ids = receiver.requests.map(({ body }) => /<transaction_id>(\d+)</.exec(body)?.[1]);
    expect(new Set(ids).size).toBe(2);
  });

  test.each<[string, Reaction, unknown]>([
    ['aria', { status: 200, body: 'OK' }, { status: 200, body: 'OK', received: true }],
    [
      'aria',
      { status: 200, body: 'OK\n' },
      { status: 200, body: 'OK\n', received: false, problem: 'The body is not OK.' },
    ],
    ['aria', { status: 204 }, { status: 204, body: '', received: false, problem: 'The body is not OK.' }],
    [
      'aria',
      { status: 401, body: 'OK' },
      { status: 401, body: 'OK', received: false, problem: 'The status is not 2xx.' },
    ],
    ['fusebill', { status: 200, body: 'whatever' }, { status: 200, body: 'whatever', received: true }],
    [
      'fusebill',
      { status: 302, headers: { location: '/' } },
      { status: 302, body: '', received: false, problem: 'The status is not 2xx.' },
    ],
    [
      'fusebill',
      'drop',
      { status: null, body: '', received: false, problem: 'The connection failed: UND_ERR_SOCKET.' },
    ],
  ])('%s that is answered %j has it as %j', async (provider, answer, delivery) => {
    reaction = answer;

    const { json } = await notify({ provider, accountId: provider === 'aria' ? '5000001' : '70003' });

    expect(json).toEqual({ sent: [delivery] });
  });

  test.each([
    ['http://192.0.2.1/hook'],
    ['http://127.0.0.1.example.com/hook'],
    ['http://user@127.0.0.1/hook'],
    ['file:///etc/passwd'],
    ['hook'],
  ])('does not send to %s', async (url) => {
    expect(await notify({ provider: 'fusebill', accountId: '70003', url })).toEqual({
      status: 400,
      json: {
        error: 'The body is not valid.',
        issues: [{ path: 'url', message: 'must be an http URL on 127.0.0.1, localhost or [::1]' }],
      },
    });
  });

  test('says that a provider without a URL needs one', async () => {
    expect(await notify({ provider: 'constant-contact-v3', accountId: 'a07et3000007' })).toEqual({
      status: 400,
      json: { error: 'url is missing: nothing says where notifications of constant-contact-v3 go.' },
    });
  });

  test('does not know an account that the provider does not know, and lists those that it does', async () => {
    const { status, json } = await notify({ provider: 'constant-contact-v2', accountId: 'a07et2000099' });

    expect(status).toBe(404);
    expect(json.error).toBe(
      `There is no account a07et2000099 at constant-contact-v2. There are: ${[
        'a07et2000001, a07et2000002, a07et2000003, a07et2000004, a07et2000005, a07et2000006',
        'a07et2000007, a07et2000008, a07et2000009, a07et2000010, a07et2000011, a07et2000012.',
      ].join(', ')}`,
    );
    expect(receiver.requests).toEqual([]);
  });

  test.each([
    [{ provider: 'stripe', accountId: '1' }, 'provider'],
    [{ provider: 'aria', accountId: '5000001', times: 0 }, 'times'],
    [{ provider: 'aria', accountId: '5000001', format: 'json' }, 'format'],
    [{ provider: 'aria', accountId: '5000001', secret: 'x' }, ''],
  ])('refuses %j', async (body, path) => {
    expect(await notify(body)).toMatchObject({ status: 400, json: { issues: [{ path }] } });
  });
});

describe('a vendor', () => {
  test('gives up when no answer comes in its time', async () => {
    reaction = 'hang';

    expect(
      await sendNotification({ headers: {}, body: '{}' }, receiver.origin, { timeoutMs: 50, expectedBody: null }),
    ).toEqual({ status: null, body: '', received: false, problem: 'No answer within 50 ms.' });
  });

  test('has its own idea of an answer: Fusebill two seconds, Aria the body OK', () => {
    expect(vendors.fusebill.outside.delivery).toEqual({ timeoutMs: 2_000, expectedBody: null });
    expect(vendors.aria.outside.delivery.expectedBody).toBe('OK');
  });
});
