import { once } from 'node:events';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { runInNewContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startGateway } from '../../local/gateway.ts';
import type { LoopbackServer } from '../../local/loopback-server.ts';
import { readRoutes } from '../../local/routes.ts';
import { createApiBench } from '../support/api-handlers.ts';

let gateway: LoopbackServer;

beforeAll(async () => {
  gateway = await startGateway({
    port: 0,
    routes: readRoutes(),
    handlers: createApiBench().all,
    timeoutMs: 20_000,
  });
});

afterAll(() => gateway.close());

/** Unlike fetch, node:http sends the path as it is written, and decompresses nothing. */
const send = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
  const { hostname, port } = new URL(gateway.url);
  const sent = request({ hostname, port, path, method, headers, agent: false });
  sent.end();
  const [response] = await once(sent, 'response');
  const bytes = await buffer(response);
  return { status: response.statusCode, headers: response.headers, bytes, text: bytes.toString() };
};

/** What an element of `html` refers to. */
const references = (html: string) =>
  [...html.matchAll(/\b(?:src|href)="([^"]*)"/g)].map(([, reference = '']) => reference);

describe('GET /docs', () => {
  test('is a page that may load what comes from the API itself and nothing else', async () => {
    const { status, headers, text } = await send('/docs', { 'x-request-id': 'r-1' });

    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-request-id': 'r-1',
      'cache-control': 'no-store',
    });
    expect(text).toContain('<title>Plan Gateway API</title>');
  });

  test('refers to files that are all there', async () => {
    const { text } = await send('/docs');
    const answers: unknown[] = [];
    for (const reference of references(text).filter((reference) => reference !== 'data:,')) {
      const { pathname } = new URL(reference, `${gateway.url}/docs`);
      const { status, headers } = await send(pathname);
      answers.push([pathname, status, headers['content-type'], headers['cache-control']]);
    }

    expect(answers).toEqual([
      ['/docs/swagger-ui.css', 200, 'text/css; charset=utf-8', 'no-store'],
      ['/docs/swagger-ui-bundle.js', 200, 'text/javascript; charset=utf-8', 'no-store'],
      ['/docs/start.js', 200, 'text/javascript; charset=utf-8', 'no-store'],
      ['/openapi.json', 200, 'application/json; charset=utf-8', 'no-store'],
    ]);
  });

  test('stays below the path of a stage or of a domain name', async () => {
    const { text } = await send('/docs');

    expect(references(text).map((reference) => new URL(reference, 'https://api.example/prod/docs').href)).toEqual([
      'data:,',
      'https://api.example/prod/docs/swagger-ui.css',
      'https://api.example/prod/docs/swagger-ui-bundle.js',
      'https://api.example/prod/docs/start.js',
      'https://api.example/prod/openapi.json',
    ]);
  });

  test('has no script and no style in itself, which its policy would stop', async () => {
    const { text } = await send('/docs');

    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    expect([...text.matchAll(/<script\b[^>]*>([^<]*)/g)].map(([, code]) => code)).toEqual(['', '']);
  });

  test('names no other host, nor do its style sheet and what starts it', async () => {
    const [page, start, styles] = await Promise.all(
      ['/docs', '/docs/start.js', '/docs/swagger-ui.css'].map(async (path) => (await send(path)).text),
    );

    expect(page).not.toContain('//');
    expect(start).not.toContain('//');
    expect(styles).not.toMatch(/@import|sourceMappingURL/);
    const addresses = [...(styles ?? '').matchAll(/url\(["']?([a-z]+:|[^)]{0,40})/g)].map(([, address]) => address);
    expect(new Set(addresses)).toEqual(new Set(['data:']));
  });

  test('starts Swagger UI over the document beside it, in an element that it has, and asks no validator', async () => {
    const started: unknown[] = [];

    runInNewContext((await send('/docs/start.js')).text, {
      SwaggerUIBundle: (options: unknown) => started.push(options),
      document: { baseURI: 'https://api.example/prod/docs' },
      URL,
    });

    expect(started).toEqual([
      {
        dom_id: '#api',
        url: 'https://api.example/prod/openapi.json',
        validatorUrl: null,
        deepLinking: true,
        displayRequestDuration: true,
      },
    ]);
    expect((await send('/docs')).text).toContain('<div id="api"></div>');
  });

  test('sends what is tried to where the document came from', async () => {
    const { servers } = JSON.parse((await send('/openapi.json')).text);

    expect(
      servers.map(({ url }: { url: string }) => new URL(url, 'https://api.example/prod/openapi.json').href),
    ).toEqual(['https://api.example/prod/']);
  });
});

describe('a file of the page', () => {
  test.each(['/docs', '/docs/start.js', '/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js'])(
    '%s comes compressed where that is taken, with the same content',
    async (path) => {
      const plain = await send(path);
      const compressed = await send(path, { 'accept-encoding': 'gzip, deflate, br' });

      expect(plain.headers).not.toHaveProperty('content-encoding');
      expect(compressed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
      expect(gunzipSync(compressed.bytes).equals(plain.bytes)).toBe(true);
    },
  );

  test('of which the largest has half a megabyte compressed', async () => {
    const { headers } = await send('/docs/swagger-ui-bundle.js', { 'accept-encoding': 'gzip' });

    expect(Number(headers['content-length'])).toBeLessThan(500_000);
  });

  test.each([
    ['gzip', 'gzip'],
    ['GZip;q=0.1', 'gzip'],
    ['br;q=1, *;q=0.5', 'gzip'],
    ['br, deflate', undefined],
    ['gzip;q=0', undefined],
    ['gzip; q=0.0, *', undefined],
    ['*;q=0', undefined],
    ['identity', undefined],
    ['', undefined],
    ['x-gzip;q=nonsense, gzip;q=nonsense', undefined],
  ])('with accept-encoding %j has the encoding %s', async (acceptEncoding, encoding) => {
    const { status, headers } = await send('/docs/start.js', { 'accept-encoding': acceptEncoding });

    expect([status, headers['content-encoding']]).toEqual([200, encoding]);
  });

  test('is answered in full to a conditional request, since nobody may keep it', async () => {
    const { status, headers, bytes } = await send('/docs/start.js', {
      'if-none-match': '*',
      'if-modified-since': 'Wed, 01 Jan 2031 00:00:00 GMT',
    });

    expect([status, headers['cache-control'], bytes.length > 0]).toEqual([200, 'no-store', true]);
  });

  test.each([
    '/docs/',
    '/docs/index.html',
    '/docs/package.json',
    '/docs/swagger-ui.js',
    '/docs/swagger-ui-bundle.js.map',
    '/docs/Start.js',
    '/docs/start.js/',
    '/docs/__proto__',
    '/docs/..%2Fopenapi.json',
    '/docs/..%2F..%2Fpackage.json',
    '/docs/..%5Cpackage.json',
    '/docs/%2Fetc%2Fpasswd',
    '/docs/start.js%00',
    '/docs/../docs/start.js',
  ])('is none at %s', async (path) => {
    const { status, headers, text } = await send(path, { 'x-request-id': 'r-1' });

    expect([status, headers['content-type'], headers['cache-control'], headers['x-request-id']]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
      'no-store',
      'r-1',
    ]);
    expect(JSON.parse(text).code).toBe('route_not_found');
  });

  test.each(['/docs', '/docs/start.js'])('is there for GET alone, as API Gateway has the route: %s', async (path) => {
    const head = await send(path, {}, 'HEAD');
    const post = await send(path, {}, 'POST');

    expect([head.status, head.bytes.length]).toEqual([404, 0]);
    expect([post.status, JSON.parse(post.text).code]).toEqual([404, 'route_not_found']);
  });
});
