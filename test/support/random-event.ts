import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { eventOf } from './request-event.ts';

const hostile = [
  '',
  ' ',
  '.',
  '..',
  '%2e%2e%2f',
  '%',
  '%00',
  '\u0000',
  '\r\nx: y',
  '\ud800',
  '\udfff\ud800',
  '\ufeff',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  '-0',
  '1e400',
  '9'.repeat(400),
  'a'.repeat(10_000),
  '#',
  '?',
  '&',
  "' OR 1=1 --",
  '$(id)',
  '<script>',
  '𝟙',
  '１',
];

const hostileText = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 20 }),
);

/** Mostly what is right, so that inputs reach the deeper parts too. */
const mostly = (right: readonly string[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...right) }, { weight: 1, arbitrary: hostileText });

const pathParameters = (conversionId: string) => {
  const right = {
    connection: mostly(['cc', 'v3', 'aria', 'fuse', 'broken', 'nobody']),
    accountId: mostly(['a1', '70001', '1', 'x@y.z']),
    planId: mostly(['1', '2', '88', 'GOLD', 'gold', '20']),
    conversionId: mostly([conversionId, 'cnv_01ARZ3NDEKTSV4RRFFQ69G5FAV']),
  };
  return fc.oneof(
    { weight: 10, arbitrary: fc.record(right) },
    { weight: 1, arbitrary: fc.record(right, { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
};

const queryName = mostly([
  'limit',
  'cursor',
  'include',
  'status',
  'interval',
  'view',
  'numberOfIntervals',
  'subscriptionId',
  'preview',
]);
const queryValue = mostly([
  '1',
  '200',
  'raw',
  'prices',
  'raw,prices',
  'active',
  'month',
  'monthly',
  'subscription',
  'true',
  'false',
  'W1tdLDAsMF0',
]);

const encoded = (text: string) => encodeURIComponent(text.toWellFormed());

const query = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  {
    weight: 4,
    arbitrary: fc
      .array(fc.tuple(queryName, queryValue, fc.boolean()), { maxLength: 4 })
      .map((pairs) =>
        pairs
          .map(([name, value, isEncoded]) => (isEncoded ? `${encoded(name)}=${encoded(value)}` : `${name}=${value}`))
          .join('&'),
      ),
  },
  { weight: 1, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.constantFrom('&&&', '=', '==', '%', '%zz=1', 'limit', '?limit=1', 'a&'.repeat(2_000)) },
);

const headers = fc
  .tuple(
    fc.record(
      {
        'idempotency-key': mostly(['k1', 'k2', 'k3', 'a'.repeat(255)]),
        'content-type': mostly(['application/json', 'application/json; charset=utf-8', 'text/plain']),
        'x-request-id': mostly(['r-1']),
        authorization: hostileText,
        cookie: hostileText,
      },
      { requiredKeys: [] },
    ),
    fc.dictionary(hostileText, hostileText, { maxKeys: 3 }),
  )
  .map(([known, others]) => ({ 'content-type': 'application/json', 'idempotency-key': 'k0', ...others, ...known }));

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);

const jsonBody = fc.oneof(
  fc
    .record(
      {
        planId: fc.oneof(mostly(['2', 'GOLD', '20', '88']), fc.jsonValue({ maxDepth: 2 })),
        billingDayOfMonth: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.jsonValue({ maxDepth: 1 })),
        subscriptionId: mostly(['52001', '500']),
        providerOptions: fc.oneof(
          fc.constant({}),
          fc.constantFrom<object>({ planGroupId: 1 }, { assignmentDirective: 2 }, { temporarilyDisableAutoPost: true }),
          fc.object({ maxDepth: 3 }),
        ),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  fc.jsonValue().map((value) => JSON.stringify(value)),
);

const price = { name: 'Monthly', currency: 'USD', isDefault: true, interval: { unit: 'month', count: 1 } };

const planChanges = [
  {
    name: 'Gold',
    level: 'base',
    kind: 'recurring',
    currency: 'USD',
    status: 'active',
    prices: [price],
    services: [{ name: 'Seat', type: 'recurring', tiers: [{ from: 1, amounts: ['10.00'] }] }],
  },
  { code: 'gold-monthly', ...price, services: [{ id: '7', tiers: [{ from: 1, amount: '10.00' }] }] },
  { name: 'Golden' },
].map((change) => JSON.stringify(change));

const body = fc.oneof(
  { weight: 10, arbitrary: jsonBody },
  { weight: 6, arbitrary: fc.constantFrom('{"planId":"GOLD"}', '{"planId":"2"}', '{}', ...planChanges) },
  { weight: 2, arbitrary: hostileText },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '{"__proto__":{"planId":"2"}}',
      '{"planId":"2","providerOptions":{"__proto__":{"a":1}}}',
      '{"constructor":{"prototype":{"planId":"2"}}}',
      '{"planId":"2","planId":"3"}',
      '{"planId":"\\ud800"}',
      '{"planId":"2","providerOptions":{"a":"\\udfff"}}',
      '{"billingDayOfMonth":1e400}',
      nested(5_000, '[', ']'),
      `{"providerOptions":${nested(2_000, '{"a":', '')}1${'}'.repeat(2_000)}}`,
      `{"providerOptions":{"a":${nested(5_000, '[', ']')}}}`,
      `{"planId":"${'x'.repeat(20_000)}"}`,
      'x'.repeat(262_145),
      '🙂'.repeat(500),
    ),
  },
);

/** Anything that API Gateway might hand to a function, and much that it never would. `conversionId` is one that exists. */
export const randomEvent = (conversionId: string): fc.Arbitrary<APIGatewayProxyEventV2> =>
  fc
    .record({
      path: fc.oneof(fc.constant('/v1/connections/cc/plans'), hostileText),
      pathParameters: pathParameters(conversionId),
      query,
      headers,
      body: fc.option(body, { nil: undefined }),
      isBase64Encoded: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.boolean() }),
      isEncodedWell: fc.boolean(),
    })
    .map(({ pathParameters: parameters, body: text, isEncodedWell, ...request }) => ({
      ...eventOf({
        ...request,
        ...(parameters === undefined ? {} : { pathParameters: parameters as Record<string, string> }),
      }),
      ...(text === undefined
        ? {}
        : { body: request.isBase64Encoded && isEncodedWell ? Buffer.from(text).toString('base64') : text }),
    }));
