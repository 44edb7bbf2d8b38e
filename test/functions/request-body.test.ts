import { beforeEach, describe, expect, test } from '@jest/globals';
import { type ApiBench, createApiBench } from '../support/api-handlers.ts';
import { answerOf, eventOf, invocationOf, send, type TestRequest } from '../support/request-event.ts';

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

describe('a body', () => {
  test('that is well-formed is taken, by any spelling of its type', async () => {
    for (const type of [
      'application/json',
      'Application/JSON; charset=utf-8',
      'application/json;charset=UTF-8',
      'application/merge-patch+json',
    ]) {
      expect(
        (await convert({ headers: { 'content-type': type, 'idempotency-key': type.replace(/ /g, '') } })).status,
      ).toBe(200);
    }
  });

  test('in Base64 is decoded once', async () => {
    const body = Buffer.from('{"planId":"2"}').toString('base64');

    expect((await convert({ body, isBase64Encoded: true })).status).toBe(200);
  });

  test('behind a byte order mark is taken', async () => {
    const body = '\ufeff{"planId":"2"}';

    expect((await convert({ body })).status).toBe(200);
    expect(
      (
        await convert({
          body: Buffer.from(body).toString('base64'),
          isBase64Encoded: true,
          headers: { 'idempotency-key': 'k2' },
        })
      ).status,
    ).toBe(200);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'application/json+xml',
    '',
    'json',
  ])('of type %j is refused', async (type) => {
    expect(await refusal({ headers: { 'content-type': type } })).toEqual({
      status: 415,
      code: 'unsupported_media_type',
      errors: [],
    });
  });

  test('of 256 KiB is taken, of one byte more refused, in whatever encoding it came', async () => {
    const text = (bytes: number) => `{"planId":"2"${' '.repeat(bytes - 14)}}`;
    expect(text(262_144)).toHaveLength(262_144);

    expect((await convert({ body: text(262_144) })).status).toBe(200);
    bench = createApiBench();
    expect(await refusal({ body: text(262_145) })).toMatchObject({ status: 413, code: 'payload_too_large' });
    expect(await refusal({ body: Buffer.from(text(262_145)).toString('base64'), isBase64Encoded: true })).toMatchObject(
      { status: 413, code: 'payload_too_large' },
    );
    expect(await refusal({ body: `{"planId":"${'é'.repeat(131_072)}"}` })).toMatchObject({ status: 413 });
  });

  test.each([
    '{',
    '{"planId":"2"',
    "{'planId':'2'}",
    '{"planId":"2",}',
    'planId=2',
    '\ufeff{"planId":"2"} x',
    'undefined',
    ' ',
  ])('that is not JSON (%j) is refused', async (body) => {
    expect(await refusal({ body })).toEqual(invalid(['body', 'must be well-formed JSON in UTF-8']));
  });

  test('that is not UTF-8 is refused rather than read with other letters', async () => {
    const body = Buffer.from([...Buffer.from('{"planId":"'), 0xff, ...Buffer.from('"}')]).toString('base64');

    expect(await refusal({ body, isBase64Encoded: true })).toEqual(
      invalid(['body', 'must be well-formed JSON in UTF-8']),
    );
  });

  test.each(['null', '[]', '"2"', '2', 'true'])('that is JSON but no object (%s) is refused', async (body) => {
    expect(await refusal({ body })).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ path: 'body' }] });
  });

  test('that is left out is an empty object, which lacks the plan here', async () => {
    const { status, body } = await send(bench.handlers['convert-trial'], {
      pathParameters: { connection: 'cc', accountId: 'a1' },
      headers: { 'idempotency-key': 'k1' },
    });

    expect([status, body.errors]).toEqual([
      400,
      [{ path: 'planId', message: 'is required: the plan that the account is to be on' }],
    ]);
  });

  test.each([null, '', '\ufeff'])('that the event spells %j is left out too', async (body) => {
    const event = eventOf({
      method: 'POST',
      pathParameters: { connection: 'cc', accountId: 'a1' },
      headers: { 'idempotency-key': 'k1' },
    });
    const answer = answerOf(await bench.handlers['convert-trial'](Object.assign(event, { body }), invocationOf()));

    expect([answer.status, answer.body.errors]).toEqual([
      400,
      [{ path: 'planId', message: 'is required: the plan that the account is to be on' }],
    ]);
  });
});

describe('a member of the body', () => {
  test('that is null is as if it were left out', async () => {
    const nothing = { billingDayOfMonth: null, subscriptionId: null, providerOptions: null };

    expect((await convert({ body: { planId: '2', ...nothing } })).status).toBe(200);
  });

  test('that is null and not known is refused like any other', async () => {
    expect(await refusal({ body: { planId: '2', plan: null } })).toEqual(invalid(['plan', 'is not known']));
    expect(await refusal({ body: { planId: '2', providerOptions: { plan: null } } })).toEqual(
      invalid(['providerOptions.plan', 'is not known']),
    );
  });

  test('that is not known is refused, each by its name', async () => {
    expect(await refusal({ body: { planId: '2', plan: '3', PlanId: '2' } })).toEqual(
      invalid(['plan', 'is not known'], ['PlanId', 'is not known']),
    );
  });

  test('that is not known inside of another is refused too', async () => {
    expect(await refusal({ body: { planId: '2', providerOptions: { planGroupId: 1 } } })).toEqual(
      invalid(['providerOptions.planGroupId', 'is not known']),
    );
  });

  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'named %s is unknown like any other, at the top and inside',
    async (name) => {
      expect(await refusal({ body: `{"planId":"2",${JSON.stringify(name)}:{"planId":"3"}}` })).toEqual(
        invalid([name, 'is not known']),
      );
      expect(await refusal({ body: `{"planId":"2","providerOptions":{${JSON.stringify(name)}:{"a":1}}}` })).toEqual(
        invalid([`providerOptions.${name}`, 'is not known']),
      );
      expect(({} as Record<string, unknown>).planId).toBeUndefined();
    },
  );

  test.each<[object, string]>([
    [{ planId: 2 }, 'planId'],
    [{ planId: null }, 'planId'],
    [{ planId: '' }, 'planId'],
    [{ planId: '2/../3' }, 'planId'],
    [{ planId: '2', billingDayOfMonth: 0 }, 'billingDayOfMonth'],
    [{ planId: '2', billingDayOfMonth: 32 }, 'billingDayOfMonth'],
    [{ planId: '2', billingDayOfMonth: 1.5 }, 'billingDayOfMonth'],
    [{ planId: '2', billingDayOfMonth: '15' }, 'billingDayOfMonth'],
    [{ planId: '2', subscriptionId: [] }, 'subscriptionId'],
    [{ planId: '2', providerOptions: [] }, 'providerOptions'],
    [{ planId: '2', providerOptions: 'x' }, 'providerOptions'],
    [{ planId: '1' }, 'planId'],
    [{ planId: 'x'.repeat(10_000) }, 'planId'],
  ])('that is wrong is named: %j', async (body, path) => {
    expect(await refusal({ body })).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ path }] });
  });

  test('that is a number too large for JavaScript is refused', async () => {
    expect(await refusal({ body: '{"planId":"2","billingDayOfMonth":1e400}' })).toMatchObject({
      errors: [{ path: 'billingDayOfMonth' }],
    });
  });

  test('with a hostile name is shown without control characters and cut', async () => {
    const { errors } = await refusal({ body: { planId: '2', [`a\n\u001b[31m${'x'.repeat(500)}`]: 1 } });

    expect(errors).toEqual([{ path: `a?[31m${'x'.repeat(94)}`, message: 'is not known' }]);
  });
});

test('a refusal is told in full', async () => {
  const answer = await convert({ body: { planId: '2', colour: 'red' } });

  expect(answer.status).toBe(400);
  expect(answer.headers).toEqual({
    'content-type': 'application/problem+json; charset=utf-8',
    'x-request-id': 'r-1',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'strict-transport-security': 'max-age=31536000',
    'referrer-policy': 'no-referrer',
  });
  expect(answer.body).toEqual({
    type: 'https://plan-gateway.dev/problems/invalid_request',
    title: 'The request is not valid',
    status: 400,
    detail: 'colour: is not known',
    instance: '/v1/connections/cc/accounts/a1/conversions',
    code: 'invalid_request',
    retryable: false,
    outcome: 'not_executed',
    requestId: 'r-1',
    provider: null,
    errors: [{ path: 'colour', message: 'is not known' }],
  });
});
