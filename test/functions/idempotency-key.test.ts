import { beforeEach, describe, expect, test } from '@jest/globals';
import { type ApiBench, createApiBench } from '../support/api-handlers.ts';
import { send, type TestRequest } from '../support/request-event.ts';

let bench: ApiBench;

beforeEach(() => {
  bench = createApiBench();
});

const convert = (request: TestRequest = {}) =>
  send(bench.handlers['convert-trial'], {
    method: 'POST',
    path: '/v1/connections/cc/accounts/a1/conversions',
    pathParameters: { connection: 'cc', accountId: 'a1' },
    body: { planId: '2' },
    ...request,
    headers: { 'x-request-id': 'r-1', 'idempotency-key': 'k1', ...request.headers },
  });

const refusal = async (request: TestRequest) => {
  const { status, body } = await convert(request);
  expect(bench.calls).toEqual([]);
  return { status, code: body.code, errors: body.errors };
};

const invalid = (...errors: readonly (readonly [string, string])[]) => ({
  status: 400,
  code: 'invalid_request',
  errors: errors.map(([path, message]) => ({ path, message })),
});

describe('the Idempotency-Key', () => {
  test('that is missing is a problem of its own, and nothing is done', async () => {
    const answer = await send(bench.handlers['convert-trial'], {
      path: '/v1/connections/cc/accounts/a1/conversions',
      pathParameters: { connection: 'cc', accountId: 'a1' },
      headers: { 'x-request-id': 'r-1' },
      body: { planId: '2' },
    });

    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      type: 'https://plan-gateway.dev/problems/idempotency_key_missing',
      title: 'The Idempotency-Key header is missing',
      status: 400,
      detail: 'Send an Idempotency-Key header of 1 to 255 visible characters.',
      instance: '/v1/connections/cc/accounts/a1/conversions',
      code: 'idempotency_key_missing',
      retryable: false,
      outcome: 'not_executed',
      requestId: 'r-1',
      provider: null,
      errors: [{ path: 'headers.idempotency-key', message: 'is required' }],
    });
    expect(bench.calls).toEqual([]);
  });

  test.each(['k', '!', '~'.repeat(255), '"quoted"', 'a#b/c?d', '{}'])('may be %s', async (key) => {
    expect((await convert({ headers: { 'idempotency-key': key } })).status).toBe(200);
  });

  test.each(['', ' ', 'a b', 'a'.repeat(256), 'é', 'a\u0000b', 'a\tb', '\u{1f600}'])('may not be %j', async (key) => {
    expect(await refusal({ headers: { 'idempotency-key': key } })).toEqual(
      invalid(['headers.idempotency-key', 'must be 1 to 255 visible ASCII characters']),
    );
  });

  test('is not needed for a preview, which changes nothing', async () => {
    const answer = await send(bench.handlers['convert-trial'], {
      pathParameters: { connection: 'cc', accountId: 'a1' },
      query: 'preview=true',
      body: { planId: '2' },
    });

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ preview: { kind: 'computed', after: { planId: '2', status: 'active' } } });
    expect(bench.calls.map(({ method }) => method)).toEqual(['GET']);
  });

  test.each(['preview=false', 'preview='])('is needed with %s', async (query) => {
    const { status } = await send(bench.handlers['convert-trial'], {
      pathParameters: { connection: 'cc', accountId: 'a1' },
      query,
      body: { planId: '2' },
    });

    expect(status).toBe(400);
  });
});
