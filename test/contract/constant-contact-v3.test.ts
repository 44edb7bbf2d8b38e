import { describe, expect, test } from '@jest/globals';
import { type Bench, startBench } from './bench.ts';
import { connectionPath, conversionRequest } from './expectations.ts';

const path = `${connectionPath}/accounts/a07et3000007/plan`;

const start = (options?: Parameters<typeof startBench>[1]) => startBench('constant-contact-v3', options);

const stateOf = ({ sandbox }: Bench) => sandbox.providers['constant-contact-v3'].state;

describe('what only constant-contact-v3 has', () => {
  test('one token serves all requests, however many wait for it', async () => {
    const bench = await start();
    const answers = await Promise.all([1, 2, 3, 4].map(() => bench.send({ path })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await bench.send(conversionRequest('a07et3000001', { planId: 'GOLD' }));
    expect(bench.countSent('POST token')).toBe(1);
  });

  test('a token that the provider takes no longer is replaced, and fails no request', async () => {
    const bench = await start();
    await bench.send({ path });
    bench.sandbox.world.clock.advance(3_600_000);
    expect(await bench.send({ path })).toMatchObject({ status: 200 });
    expect(bench.countSent('POST token')).toBe(2);
    expect(bench.countSent('GET plan')).toBe(3);
  });

  test('a token is renewed a minute before its end, without a refused request', async () => {
    const bench = await start();
    await bench.send({ path });
    bench.gateway.advance(3_539_000);
    await bench.send({ path });
    expect(bench.countSent('POST token')).toBe(1);
    bench.gateway.advance(2_000);
    await bench.send({ path });
    expect(bench.countSent('POST token')).toBe(2);
    expect(bench.countSent('GET plan')).toBe(3);
  });

  test('a write that meets a revoked token is sent again with a new one, and takes effect once', async () => {
    const bench = await start();
    bench.sandbox.faults.add({
      provider: 'constant-contact-v3',
      operation: 'PUT plan',
      fault: { kind: 'status', status: 401 },
    });
    const answer = await bench.send(conversionRequest('a07et3000001', { planId: 'GOLD' }));
    expect(answer).toMatchObject({ status: 201, body: { attempts: 1 } });
    expect(bench.countSent('POST token')).toBe(2);
    expect(bench.countSent('PUT plan')).toBe(2);
    expect(bench.sandbox.world.journal.entries()).toHaveLength(1);
  });

  test('the scheme of the token is a setting', async () => {
    const bench = await start({ secret: { authorizationScheme: 'bearer' } });
    stateOf(bench).authorizationScheme = 'bearer';
    expect(await bench.send({ path })).toMatchObject({ status: 200 });
  });

  test('the parameters of the token go into the query, with a scope, where the settings say so', async () => {
    const bench = await start({
      secret: { settings: { tokenParameters: 'query', tokenScope: 'v3api/general.partner' } },
    });
    await bench.send({ path });
    expect(bench.takeSent()[0]).toMatchObject({
      query: { grant_type: 'client_credentials', scope: 'v3api/general.partner' },
      body: null,
    });
  });

  test("a gateway's 403 over a limit did nothing to a conversion: sent once, and its key stays free", async () => {
    const bench = await start();
    bench.sandbox.faults.add({
      provider: 'constant-contact-v3',
      operation: 'PUT plan',
      fault: {
        kind: 'status',
        status: 403,
        headers: { 'content-type': 'text/html', 'x-mashery-error-code': 'ERR_403_DEVELOPER_OVER_QPS' },
        body: '<h1>Developer Over Qps</h1>',
      },
    });
    const request = conversionRequest('a07et3000001', { planId: 'GOLD' });
    expect(await bench.send(request)).toMatchObject({
      status: 429,
      headers: { 'retry-after': '1' },
      body: { code: 'provider_rate_limited', outcome: 'not_executed' },
    });
    expect(bench.countSent('PUT plan')).toBe(1);
    expect(await bench.send(request)).toMatchObject({ status: 201 });
  });

  test('four calls a second: the second limit is waited for', async () => {
    const bench = await start();
    stateOf(bench).requestsOverSecondLimit = 1;
    expect(await bench.send({ path })).toMatchObject({ status: 200 });
    expect(bench.countSent('GET plan')).toBe(2);
  });

  test('the day limit is told with the time until midnight UTC, and not tried again', async () => {
    const bench = await start();
    stateOf(bench).requestsOverDayLimit = 1;
    const answer = await bench.send({ path });
    expect(answer).toMatchObject({
      status: 429,
      body: { code: 'provider_rate_limited', provider: { code: 'quota_exceeded', message: 'Limit Exceeded' } },
    });
    const seconds = Number(answer.headers['retry-after']);
    const midnight = Math.ceil(Date.now() / 86_400_000) * 86_400_000;
    expect(Math.abs(Date.now() + seconds * 1_000 - midnight)).toBeLessThan(5_000);
    expect(bench.countSent('GET plan')).toBe(1);
  });

  test.each([
    { name: 'the client', operation: 'POST token', body: '{"error":"invalid_client"}', code: 'invalid_client' },
    { name: 'the API key', operation: 'GET plan', body: '{"message":"Forbidden"}', code: null },
  ])('wrong credentials of $name: 502, after the secret was fetched once more', async ({ operation, body, code }) => {
    const bench = await start();
    const fault = { kind: 'status', status: operation === 'POST token' ? 401 : 403, body } as const;
    bench.sandbox.faults.add({ provider: 'constant-contact-v3', operation, times: 2, fault });
    expect(await bench.send({ path })).toMatchObject({
      status: 502,
      body: { code: 'provider_unauthorized', provider: { code } },
    });
    expect(bench.sandbox.faults.remaining()).toEqual([]);
  });

  test('a token endpoint that is down for a moment fails no request', async () => {
    const bench = await start();
    bench.sandbox.faults.add({
      provider: 'constant-contact-v3',
      operation: 'POST token',
      fault: { kind: 'status', status: 503 },
    });
    expect(await bench.send({ path })).toMatchObject({ status: 200 });
  });

  test('a token endpoint that answers nonsense leaves a conversion untried and its key free', async () => {
    const bench = await start();
    bench.sandbox.faults.add({
      provider: 'constant-contact-v3',
      operation: 'POST token',
      fault: { kind: 'garbage' },
    });
    const request = conversionRequest('a07et3000001', { planId: 'GOLD' });
    expect(await bench.send(request)).toMatchObject({
      status: 502,
      body: { code: 'provider_response_invalid', outcome: 'not_executed' },
    });
    expect(await bench.send(request)).toMatchObject({ status: 201 });
    expect(bench.countSent('PUT plan')).toBe(1);
  });

  test('a billing day that the provider ignores is told by the state after the change', async () => {
    const bench = await start();
    // Left out of the trial by somebody else between our read and our write, without a billing day.
    const account = stateOf(bench).accounts.get('a07et3000001');
    bench.sandbox.faults.add({
      provider: 'constant-contact-v3',
      operation: 'PUT plan',
      fault: { kind: 'drop-before' },
    });
    const request = conversionRequest('a07et3000001', { planId: 'GOLD', billingDayOfMonth: 20 });
    const pending = await bench.send(request);
    Object.assign(account ?? {}, { planType: 'GOLD', billingStatus: 'Open', billingDayOfMonth: 3 });
    expect(await bench.send({ path: String(pending.headers.location) })).toMatchObject({
      body: {
        status: 'succeeded',
        after: { billingDayOfMonth: 3 },
        warnings: [{ code: 'billing_day_ignored', detail: expect.stringContaining('20') }],
      },
    });
  });
});
