import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type Bench,
  convert,
  issuedToken,
  openPlan,
  read,
  startBench,
  startMs,
} from '../support/constant-contact-v3-bench.ts';
import { closeRecordingServers, type Reaction, type RecordedRequest } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

describe('the token', () => {
  const fifty = <Value>(make: () => Promise<Value>) => Promise.all(Array.from({ length: 50 }, make));

  test('is asked for with a form and Basic credentials in UTF-8, without a scope', async () => {
    const bench = await startBench({});
    await read(bench.operations);
    expect(
      bench
        .tokenRequests()
        .map(({ method, target, headers, body }) => [
          method,
          target,
          headers.authorization,
          headers['content-type'],
          body,
        ]),
    ).toEqual([
      [
        'POST',
        '/oauth2/v1/token',
        'Basic cGFydG5lci1pZDpzw6ljcmV0LTE=',
        'application/x-www-form-urlencoded',
        'grant_type=client_credentials',
      ],
    ]);
  });

  test('is asked for in the query with an empty body, and with a scope, where the settings say so', async () => {
    const settings = { tokenParameters: 'query', tokenScope: 'v3api/general.partner' };
    const bench = await startBench({ secret: { settings } });
    await read(bench.operations);
    expect(bench.tokenRequests().map(({ target, headers, body }) => [target, headers['content-type'], body])).toEqual([
      [
        '/oauth2/v1/token?grant_type=client_credentials&scope=v3api%2Fgeneral.partner',
        'application/x-www-form-urlencoded',
        '',
      ],
    ]);
  });

  test('is fetched once for fifty requests at the same time, and kept', async () => {
    const bench = await startBench({});
    await fifty(() => read(bench.connect(20_000)));
    await read(bench.connect(20_000));
    expect(bench.tokenRequests().length).toBe(1);
    expect(bench.planRequests().length).toBe(51);
  });

  test('is not shared between connections', async () => {
    const first = await startBench({});
    const second = await startBench({ secret: { clientId: 'other-id' } });
    await read(first.operations);
    await read(second.operations);
    expect(second.tokenRequests()[0]?.headers.authorization).toBe('Basic b3RoZXItaWQ6c8OpY3JldC0x');
  });

  test.each([
    ['3600', { expires_in: 3600 }, 3_539_999, 3_540_000],
    ['text', { expires_in: '600' }, 539_999, 540_000],
    ['absent', {}, 3_539_999, 3_540_000],
    ['no number', { expires_in: 'soon' }, 3_539_999, 3_540_000],
    ['far too long', { expires_in: 1e15 }, 86_339_999, 86_340_000],
  ])('with a lifetime that is %s is renewed a minute before its end', async (_what, life, lastMs, renewedMs) => {
    const bench = await startBench({
      token: (index) => ({ status: 200, body: { access_token: `token-${index + 1}`, ...life } }),
    });
    await read(bench.operations);
    bench.clock.advance(lastMs);
    await read(bench.connect(20_000));
    expect(bench.tokenRequests().length).toBe(1);
    bench.clock.advance(renewedMs - lastMs);
    await read(bench.connect(20_000));
    expect(bench.planRequests().map(({ headers }) => headers.authorization)).toEqual(['token-1', 'token-1', 'token-2']);
  });

  test.each([[0], [-5], [60]])(
    'that lives %i seconds serves the requests that waited for it, and no other',
    async (expires_in) => {
      const bench = await startBench({ token: () => ({ status: 200, body: { access_token: 'brief', expires_in } }) });
      expect(await read(bench.operations)).toHaveProperty('accountPlan');
      expect(await read(bench.operations)).toHaveProperty('accountPlan');
      expect(bench.tokenRequests().length).toBe(2);
    },
  );

  test('is fetched anew, once, when the API refuses it', async () => {
    const bench = await startBench({
      plan: (_index, { headers }) =>
        headers.authorization === 'token-1'
          ? { status: 401, body: { error_key: 'unauthorized', error_message: 'Unauthorized' } }
          : openPlan,
    });
    const results = await fifty(() => read(bench.connect(20_000)));
    expect(results.every((result) => result !== undefined && 'accountPlan' in result)).toBe(true);
    expect(bench.tokenRequests().length).toBe(2);
    expect(bench.planRequests().length).toBe(100);
  });

  test('that is refused a second time is provider_unauthorized', async () => {
    const bench = await startBench({
      plan: () => ({ status: 401, body: { message: 'Unauthorized' } }),
      secret: { authorizationScheme: 'bare' },
    });
    expect(await read(bench.operations)).toMatchObject({
      code: 'provider_unauthorized',
      provider: { status: 401, message: 'Unauthorized' },
    });
    expect([bench.tokenRequests().length, bench.planRequests().length]).toEqual([2, 2]);
  });

  test.each([
    [400, 'provider_unauthorized', 1],
    [401, 'provider_unauthorized', 1],
    [403, 'provider_unauthorized', 1],
    [404, 'provider_error', 1],
    [415, 'provider_error', 1],
    [429, 'provider_rate_limited', 4],
    [503, 'provider_unavailable', 4],
  ])(
    'that is refused with %i is %s after %i requests, and the account is not asked for',
    async (status, code, times) => {
      const bench = await startBench({
        token: () => ({ status, body: { error: 'invalid_client', error_description: 'Bad sécret-1' } }),
      });
      expect(await read(bench.operations)).toEqual({
        code,
        detail: `The provider answered with status ${status}.`,
        provider: { name: 'constant-contact-v3', status, code: 'invalid_client', message: 'Bad [redacted]' },
      });
      expect([bench.tokenRequests().length, bench.planRequests().length]).toEqual([times, 0]);
    },
  );

  test('that a gateway refuses because too many were asked for is a rate limit, and the account is not asked for', async () => {
    const headers = { 'x-mashery-error-code': 'ERR_403_DEVELOPER_OVER_RATE', 'retry-after': '60' };
    const bench = await startBench({ token: () => ({ status: 403, headers, body: '<h1>Developer Over Rate</h1>' }) });
    expect(await convert(bench)).toMatchObject({
      kind: 'refused',
      problem: { code: 'provider_rate_limited', outcome: 'not_executed', retryAfterSeconds: 60 },
    });
    expect([bench.tokenRequests().length, bench.planRequests().length]).toEqual([1, 0]);
  });

  test('that failed once is fetched again by the next request', async () => {
    const bench = await startBench({ token: (index) => (index === 0 ? { status: 401 } : issuedToken(index)) });
    expect(await read(bench.operations)).toMatchObject({ code: 'provider_unauthorized' });
    expect(await read(bench.operations)).toHaveProperty('accountPlan');
  });

  test.each([
    ['no JSON', '<html>'],
    ['no token', { expires_in: 3600 }],
    ['a token that no header can hold', { access_token: 'a\nb' }],
  ])('answer with %s is provider_response_invalid', async (_what, body) => {
    const bench = await startBench({ token: () => ({ status: 200, body }) });
    expect(await read(bench.operations)).toMatchObject({
      code: 'provider_response_invalid',
      detail: "The provider's answer is not valid: the access token.",
    });
  });

  test('comes too late for the request that asked first, and in time for one that can wait', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const bench = await startBench({
      token: async (index, clock) => {
        clock.advance(4_000);
        await released;
        return issuedToken(index);
      },
    });
    const hasty = read(bench.connect(4_000));
    const patient = read(bench.connect(20_000));
    expect(await hasty).toEqual({
      code: 'provider_timeout',
      detail: 'The provider did not give an access token in time.',
    });
    release();
    expect(await patient).toHaveProperty('accountPlan');
    expect(bench.tokenRequests().length).toBe(1);
  });

  test('request that dies in silence is sent again after half of its ten seconds', async () => {
    const bench = await startBench({
      token: (index, clock) => {
        if (index > 0) {
          return issuedToken(index);
        }
        clock.advance(5_000);
        return 'hang';
      },
    });
    expect(await read(bench.operations)).toHaveProperty('accountPlan');
    expect(bench.tokenRequests().length).toBe(2);
    expect(bench.clock.now() - startMs).toBe(5_000);
  });

  test('request is given up after ten seconds by itself, and then made anew', async () => {
    const bench = await startBench({
      token: (index, clock) => {
        if (index > 0) {
          return issuedToken(index);
        }
        clock.advance(10_000);
        return 'hang';
      },
    });
    expect(await read(bench.operations)).toMatchObject({ code: 'provider_timeout' });
    expect(await read(bench.operations)).toHaveProperty('accountPlan');
  });
});

describe('how the token stands in the header', () => {
  const takes =
    (pattern: RegExp) =>
    (_index: number, { headers }: RecordedRequest): Reaction =>
      pattern.test(headers.authorization ?? '') ? openPlan : { status: 401, body: { message: 'Unauthorized' } };
  const sent = (bench: Bench) => bench.planRequests().map(({ method, headers }) => [method, headers.authorization]);

  test('is found out by a read where the secret leaves it open, once for all requests of the connection', async () => {
    const bench = await startBench({ plan: takes(/^Bearer /) });
    expect(await read(bench.operations)).toHaveProperty('accountPlan');
    expect(await read(bench.connect(20_000))).toHaveProperty('accountPlan');
    expect(sent(bench)).toEqual([
      ['GET', 'token-1'],
      ['GET', 'token-2'],
      ['GET', 'Bearer token-2'],
      ['GET', 'Bearer token-2'],
    ]);
  });

  test('is, in a write, what a read found', async () => {
    const bench = await startBench({ plan: takes(/^Bearer /) });
    await read(bench.operations);
    expect(await convert(bench)).toMatchObject({ kind: 'accepted' });
    expect(sent(bench).at(-1)).toEqual(['PUT', 'Bearer token-2']);
  });

  test('is never tried out by a write', async () => {
    const bench = await startBench({ plan: takes(/^Bearer /) });
    expect(await convert(bench)).toMatchObject({ kind: 'refused', problem: { code: 'provider_unauthorized' } });
    expect(sent(bench)).toEqual([
      ['PUT', 'token-1'],
      ['PUT', 'token-2'],
    ]);
  });

  test.each([
    ['bare', /^Bearer /, ['token-1', 'token-2']],
    ['bearer', /^token/, ['Bearer token-1', 'Bearer token-2']],
  ])('that the secret calls %s is never another', async (authorizationScheme, taken, headers) => {
    const bench = await startBench({ plan: takes(taken), secret: { authorizationScheme } });
    expect(await read(bench.operations)).toMatchObject({ code: 'provider_unauthorized' });
    expect(sent(bench).map(([, authorization]) => authorization)).toEqual(headers);
  });

  test('is not looked for again once a form was taken: then a 401 is about the credentials', async () => {
    const bench = await startBench({ plan: (index) => (index === 0 ? openPlan : { status: 401 }) });
    await read(bench.operations);
    expect(await read(bench.operations)).toMatchObject({ code: 'provider_unauthorized' });
    expect(sent(bench).map(([, authorization]) => authorization)).toEqual(['token-1', 'token-1', 'token-2']);
  });

  test('stays open while no form was taken', async () => {
    const bench = await startBench({ plan: (index) => (index < 5 ? { status: 401 } : openPlan) });
    expect(await read(bench.operations)).toMatchObject({ code: 'provider_unauthorized' });
    expect(await read(bench.operations)).toHaveProperty('accountPlan');
    expect(sent(bench).at(-1)).toEqual(['GET', 'Bearer token-3']);
  });
});
