import { once } from 'node:events';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { startEventBus } from '../../local/event-bus.ts';
import { startGateway } from '../../local/gateway.ts';
import { gatewayMessage } from '../../local/invoke.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import { startControlServer } from '../../sandbox/control-server.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { vendors } from '../../sandbox/vendors.ts';
import { readSources } from '../support/imports.ts';
import { startSandbox } from '../support/judged-sandbox.ts';

let handled: string[];
let sandbox: Sandbox;
let urls: Readonly<Record<string, string>>;
let open: { close(): Promise<void> }[];

beforeEach(() => {
  handled = [];
  sandbox.clearRequests();
});

beforeAll(async () => {
  sandbox = await startSandbox();
  const handler = async ({ rawPath }: { readonly rawPath: string }) => {
    handled.push(rawPath);
    return { statusCode: 200, body: 'served' };
  };
  const [gateway, bus, secrets, database, control] = await Promise.all([
    startGateway({
      port: 0,
      routes: [{ routeKey: '$default', functionName: 'any' }],
      handlers: { any: handler },
      timeoutMs: 5_000,
      localRoutes: { '/_local/events': () => gatewayMessage(200, 'events') },
    }),
    startEventBus(),
    startSecretsManager(),
    startDynamoDb({ tableName: 'plan-gateway-local' }),
    startControlServer(sandbox),
  ]);
  open = [gateway, bus, secrets, database, control, sandbox];
  urls = {
    'the API': gateway.url,
    'the event bus': bus.url,
    'Secrets Manager': secrets.url,
    DynamoDB: database.url,
    'the control of the sandbox': control.origin,
    ...Object.fromEntries(
      Object.values(vendors).map(({ id, name }) => [name, new URL(Object.values(sandbox.urls[id])[0] ?? '').origin]),
    ),
  };
});

afterAll(async () => {
  await Promise.all(open.map((server) => server.close()));
});

/** Unlike fetch, node:http sends the headers that it is given. */
const send = async (url: string, method: string, headers: OutgoingHttpHeaders, path = '/') => {
  const { hostname, port } = new URL(url);
  const sent = request({ hostname, port, path, method, headers, agent: false });
  sent.end();
  const [response] = await once(sent, 'response');
  return { status: response.statusCode as number, headers: response.headers, body: await text(response) };
};

const servers = [
  'the API',
  'the event bus',
  'Secrets Manager',
  'DynamoDB',
  'the control of the sandbox',
  ...Object.values(vendors).map(({ name }) => name),
];

const otherHosts = [
  'rebound.example',
  '127.0.0.1.rebound.example',
  'localhost.rebound.example',
  'rebound.example:127.0.0.1',
  'localhost@rebound.example',
  'localhost,rebound.example',
  'localhost.',
  'localhost:3000:3000',
  '0.0.0.0',
  '127.0.0.2',
  '192.168.1.2',
  '2130706433',
  '[::]',
  '[::ffff:127.0.0.1]',
];

const wrongHost = 'Host must be 127.0.0.1, localhost or [::1], with or without a port.';
const wrongOrigin = 'Pages of other hosts may not change anything here.';

/** What a refusal says; null where the server itself answered, whatever it said. */
const refusalOf = async (...parameters: Parameters<typeof send>): Promise<string | null> => {
  const { status, body } = await send(...parameters);
  return status === 403 ? ([wrongHost, wrongOrigin].find((sentence) => body.includes(sentence)) ?? null) : null;
};

const portOf = (url: string) => new URL(url).port;

describe.each(servers)('%s', (name) => {
  const url = () => urls[name] ?? '';

  test('serves this machine under the names that it has for itself', async () => {
    for (const host of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]']) {
      expect(await refusalOf(url(), 'GET', { host })).toBeNull();
      expect(await refusalOf(url(), 'POST', { host: `${host}:${portOf(url())}` })).toBeNull();
    }
  });

  test('refuses what a page asks it for under another name', async () => {
    for (const host of otherHosts) {
      expect([host, await refusalOf(url(), 'GET', { host })]).toEqual([host, wrongHost]);
      expect([host, await refusalOf(url(), 'POST', { host })]).toEqual([host, wrongHost]);
    }
    for (const method of ['PATCH', 'PUT', 'DELETE', 'OPTIONS']) {
      const host = `rebound.example:${portOf(url())}`;
      expect([method, await refusalOf(url(), method, { host })]).toEqual([method, wrongHost]);
    }
    expect([handled, sandbox.requests()]).toEqual([[], []]);
  });

  test('lets a page of another host change nothing', async () => {
    for (const origin of ['https://page.example', 'http://localhost.page.example', 'null', 'file://', 'http://']) {
      expect([origin, await refusalOf(url(), 'POST', { origin })]).toEqual([origin, wrongOrigin]);
    }
    for (const method of ['PATCH', 'PUT', 'DELETE']) {
      expect([method, await refusalOf(url(), method, { origin: 'null' })]).toEqual([method, wrongOrigin]);
    }
    expect([handled, sandbox.requests()]).toEqual([[], []]);
  });

  test('serves the pages of this machine', async () => {
    for (const origin of [url(), 'http://localhost:5173', 'https://[::1]:8443', 'http://127.0.0.1']) {
      expect(await refusalOf(url(), 'POST', { origin })).toBeNull();
    }
  });
});

test('the API refuses with a problem that names the request', async () => {
  const { headers, body } = await send(
    urls['the API'] ?? '',
    'POST',
    { host: 'rebound.example', 'x-request-id': 'r-1' },
    '/v1/connections/acme/accounts/a1/conversions?preview=true',
  );

  expect(headers).toMatchObject({
    'content-type': 'application/problem+json; charset=utf-8',
    'x-request-id': 'r-1',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'strict-transport-security': 'max-age=31536000',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  expect(JSON.parse(body)).toEqual({
    type: 'https://plan-gateway.dev/problems/forbidden',
    title: 'The caller may not do this',
    status: 403,
    detail: wrongHost,
    instance: '/v1/connections/acme/accounts/a1/conversions',
    code: 'forbidden',
    retryable: false,
    outcome: 'not_executed',
    requestId: 'r-1',
    provider: null,
    errors: [],
  });
});

test('the events that arrived are shown to this machine alone', async () => {
  const url = urls['the API'] ?? '';

  expect((await send(url, 'GET', {}, '/_local/events')).status).toBe(200);
  expect((await send(url, 'GET', { host: 'rebound.example' }, '/_local/events')).status).toBe(403);
});

test('nothing listens that does not refuse them', () => {
  const sources = readSources(['functions', 'gateway', 'shared', 'sandbox', 'local', 'scripts', 'bench']);

  expect(sources.filter(({ text }) => /\.listen\(/.test(text)).map(({ path }) => path)).toEqual([
    'sandbox/loopback-server.ts',
  ]);
});
