import { describe, expect, test } from '@jest/globals';
import { type Bench, startBench } from './bench.ts';
import { connectionPath, conversionRequest } from './expectations.ts';

const path = `${connectionPath}/accounts/a07et2000006/plan`;

const start = () => startBench('constant-contact-v2');

const stateOf = ({ sandbox }: Bench) => sandbox.providers['constant-contact-v2'].state;

describe('what only constant-contact-v2 has', () => {
  test('a 403 over the limit per second is a rate limit, and waited for', async () => {
    const bench = await start();
    stateOf(bench).requestsOverSecondLimit = 1;
    expect(await bench.send({ path })).toMatchObject({ status: 200 });
    expect(bench.countSent('GET plan')).toBe(2);
  });

  test('a 403 over the limit per day is a rate limit, and not tried again', async () => {
    const bench = await start();
    stateOf(bench).requestsOverDayLimit = 1;
    expect(await bench.send({ path })).toMatchObject({
      status: 429,
      body: {
        code: 'provider_rate_limited',
        provider: { status: 403, code: 'mashery.not.authorized.over.ratelimit' },
      },
    });
    expect(bench.countSent('GET plan')).toBe(1);
  });

  test('a conversion over the limit did nothing, and its key stays free', async () => {
    const bench = await start();
    const body = '[{"error_key":"mashery.not.authorized.over.qps","error_message":"Over."}]';
    bench.sandbox.faults.add({
      provider: 'constant-contact-v2',
      operation: 'PUT plan',
      fault: { kind: 'status', status: 403, body },
    });
    const request = conversionRequest('a07et2000001', { planId: '2' });
    expect(await bench.send(request)).toMatchObject({
      status: 429,
      headers: { 'retry-after': '1' },
      body: { code: 'provider_rate_limited', outcome: 'not_executed' },
    });
    expect(await bench.send(request)).toMatchObject({ status: 201 });
  });

  test.each([
    ['ERR_403_DEVELOPER_OVER_QPS', '<h1>Developer Over Qps</h1>', {}, '1'],
    ['ERR_403_DEVELOPER_OVER_RATE', '<h1>Developer Over Rate</h1>', { 'retry-after': '3600' }, '3600'],
  ])(
    "the gateway's stock page %s did nothing to a conversion: sent once, and its key stays free",
    async (code, page, headers, retryAfter) => {
      const bench = await start();
      bench.sandbox.faults.add({
        provider: 'constant-contact-v2',
        operation: 'PUT plan',
        fault: {
          kind: 'status',
          status: 403,
          headers: { 'content-type': 'text/html', 'x-mashery-error-code': code, ...headers },
          body: page,
        },
      });
      const request = conversionRequest('a07et2000001', { planId: '2' });
      expect(await bench.send(request)).toMatchObject({
        status: 429,
        headers: { 'retry-after': retryAfter },
        body: {
          code: 'provider_rate_limited',
          outcome: 'not_executed',
          provider: { status: 403, code, message: null },
        },
      });
      expect(bench.countSent('PUT plan')).toBe(1);
      expect(await bench.send(request)).toMatchObject({ status: 201 });
    },
  );

  test('any other 403 is a refused key: 502, after the secret was fetched once more', async () => {
    const bench = await start();
    stateOf(bench).credentials = { ...stateOf(bench).credentials, apiKey: 'another-key' };
    expect(await bench.send({ path })).toMatchObject({
      status: 502,
      body: {
        code: 'provider_unauthorized',
        provider: { status: 403, code: 'mashery.not.authorized.inactive' },
      },
    });
    expect(bench.countSent('GET plan')).toBe(2);
  });

  test('a billing day that the provider ignores is told by the state after the change', async () => {
    const bench = await start();
    bench.sandbox.faults.add({
      provider: 'constant-contact-v2',
      operation: 'PUT plan',
      fault: { kind: 'drop-before' },
    });
    const pending = await bench.send(conversionRequest('a07et2000001', { planId: '2', billingDayOfMonth: 20 }));
    // Somebody else took it out of the trial, without a billing day.
    const account = stateOf(bench).accounts.get('a07et2000001');
    Object.assign(account ?? {}, { planType: 2, status: 'Open', billingDayOfMonth: 3 });
    expect(await bench.send({ path: String(pending.headers.location) })).toMatchObject({
      body: {
        status: 'succeeded',
        after: { billingDayOfMonth: 3 },
        warnings: [{ code: 'billing_day_ignored', detail: expect.stringContaining('20') }],
      },
    });
  });
});
