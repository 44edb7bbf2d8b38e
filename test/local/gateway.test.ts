import { once } from 'node:events';
import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { startGateway } from '../../local/gateway.ts';
import type { Handler } from '../../local/invoke.ts';
import type { LoopbackServer } from '../../local/loopback-server.ts';

const routes = [
  { routeKey: 'GET /v1/connections/{connection}/plans', functionName: 'list' },
  { routeKey: 'GET /v1/connections/{connection}/plans/{planId}', functionName: 'get' },
  { routeKey: 'POST /v1/connections/{connection}/plans', functionName: 'create' },
  { routeKey: '$default', functionName: 'fallback' },
];

interface Call {
  readonly functionName: string;
  readonly event: APIGatewayProxyEventV2;
  readonly context: Context;
}

describe('the gateway in front of handlers', () => {
  let gateway: LoopbackServer;
  let calls: Call[];
  let handle: Handler;
  let reported: string[];

  beforeEach(async () => {
    calls = [];
    reported = [];
    jest.spyOn(console, 'error').mockImplementation((...parts) => {
      reported.push(parts.join(' '));
    });
    handle = async () => ({ statusCode: 200, body: 'ok' });
    const record =
      (functionName: string): Handler =>
      (event, context) => {
        calls.push({ functionName, event, context });
        return handle(event, context);
      };
    const handlers = Object.fromEntries(routes.map(({ functionName }) => [functionName, record(functionName)]));
    gateway = await startGateway({ port: 0, routes, handlers, timeoutMs: 120 });
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await gateway.close();
  });

  /** Unlike fetch, node:http sends the path and the headers as they are written here. */
  const send = async (
    path: string,
    options: { method?: string; headers?: OutgoingHttpHeaders; body?: string | Buffer; agent?: Agent } = {},
  ): Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: string }> => {
    const { hostname, port } = new URL(gateway.url);
    const { body, ...rest } = options;
    const sent = request({ hostname, port, path, agent: false, ...rest });
    sent.end(body);
    const [response] = await once(sent, 'response');
    return { status: response.statusCode, headers: response.headers, body: await text(response) };
  };

  const eventOf = async (...parameters: Parameters<typeof send>): Promise<APIGatewayProxyEventV2> => {
    await send(...parameters);
    const [call] = calls;
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
      await send('/v1/connections/acme/plans?limit=5', { headers: { 'user-agent': 'test/1' } });
      await send('/v1/connections/acme/plans');

      const [first, second] = calls.map(({ event }) => event.requestContext);
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
      handle = async (_event, context) => {
        remaining = context.getRemainingTimeInMillis();
        return { statusCode: 200 };
      };

      await send('/v1/connections/acme/plans');

      expect(remaining).toBeGreaterThan(0);
      expect(remaining).toBeLessThanOrEqual(120);
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
    await send(path, { method });

    expect(calls.map((call) => call.functionName)).toEqual([functionName]);
  });

  describe('writes', () => {
    test('status, headers, cookies and text of the answer', async () => {
      handle = async () => ({
        statusCode: 201,
        headers: { 'content-type': 'application/json', 'x-count': 3 },
        cookies: ['a=1', 'b=2'],
        body: '{"name":"Café"}',
      });

      const answer = await send('/v1/connections/acme/plans');

      expect(answer.status).toBe(201);
      expect(answer.headers['content-type']).toBe('application/json');
      expect(answer.headers['x-count']).toBe('3');
      expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
      expect(answer.body).toBe('{"name":"Café"}');
    });

    test('a Base64 body decoded', async () => {
      handle = async () => ({ statusCode: 200, body: 'b2s=', isBase64Encoded: true });

      expect((await send('/v1/connections/acme/plans')).body).toBe('ok');
    });

    test('204 without a body', async () => {
      handle = async () => ({ statusCode: 204 });

      const answer = await send('/v1/connections/acme/plans');

      expect(answer.status).toBe(204);
      expect(answer.headers).not.toHaveProperty('content-length');
    });
  });

  test.each<[string, Handler]>([
    [
      'throws',
      () => {
        throw new Error('secret stack');
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('secret stack');
      },
    ],
    ['gives nothing', (async () => undefined) as unknown as Handler],
    ['gives a status that is none', async () => ({ statusCode: 42 })],
    ['answers with more than Lambda passes on', async () => ({ statusCode: 200, body: 'x'.repeat(6_291_457) })],
  ])('a handler that %s is 500 with nothing of its own in the answer', async (_what, broken) => {
    handle = broken;

    const answer = await send('/v1/connections/acme/plans');

    expect(answer.status).toBe(500);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.body).toBe('{"message":"Internal Server Error"}');
    expect(reported).toHaveLength(1);
  });

  test('a handler that never settles is 503 once its time is up, and the next request is served', async () => {
    handle = () => new Promise(() => {});
    const answer = await send('/v1/connections/acme/plans');
    handle = async () => ({ statusCode: 200, body: 'again' });
    const next = await send('/v1/connections/acme/plans');

    expect(answer.status).toBe(503);
    expect(answer.body).toBe('{"message":"Service Unavailable"}');
    expect(next.body).toBe('again');
    expect(reported).toEqual(['list: timed out after 120 ms.']);
  });

  test('a body of 10 MB arrives whole, one byte more is 413 and reaches no handler', async () => {
    const post = { method: 'POST', headers: { 'content-type': 'text/plain' } };
    const limit = 10 * 1024 * 1024;

    const most = await send('/v1/connections/acme/plans', { ...post, body: Buffer.alloc(limit, 'x') });
    const tooMuch = await send('/v1/connections/acme/plans', { ...post, body: Buffer.alloc(limit + 1, 'x') });

    expect(most.status).toBe(200);
    expect(tooMuch.status).toBe(413);
    expect(tooMuch.body).toBe('{"message":"Request Entity Too Large"}');
    expect(calls.map(({ event }) => event.body?.length)).toEqual([limit]);
  });

  test('closing lets the answer under way go out, and does not wait for connections that are kept open', async () => {
    const agent = new Agent({ keepAlive: true });
    await send('/v1/connections/acme/plans', { agent });
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    handle = async () => {
      begun.resolve();
      await release.promise;
      return { statusCode: 200, body: 'finished' };
    };
    const underWay = send('/v1/connections/acme/plans');
    await begun.promise;

    const closed = gateway.close();
    release.resolve();

    expect((await underWay).body).toBe('finished');
    await closed;
    await expect(send('/v1/connections/acme/plans')).rejects.toThrow('ECONNREFUSED');
    agent.destroy();
  });
});
