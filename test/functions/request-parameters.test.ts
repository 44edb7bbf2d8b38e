import { beforeEach, describe, expect, test } from '@jest/globals';
import { type ApiBench, createApiBench } from '../support/api-handlers.ts';
import { send, type TestRequest } from '../support/request-event.ts';
import type { FunctionName } from '../support/served-functions.ts';

let bench: ApiBench;

beforeEach(() => {
  bench = createApiBench();
});

const parameters = {
  'list-connections': {},
  'list-plans': { connection: 'cc' },
  'get-plan': { connection: 'cc', planId: '2' },
  'get-account-plan': { connection: 'cc', accountId: 'a1' },
  'convert-trial': { connection: 'cc', accountId: 'a1' },
  'get-conversion': { connection: 'cc', accountId: 'a1', conversionId: 'cnv_01ARZ3NDEKTSV4RRFFQ69G5FAV' },
  'create-plan': { connection: 'cc' },
  'edit-plan': { connection: 'cc', planId: '2' },
  'add-rate-schedule': { connection: 'cc', planId: '2' },
  'edit-rate-schedule': { connection: 'cc', planId: '2', rateScheduleId: '3' },
  'receive-webhook': { connection: 'cc' },
} satisfies Record<FunctionName, Record<string, string>>;

const ask = (name: FunctionName, pathChanges: Record<string, string> = {}, request: TestRequest = {}) =>
  send(bench.handlers[name], {
    pathParameters: { ...parameters[name], ...pathChanges },
    headers: name === 'convert-trial' ? { 'idempotency-key': 'k1' } : {},
    ...(name === 'convert-trial' ? { body: { planId: '2' } } : {}),
    ...request,
  });

const refusal = async (...request: Parameters<typeof ask>) => {
  const { status, body } = await ask(...request);
  expect(bench.calls).toEqual([]);
  return { status, code: body.code, paths: (body.errors as { path: string }[] | undefined)?.map(({ path }) => path) };
};

const refused = (...paths: string[]) => ({ status: 400, code: 'invalid_request', paths });

const pathIds: readonly (readonly [FunctionName, string])[] = [
  ['get-plan', 'planId'],
  ['get-account-plan', 'accountId'],
  ['convert-trial', 'accountId'],
  ['get-conversion', 'accountId'],
  ['get-conversion', 'conversionId'],
  ['list-plans', 'connection'],
  ['get-plan', 'connection'],
  ['get-account-plan', 'connection'],
  ['convert-trial', 'connection'],
  ['get-conversion', 'connection'],
];

describe.each(pathIds)('%s refuses a %s', (name, parameter) => {
  test.each([
    ['of 10,000 characters', 'a'.repeat(10_000)],
    ['that is empty', ''],
    ['that would leave its path segment', '../a'],
    ['with a slash', 'a/b'],
    ['that is encoded once more: parts of the path are decoded once, by API Gateway', 'a%32'],
    ['with an encoded slash', 'a%2Fb'],
    ['with a control character', 'a\u0000'],
    ['with a line break', 'a1\r\nx-admin: 1'],
    ['with a letter outside of ASCII', 'ａ1'],
    ['with half of a surrogate pair', 'a\ud800'],
    ['with a question mark', 'a1?x=1'],
    ['with the separator of the table', 'a1#GUARD'],
    ['with a space', ' a1'],
  ])('%s', async (_what, value) => {
    expect(await refusal(name, { [parameter]: value })).toEqual(refused(`path.${parameter}`));
  });
});

test.each([
  ['leading zero', '0070001'],
  ['plus sign', '+70001'],
  ['exponent', '7e4'],
  ['letter', 'a70001'],
  ['nineteen digits', '1000000000000000000'],
])('an id of a provider whose ids are numbers has one spelling: no %s', async (_what, accountId) => {
  expect(await refusal('get-account-plan', { connection: 'fuse', accountId })).toEqual(refused('path.accountId'));
  expect(await refusal('get-plan', { connection: 'fuse', planId: accountId })).toEqual(refused('path.planId'));
  expect(
    await refusal(
      'get-account-plan',
      { connection: 'fuse', accountId: '70001' },
      { query: `subscriptionId=${encodeURIComponent(accountId)}` },
    ),
  ).toEqual(refused('query.subscriptionId'));
  expect(
    await refusal('convert-trial', { connection: 'fuse', accountId: '70001' }, { body: { subscriptionId: accountId } }),
  ).toEqual(refused('subscriptionId'));
});

test('a conversion is asked for by an id that could be one', async () => {
  for (const conversionId of ['cnv_1', 'cnv_01arz3ndektsv4rrffq69g5fav', 'cnv_01ARZ3NDEKTSV4RRFFQ69G5FAVX', 'GUARD']) {
    expect(await refusal('get-conversion', { conversionId })).toEqual(refused('path.conversionId'));
  }
});

describe('a query parameter', () => {
  test.each<[FunctionName, string, string]>([
    ['list-plans', 'limit=1&limit=2', 'query.limit'],
    ['list-plans', 'limit=1&limit=1', 'query.limit'],
    ['list-plans', 'cursor=a&cursor=b', 'query.cursor'],
    ['list-plans', 'include=raw&include=prices', 'query.include'],
    ['get-plan', 'include=raw&include=raw', 'query.include'],
    ['get-account-plan', 'subscriptionId=1&subscriptionId=2', 'query.subscriptionId'],
    ['convert-trial', 'preview=true&preview=false', 'query.preview'],
  ])('of %s that is given twice (%s) is refused', async (name, query, path) => {
    const { body } = await ask(name, {}, { query });

    expect(body.errors).toEqual([{ path, message: 'must be given once' }]);
    expect(bench.calls).toEqual([]);
  });

  test.each<[FunctionName, string, string]>([
    ['list-connections', 'prefix=a', 'query.prefix'],
    ['list-plans', 'page=2', 'query.page'],
    ['list-plans', 'Limit=2', 'query.Limit'],
    ['list-plans', '__proto__=1', 'query.__proto__'],
    ['list-plans', '__proto__[limit]=1', 'query.__proto__[limit]'],
    ['list-plans', 'constructor=1', 'query.constructor'],
    ['get-plan', 'limit=2', 'query.limit'],
    ['get-account-plan', 'preview=true', 'query.preview'],
    ['convert-trial', 'dryRun=true', 'query.dryRun'],
    ['get-conversion', 'include=raw', 'query.include'],
    ['get-conversion', '=', 'query.'],
  ])('of %s that is not known (%s) is refused', async (name, query, path) => {
    expect(await refusal(name, {}, { query })).toEqual(refused(path));
  });

  test.each<[FunctionName, string, string]>([
    ['list-plans', 'limit=0', 'query.limit'],
    ['list-plans', 'limit=201', 'query.limit'],
    ['list-plans', 'limit=', 'query.limit'],
    ['list-plans', 'limit=-1', 'query.limit'],
    ['list-plans', 'limit=1.5', 'query.limit'],
    ['list-plans', 'limit=%201', 'query.limit'],
    ['list-plans', 'limit=1e2', 'query.limit'],
    ['list-plans', 'limit=٣', 'query.limit'],
    ['list-plans', 'status=unknown', 'query.status'],
    ['list-plans', 'status=Active', 'query.status'],
    ['list-plans', 'interval=monthly', 'query.interval'],
    ['list-plans', 'include=raw,raw', 'query.include'],
    ['list-plans', 'include=all', 'query.include.0'],
    ['list-plans', 'include=', 'query.include.0'],
    ['get-plan', 'include=prices', 'query.include.0'],
    ['get-plan', 'view=subscription&interval=monthly', 'query.numberOfIntervals'],
    ['get-plan', 'view=subscription&numberOfIntervals=1', 'query.interval'],
    ['get-plan', 'view=subscription&interval=weekly&numberOfIntervals=1', 'query.interval'],
    ['get-plan', 'view=subscription&interval=monthly&numberOfIntervals=0', 'query.numberOfIntervals'],
    ['get-plan', 'interval=monthly', 'query.interval'],
    ['get-plan', 'view=', 'query.view'],
    ['get-account-plan', 'subscriptionId=', 'query.subscriptionId'],
    ['get-account-plan', 'subscriptionId=a%20b', 'query.subscriptionId'],
    ['convert-trial', 'preview=1', 'query.preview'],
    ['convert-trial', 'preview=TRUE', 'query.preview'],
  ])('of %s with a wrong value (%s) is refused', async (name, query, path) => {
    expect(await refusal(name, {}, { query })).toEqual(refused(path));
  });

  test('that is a cursor of nobody is a problem of its own', async () => {
    const { status, body } = await ask('list-plans', {}, { query: 'cursor=bm8' });

    expect([status, body.code, body.errors]).toEqual([
      400,
      'invalid_cursor',
      [{ path: 'query.cursor', message: 'was not given by this list' }],
    ]);
  });

  test('is decoded once, with a plus sign for a space as browsers send it', async () => {
    expect((await ask('list-plans', {}, { query: '%6Cimit=%31' })).status).toBe(200);
    expect(await refusal('list-plans', {}, { query: 'limit=%2531' })).toEqual(refused('query.limit'));
  });
});

describe('what a provider does not have', () => {
  test('is 501 with the operations that it has', async () => {
    const { status, body } = await ask(
      'get-plan',
      {},
      { query: 'view=subscription&interval=monthly&numberOfIntervals=1', headers: { 'x-request-id': 'r-1' } },
    );

    expect(status).toBe(501);
    expect(body).toEqual({
      type: 'https://plan-gateway.dev/problems/unsupported_operation',
      title: 'The provider has no such operation',
      status: 501,
      detail:
        'constant-contact-v2 has no get-plan with view=subscription. This connection has: list-plans, get-plan, get-account-plan, convert-trial.',
      instance: '/v1/connections',
      code: 'unsupported_operation',
      retryable: false,
      requestId: 'r-1',
      provider: null,
      errors: [],
      operations: ['list-plans', 'get-plan', 'get-account-plan', 'convert-trial'],
    });
    expect(bench.calls).toEqual([]);
  });
});

describe('a connection that nobody made', () => {
  test.each<FunctionName>(['list-plans', 'get-plan', 'get-account-plan', 'convert-trial', 'get-conversion'])(
    'is not found by %s',
    async (name) => {
      const { status, body } = await ask(name, { connection: 'nobody' });

      expect([status, body.code]).toEqual([404, 'connection_not_found']);
    },
  );
});

test('a conversion that is not there is not found', async () => {
  const { status, body } = await ask('get-conversion');

  expect([status, body.code]).toEqual([404, 'conversion_not_found']);
});
