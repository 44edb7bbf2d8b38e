import { beforeEach, describe, expect, test } from '@jest/globals';
import { readRoutes } from '../../local/routes.ts';
import { type ApiBench, createApiBench } from '../support/api-handlers.ts';
import { eventOf, invocationOf, send } from '../support/request-event.ts';
import { functionNames } from '../support/served-functions.ts';

let bench: ApiBench;

beforeEach(() => {
  bench = createApiBench();
});

const functions = [...functionNames, 'api-docs', 'route-not-found'];

const handlerOf = (name: string) => {
  const handler = bench.all[name];
  if (handler === undefined) {
    throw new Error(name);
  }
  return handler;
};

const call = (name: string, headers: Record<string, string> = {}) =>
  send(handlerOf(name), { path: '/v1/x', pathParameters: { connection: 'cc' }, headers });

test('these are all the functions that have a route', () => {
  expect([...new Set(readRoutes().map(({ functionName }) => functionName))].sort()).toEqual([...functions].sort());
});

/** What browsers are told with every answer. */
const browserHeaders = {
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=31536000',
  'referrer-policy': 'no-referrer',
};

describe.each(functions)('%s', (name) => {
  test('tells browsers to take its answer for what it is, to come by HTTPS alone, and to tell nobody where they were', async () => {
    expect((await call(name)).headers).toMatchObject(browserHeaders);
  });

  test.each(['r', 'a'.repeat(128), '!~-_.:/=+"\\', '{"a":1}'])('sends the x-request-id %s back', async (requestId) => {
    expect((await call(name, { 'x-request-id': requestId })).headers['x-request-id']).toBe(requestId);
  });

  test.each(['', ' ', 'a b', 'a'.repeat(129), 'é', 'a\u0000', 'a\r\nset-cookie: x', 'a,\tb', '\u{1f600}'])(
    'sends the request id of API Gateway in the place of %j',
    async (requestId) => {
      expect((await call(name, { 'x-request-id': requestId })).headers['x-request-id']).toBe('gateway-request');
    },
  );

  test.each([undefined, '', 'a b', 'a'.repeat(129), 7])(
    'makes a new x-request-id where API Gateway has none that can be one: %j',
    async (requestId) => {
      const event = eventOf({ path: '/v1/x', pathParameters: { connection: 'cc' } });
      const requestContext = { ...event.requestContext, requestId } as typeof event.requestContext;

      const answer = await handlerOf(name)({ ...event, requestContext }, invocationOf());

      expect(answer.headers?.['x-request-id']).toMatch(/^req_[0-9a-f]{32}$/);
    },
  );

  test('forbids caches to keep its answer', async () => {
    // The document of the API is nobody's secret, and clients may keep it if they ask for it anew.
    expect((await call(name)).headers['cache-control']).toBe(name === 'api-docs' ? 'no-cache' : 'no-store');
  });
});

test.each(['get-plan', 'get-account-plan', 'convert-trial', 'get-conversion', 'route-not-found'])(
  'a problem of %s says which request it was',
  async (name) => {
    const { body } = await call(name, { 'x-request-id': 'r-7' });

    expect([body.requestId, body.instance]).toEqual(['r-7', '/v1/x']);
  },
);

test('a route that is not there is a problem, told in full', async () => {
  const handler = bench.all['route-not-found'] ?? never();

  const answer = await send(handler, { path: '/v2/plans', headers: { 'x-request-id': 'r-1' } });

  expect(answer.status).toBe(404);
  expect(answer.headers).toEqual({
    'content-type': 'application/problem+json; charset=utf-8',
    'x-request-id': 'r-1',
    'cache-control': 'no-store',
    ...browserHeaders,
  });
  expect(answer.body).toEqual({
    type: 'https://plan-gateway.dev/problems/route_not_found',
    title: 'There is no such route',
    status: 404,
    detail: 'This API has no such route. GET /openapi.json lists those it has.',
    instance: '/v2/plans',
    code: 'route_not_found',
    retryable: false,
    requestId: 'r-1',
    provider: null,
    errors: [],
  });
});

test.each([
  ['/v1/connections/a b/plans/é', '/v1/connections/a%20b/plans/%C3%A9'],
  ['/v1/connections/a%20b', '/v1/connections/a%2520b'],
  ['/<script>"', '/%3Cscript%3E%22'],
  [`/${'x'.repeat(600)}`, `/${'x'.repeat(511)}`],
  ['/\ud800', '/%EF%BF%BD'],
])('the path %j is shown as a URI reference', async (path, instance) => {
  expect((await send(bench.all['route-not-found'] ?? never(), { path })).body.instance).toBe(instance);
});

test('the document of the API is JSON of its own kind, open to browsers of no cache', async () => {
  const { status, headers, body } = await send(bench.all['api-docs'] ?? never(), { path: '/openapi.json' });

  expect(status).toBe(200);
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  expect(body.openapi).toBe('3.1.0');
});

describe('a fault of ours', () => {
  const broken = () =>
    createApiBench({
      secretSource: {
        read: () => Promise.reject(new TypeError('v2-password leaked')),
        list: () => Promise.reject(new TypeError('v2-password leaked')),
      },
    });

  test('is 500 on a read, with nothing internal in it', async () => {
    const { handlers } = broken();

    const { status, headers, body } = await send(handlers['list-connections'], {
      path: '/v1/<connections>',
      headers: { 'x-request-id': 'r-1' },
    });

    expect(status).toBe(500);
    expect(headers).toMatchObject({ ...browserHeaders, 'cache-control': 'no-store' });
    expect(body).toEqual({
      type: 'https://plan-gateway.dev/problems/internal_error',
      title: 'Something went wrong on our side',
      status: 500,
      detail: 'The request failed through a fault of this service.',
      instance: '/v1/%3Cconnections%3E',
      code: 'internal_error',
      retryable: true,
      requestId: 'r-1',
      provider: null,
      errors: [],
    });
  });

  test('is 500 on a write, with the outcome unknown', async () => {
    const { handlers } = broken();

    const { status, body } = await send(handlers['convert-trial'], {
      pathParameters: { connection: 'cc', accountId: 'a1' },
      headers: { 'idempotency-key': 'k' },
      body: { planId: '2' },
    });

    expect([status, body.code, body.outcome]).toEqual([500, 'internal_error', 'unknown']);
  });

  test('is logged by the name and the frames of the error, without its text', async () => {
    const { handlers, lines } = broken();

    await send(handlers['list-connections'], { headers: { 'x-request-id': 'r-1' } });

    const line = lines.map((text) => JSON.parse(text)).find(({ event }) => event === 'internal_error');
    expect(line).toMatchObject({ level: 'error', requestId: 'r-1', gatewayRequestId: 'gateway-request' });
    expect(line).toMatchObject({ name: 'TypeError' });
    expect(line.frames).toContain('at ');
    expect(lines.join('\n')).not.toContain('v2-password');
  });
});

test('a request is logged once, by route and status, without its path, query, headers or body', async () => {
  await bench.handlers['get-account-plan'](
    {
      ...eventOf({
        path: '/v1/connections/cc/accounts/customer-17/plan',
        pathParameters: { connection: 'cc', accountId: 'customer-17' },
        query: 'include=raw',
        headers: { 'x-request-id': 'r-1', authorization: 'Bearer abc', cookie: 'c' },
      }),
      routeKey: 'GET /v1/connections/{connection}/accounts/{accountId}/plan',
    },
    invocationOf(),
  );

  expect(bench.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'request')).toEqual([
    {
      time: '2031-03-01T12:00:00.000Z',
      level: 'info',
      event: 'request',
      function: 'get-account-plan',
      route: 'GET /v1/connections/{connection}/accounts/{accountId}/plan',
      requestId: 'r-1',
      gatewayRequestId: 'gateway-request',
      status: 200,
      durationMs: 0,
    },
  ]);
  expect(bench.lines.join('\n')).not.toMatch(/customer-17|include|Bearer|v2-/);
});

test('each line of a request names it as its caller and as API Gateway do', async () => {
  await send(bench.handlers['get-account-plan'], {
    pathParameters: { connection: 'cc', accountId: 'a1' },
    headers: { 'x-request-id': 'r-1' },
  });

  const lines = bench.lines.map((line) => JSON.parse(line));
  expect(lines.map(({ event, requestId, gatewayRequestId }) => [event, requestId, gatewayRequestId])).toEqual([
    ['provider_call', 'r-1', 'gateway-request'],
    ['request', 'r-1', 'gateway-request'],
  ]);
});

const never = (): never => {
  throw new Error('There is no such function.');
};
