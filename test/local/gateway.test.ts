import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { startGateway } from '../../local/gateway.ts';
import { gatewayMessage } from '../../local/invoke.ts';
import { type RecordingGateway, startRecordingGateway } from './recording-gateway.ts';

describe('the gateway in front of handlers', () => {
  let gateway: RecordingGateway;

  beforeEach(async () => {
    gateway = await startRecordingGateway(5_000);
  });

  afterEach(() => gateway.close());

  const eventOf = async (...parameters: Parameters<RecordingGateway['send']>): Promise<APIGatewayProxyEventV2> => {
    await gateway.send(...parameters);
    const [call] = gateway.calls;
    if (call === undefined) {
      throw new Error('No handler was called.');
    }
    return call.event;
  };

  describe('gives a handler', () => {
    test('path parameters decoded once: an encoded slash stays in its segment, an encoded percent sign is not decoded again', async () => {
      const event = await eventOf('/v1/connections/acme/plans/a%2Fb%2520%C3%A9');

      expect(event.routeKey).toBe('GET /v1/connections/{connection}/plans/{planId}');
      expect(event.pathParameters).toEqual({ connection: 'acme', planId: 'a/b%20é' });
      expect(event.rawPath).toBe('/v1/connections/acme/plans/a/b%20é');
    });

    test('a segment that is not valid percent-encoding as it is', async () => {
      const event = await eventOf('/v1/connections/acme/plans/100%25-%E0%A4%A');

      expect(event.pathParameters?.planId).toBe('100%25-%E0%A4%A');
    });

    test('the query as it was sent, and decoded with repeated names joined by commas', async () => {
      const event = await eventOf('/v1/connections/acme/plans?include=raw&limit=5&include=a%2Cb+c&__proto__=x');

      expect(event.rawQueryString).toBe('include=raw&limit=5&include=a%2Cb+c&__proto__=x');
      expect(Object.entries(event.queryStringParameters ?? {})).toEqual([
        ['include', 'raw,a,b c'],
        ['limit', '5'],
        ['__proto__', 'x'],
      ]);
    });

    test('neither query parameters nor path parameters where there are none', async () => {
      const event = await eventOf('/nowhere');

      expect(event).not.toHaveProperty('queryStringParameters');
      expect(event).not.toHaveProperty('pathParameters');
      expect(event.rawQueryString).toBe('');
    });

    test('headers in lower case, repeated ones joined by commas, and cookies apart', async () => {
      const event = await eventOf('/v1/connections/acme/plans', {
        headers: { 'X-Request-Id': 'r-1', 'X-Many': ['one', 'two'], Cookie: 'a=1; b=2' },
      });

      expect(event.headers['x-request-id']).toBe('r-1');
      expect(event.headers['x-many']).toBe('one,two');
      expect(event.cookies).toEqual(['a=1', 'b=2']);
      expect(event.headers).not.toHaveProperty('cookie');
    });

    test('a JSON body as text', async () => {
      const event = await eventOf('/v1/connections/acme/plans', {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: '{"name":"Café"}',
      });

      expect(event.body).toBe('{"name":"Café"}');
      expect(event.isBase64Encoded).toBe(false);
    });

    test.each([
      ['a form', 'application/x-www-form-urlencoded', Buffer.from('a=1'), 'YT0x'],
      ['bytes', 'application/octet-stream', Buffer.of(0, 255, 10), 'AP8K'],
      ['text that is not UTF-8', 'text/plain', Buffer.of(0xe9), '6Q=='],
    ])('%s in Base64', async (_name, contentType, body, expected) => {
      const event = await eventOf('/v1/connections/acme/plans', {
        method: 'POST',
        headers: { 'content-type': contentType },
        body,
      });

      expect(event.body).toBe(expected);
      expect(event.isBase64Encoded).toBe(true);
    });

    test('no body when none was sent', async () => {
      const event = await eventOf('/v1/connections/acme/plans', { method: 'POST' });

      expect(event).not.toHaveProperty('body');
      expect(event.isBase64Encoded).toBe(false);
    });

    test('who asked for what, under a request id that no other request has', async () => {
      await gateway.send('/v1/connections/acme/plans?limit=5', { headers: { 'user-agent': 'test/1' } });
      await gateway.send('/v1/connections/acme/plans');

      const [first, second] = gateway.calls.map(({ event }) => event.requestContext);
      expect(first?.http).toEqual({
        method: 'GET',
        path: '/v1/connections/acme/plans',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'test/1',
      });
      expect(first?.routeKey).toBe('GET /v1/connections/{connection}/plans');
      expect(first?.requestId).not.toBe(second?.requestId);
    });

    test('the time that remains of its time-out', async () => {
      let remaining: number | undefined;
      gateway.handleWith(async (_event, context) => {
        remaining = context.getRemainingTimeInMillis();
        return { statusCode: 200 };
      });

      await gateway.send('/v1/connections/acme/plans');

      expect(remaining).toBeGreaterThan(0);
      expect(remaining).toBeLessThanOrEqual(5_000);
    });
  });

  test.each([
    ['GET', '/v1/connections/acme/plans', 'list'],
    ['POST', '/v1/connections/acme/plans', 'create'],
    ['GET', '/v1/connections/acme/plans/7', 'get'],
    ['DELETE', '/v1/connections/acme/plans', 'fallback'],
    ['GET', '/v1/connections/acme/plans/', 'fallback'],
    ['GET', '/v1/connections//plans', 'fallback'],
    ['GET', '/v1/connections/acme%2Fplans', 'fallback'],
    ['GET', '/', 'fallback'],
  ])('%s %s goes to %s', async (method, path, functionName) => {
    await gateway.send(path, { method });

    expect(gateway.calls.map((call) => call.functionName)).toEqual([functionName]);
  });

  describe('writes', () => {
    test('status, headers, cookies and text of the answer', async () => {
      gateway.handleWith(async () => ({
        statusCode: 201,
        headers: { 'content-type': 'application/json', 'x-count': 3 },
        cookies: ['a=1', 'b=2'],
        body: '{"name":"Café"}',
      }));

      const answer = await gateway.send('/v1/connections/acme/plans');

      expect(answer.status).toBe(201);
      expect(answer.headers['content-type']).toBe('application/json');
      expect(answer.headers['x-count']).toBe('3');
      expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
      expect(answer.body).toBe('{"name":"Café"}');
    });

    test('a Base64 body decoded', async () => {
      gateway.handleWith(async () => ({ statusCode: 200, body: 'b2s=', isBase64Encoded: true }));

      expect((await gateway.send('/v1/connections/acme/plans')).body).toBe('ok');
    });

    test('204 without a body', async () => {
      gateway.handleWith(async () => ({ statusCode: 204 }));

      const answer = await gateway.send('/v1/connections/acme/plans');

      expect(answer.status).toBe(204);
      expect(answer.headers).not.toHaveProperty('content-length');
    });
  });
});

test('a local route is answered by GET alone, at its very path, and before the functions', async () => {
  const gateway = await startGateway({
    port: 0,
    routes: [{ routeKey: '$default', functionName: 'fallback' }],
    handlers: { fallback: async () => ({ statusCode: 404, body: 'fallback' }) },
    timeoutMs: 5_000,
    localRoutes: { '/_local/echo': (query) => gatewayMessage(200, query.get('say') ?? '') },
  });
  const textOf = async (path: string, method = 'GET') => (await fetch(gateway.url + path, { method })).text();

  expect(await textOf('/_local/echo?say=a%20b')).toBe('{"message":"a b"}');
  expect(await textOf('/_local/echo', 'POST')).toBe('fallback');
  expect(await textOf('/_local/echo/')).toBe('fallback');
  expect(await textOf('/_local/toString')).toBe('fallback');
  await gateway.close();
});
