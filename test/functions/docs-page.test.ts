import { once } from 'node:events';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { runInNewContext } from 'node:vm';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
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

/** Where the page has its file of this name: `start.js` at `/docs/start.<hash>.js`. */
const pathOf = async (name: string) => {
  const [base, extension] = name.split(/\.(?=\w+$)/);
  const { text } = await send('/docs');
  const [reference] = new RegExp(`docs/${base}\\.[0-9a-f]{16}\\.${extension}(?=")`).exec(text) ?? [];
  return `/${reference}`;
};

/** What an element of `html` refers to. */
const references = (html: string) =>
  [...html.matchAll(/\b(?:src|href)="([^"]*)"/g)].map(([, reference = '']) => reference);

const forEver = 'public, max-age=31536000, immutable';
const hashed = (base: string, extension: string) => new RegExp(`^${base}\\.[0-9a-f]{16}\\.${extension}$`);

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
      [expect.stringMatching(hashed('/docs/swagger-ui', 'css')), 200, 'text/css; charset=utf-8', forEver],
      [expect.stringMatching(hashed('/docs/swagger-ui-bundle', 'js')), 200, 'text/javascript; charset=utf-8', forEver],
      [expect.stringMatching(hashed('/docs/start', 'js')), 200, 'text/javascript; charset=utf-8', forEver],
      ['/openapi.json', 200, 'application/json; charset=utf-8', 'no-cache'],
    ]);
  });

  test('stays below the path of a stage or of a domain name', async () => {
    const { text } = await send('/docs');

    expect(references(text).map((reference) => new URL(reference, 'https://api.example/prod/docs').href)).toEqual([
      'data:,',
      expect.stringMatching(hashed('https://api.example/prod/docs/swagger-ui', 'css')),
      expect.stringMatching(hashed('https://api.example/prod/docs/swagger-ui-bundle', 'js')),
      expect.stringMatching(hashed('https://api.example/prod/docs/start', 'js')),
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
      ['/docs', await pathOf('start.js'), await pathOf('swagger-ui.css')].map(async (path) => (await send(path)).text),
    );

    expect(page).not.toContain('//');
    expect(start).not.toContain('//');
    expect(styles).not.toMatch(/@import|sourceMappingURL/);
    const addresses = [...(styles ?? '').matchAll(/url\(["']?([a-z]+:|[^)]{0,40})/g)].map(([, address]) => address);
    expect(new Set(addresses)).toEqual(new Set(['data:']));
  });

  test('starts Swagger UI over the document beside it, in an element that it has, and asks no validator', async () => {
    const started: unknown[] = [];

    runInNewContext((await send(await pathOf('start.js'))).text, {
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
  test.each(['page', 'document', 'start.js', 'swagger-ui.css', 'swagger-ui-bundle.js'])(
    '(%s) comes compressed as the client would have it, with the same content',
    async (name) => {
      const path = name === 'page' ? '/docs' : name === 'document' ? '/openapi.json' : await pathOf(name);
      const plain = await send(path);
      const gzipped = await send(path, { 'accept-encoding': 'gzip' });
      const brotli = await send(path, { 'accept-encoding': 'gzip, deflate, br' });

      expect(plain.headers).not.toHaveProperty('content-encoding');
      expect(plain.headers.vary).toBe('accept-encoding');
      expect(gzipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
      expect(gunzipSync(gzipped.bytes).equals(plain.bytes)).toBe(true);
      expect(brotli.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
      expect(brotliDecompressSync(brotli.bytes).equals(plain.bytes)).toBe(true);
    },
  );

  test.each([
    ['gzip', 500_000],
    ['br', 420_000],
  ])('of which the largest, with %s, has fewer bytes than %i', async (encoding, bytes) => {
    const { headers } = await send(await pathOf('swagger-ui-bundle.js'), { 'accept-encoding': encoding });

    expect(Number(headers['content-length'])).toBeLessThan(bytes);
  });

  test.each([
    ['gzip', 'gzip'],
    ['GZip;q=0.1', 'gzip'],
    ['br;q=1, *;q=0.5', 'br'],
    ['br;q=0.4, gzip;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['deflate', undefined],
    ['gzip;q=0', undefined],
    ['gzip; q=0.0, *', 'br'],
    ['gzip; q=0.0, br;q=0, *', undefined],
    ['*;q=0', undefined],
    ['identity', undefined],
    ['', undefined],
    ['x-gzip;q=nonsense, gzip;q=nonsense', undefined],
  ])('with accept-encoding %j has the encoding %s', async (acceptEncoding, encoding) => {
    const { status, headers } = await send(await pathOf('start.js'), { 'accept-encoding': acceptEncoding });

    expect([status, headers['content-encoding']]).toEqual([200, encoding]);
  });

  test.each([
    '/docs/',
    '/docs/index.html',
    '/docs/package.json',
    '/docs/swagger-ui.js',
    '/docs/swagger-ui-bundle.js.map',
    '/docs/start.js',
    '/docs/swagger-ui.css',
    '/docs/swagger-ui-bundle.js',
    '/docs/start.0000000000000000.js',
    '/docs/start..js',
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

  test.each(['/docs', '/openapi.json'])('is there for GET alone, as API Gateway has the route: %s', async (path) => {
    const head = await send(path, {}, 'HEAD');
    const post = await send(path, {}, 'POST');

    expect([head.status, head.bytes.length]).toEqual([404, 0]);
    expect([post.status, JSON.parse(post.text).code]).toEqual([404, 'route_not_found']);
  });
});

describe('the document', () => {
  test('may be kept, and is asked for again: nothing is sent to whoever has it', async () => {
    const first = await send('/openapi.json', { 'accept-encoding': 'br' });
    const etag = first.headers.etag ?? '';
    const answers: unknown[] = [];
    for (const ifNoneMatch of [etag, etag.replace('W/', ''), `"other", ${etag}`, '*', '"other"', 'W/"0"', '']) {
      const { status, headers, bytes } = await send('/openapi.json', { 'if-none-match': ifNoneMatch });
      answers.push([status, headers['cache-control'], headers.etag, headers['content-type'], bytes.length > 0]);
    }

    expect(first.headers).toMatchObject({ 'cache-control': 'no-cache', vary: 'accept-encoding' });
    expect(etag).toMatch(/^W\/"[0-9a-f]{16}"$/);
    const unchanged = [304, 'no-cache', etag, undefined, false];
    const sent = [200, 'no-cache', etag, 'application/json; charset=utf-8', true];
    expect(answers).toEqual([unchanged, unchanged, unchanged, unchanged, sent, sent, sent]);
  });

  test('has a tenth of its bytes compressed', async () => {
    const [plain, compressed] = [await send('/openapi.json'), await send('/openapi.json', { 'accept-encoding': 'br' })];

    expect(compressed.bytes.length).toBeLessThan(plain.bytes.length / 9);
  });
});

describe('with DOCS=off', () => {
  // These functions read their settings when they are first called.
  beforeAll(async () => {
    await gateway.close();
    process.env.DOCS = 'off';
    jest.resetModules();
    const [{ handler: apiDocs }, { handler: routeNotFound }] = await Promise.all([
      import('../../functions/api-docs/handler.ts'),
      import('../../functions/route-not-found/handler.ts'),
    ]);
    gateway = await startGateway({
      port: 0,
      routes: readRoutes().filter(({ functionName }) => ['api-docs', 'route-not-found'].includes(functionName)),
      handlers: { 'api-docs': apiDocs, 'route-not-found': routeNotFound },
      timeoutMs: 20_000,
    });
  });

  afterAll(() => {
    delete process.env.DOCS;
  });

  test.each(['/', '/docs', '/docs/start.js', '/docs/', '/openapi.json'])('there is nothing at %s', async (path) => {
    const { status, headers, text } = await send(path);
    const { code, detail } = JSON.parse(text);

    expect([status, headers['cache-control'], code, detail]).toEqual([
      404,
      'no-store',
      'route_not_found',
      'This API has no such route.',
    ]);
  });
});
