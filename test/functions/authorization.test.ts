import { describe, expect, test } from '@jest/globals';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import { createSecretsManagerSource } from '../../shared/secrets/secrets-manager.ts';
import { createApiBench } from '../support/api-handlers.ts';
import { pointAwsAt } from '../support/aws-clients.ts';
import { send, type TestRequest } from '../support/request-event.ts';
import type { FunctionName } from '../support/served-functions.ts';

const readers = ['list-connections', 'list-plans', 'get-plan', 'get-account-plan', 'get-conversion'] as const;
const catalogueWriters = ['create-plan', 'edit-plan', 'add-rate-schedule', 'edit-rate-schedule'] as const;
const functions: readonly FunctionName[] = [...readers, ...catalogueWriters, 'convert-trial'];

const pathParameters = {
  connection: 'cc',
  accountId: 'a1',
  planId: '2',
  rateScheduleId: '3',
  conversionId: 'cnv_01ARZ3NDEKTSV4RRFFQ69G5FAV',
};

const ask = async (name: FunctionName, request: TestRequest, environment: Record<string, string> = {}) => {
  const bench = createApiBench({ environment: { STAGE: 'prod', AUTH: 'jwt', ...environment } });
  const { status, body } = await send(bench.handlers[name], {
    ...(name === 'list-connections' ? {} : { pathParameters }),
    headers: name === 'convert-trial' ? { 'idempotency-key': 'k' } : {},
    ...(name === 'convert-trial' ? { body: { planId: '2' } } : {}),
    ...request,
  });
  return { status, code: body.code, outcome: body.outcome, calls: bench.calls.length, body };
};

const byClaim = { AUTH_CONNECTIONS_CLAIM: 'https://acme.example/connections' };
const connections = (value: unknown) => ({
  scope: 'plans:read plans:write conversions:write',
  'https://acme.example/connections': value,
});

describe('with AUTH=jwt', () => {
  test.each(functions)('%s is closed to a caller without a token, before anything else is looked at', async (name) => {
    const { status, code, calls } = await ask(name, { pathParameters: { connection: 'not a name' }, body: '{' });

    expect([status, code, calls]).toEqual([401, 'unauthenticated', 0]);
  });

  test.each(readers)('%s takes the scope plans:read and no other', async (name) => {
    const allowed = name === 'get-conversion' ? 404 : 200;

    expect((await ask(name, { claims: { scope: 'openid plans:read' } })).status).toBe(allowed);
    expect((await ask(name, { claims: { scp: ['plans:read'] } })).status).toBe(allowed);
    for (const scope of ['', 'plans', 'plans:write conversions:write', 'plans:read-all', 'PLANS:READ']) {
      expect(await ask(name, { claims: { scope } })).toMatchObject({ status: 403, code: 'forbidden', calls: 0 });
    }
    expect(await ask(name, { claims: {} })).toMatchObject({ status: 403, code: 'forbidden' });
  });

  describe('a scope', () => {
    const list = async (claims: Record<string, unknown>, environment: Record<string, string> = {}) =>
      (await ask('list-connections', { claims }, environment)).status;

    test.each([
      { scope: 'plans:read' },
      { scope: 'openid plans:read' },
      { scope: '[openid plans:read]' },
      { scope: ['openid', 'plans:read'] },
      { scp: 'openid plans:read' },
      { scp: '[plans:read]' },
      { scope: 'openid', scp: 'plans:read' },
      { scope: '', scp: '[plans:read]' },
    ])('is found in %j', async (claims) => {
      expect(await list(claims)).toBe(200);
    });

    test.each([
      { scope: 'openid,plans:read' },
      { scope: 'openid  plans:read' },
      { scope: ' plans:read' },
      { scope: 'plans:read ' },
      { scope: 'openid\nplans:read' },
      { scope: 'openid\tplans:read' },
      { scope: 'openid\u00a0plans:read' },
      { scope: 'plans:read "' },
      { scope: 'plans:read é' },
      { scope: '[plans:read' },
      { scope: 'plans:read]' },
      { scope: '[[plans:read]]' },
      { scope: '["plans:read"]' },
      { scope: '{"plans:read":true}' },
      { scope: ['openid plans:read'] },
      { scope: ['plans:read', 7] },
      { scp: ['plans:read', ''] },
      { scopes: 'plans:read' },
      { scope: 'plan-gateway/plans:read' },
    ])('is not found in %j', async (claims) => {
      expect(await list(claims)).toBe(403);
    });

    test('may carry the prefix that the issuer gives it, and no other', async () => {
      const prefixed = { AUTH_SCOPE_PREFIX: 'plan-gateway/' };

      expect(await list({ scope: 'openid plan-gateway/plans:read' }, prefixed)).toBe(200);
      expect(await list({ scp: '[plan-gateway/plans:read]' }, prefixed)).toBe(200);
      expect(await list({ scope: 'plans:read' }, prefixed)).toBe(200);
      for (const scope of [
        'shop/plans:read',
        'plan-gateway/',
        'plan-gateway/plan-gateway/plans:read',
        'plan-gateway',
      ]) {
        expect(await list({ scope }, prefixed)).toBe(403);
      }
    });
  });

  test('convert-trial takes the scope conversions:write and no other, and says that nothing was done', async () => {
    expect((await ask('convert-trial', { claims: { scope: 'conversions:write' } })).status).toBe(200);
    expect(await ask('convert-trial', { claims: { scope: 'plans:read plans:write' } })).toMatchObject({
      status: 403,
      code: 'forbidden',
      outcome: 'not_executed',
      calls: 0,
    });
  });

  test.each(catalogueWriters)('%s takes the scope plans:write and no other', async (name) => {
    // The provider of this connection has no such operation, which is told only to those who may ask.
    expect((await ask(name, { claims: { scope: 'plans:write' } })).status).toBe(501);
    expect(await ask(name, { claims: { scope: 'plans:read conversions:write' } })).toMatchObject({
      status: 403,
      code: 'forbidden',
      outcome: 'not_executed',
      calls: 0,
    });
  });

  test('the document of the API and unknown routes stay open', async () => {
    const { all } = createApiBench();

    expect((await send(all['api-docs'] ?? never(), {})).status).toBe(200);
    expect((await send(all['route-not-found'] ?? never(), {})).status).toBe(404);
  });

  test('and no claim that names connections, a caller may use them all', async () => {
    const { body } = await ask('list-connections', { claims: { scope: 'plans:read' } });

    expect((body.data as { name: string }[]).map(({ name }) => name)).toEqual(['cc', 'fuse']);
  });
});

describe('with a claim that names connections', () => {
  test.each(['cc', '[cc]', 'cc fuse', '[fuse cc]', ['cc']])('%j lets the caller use cc', async (value) => {
    expect((await ask('get-plan', { claims: connections(value) }, byClaim)).status).toBe(200);
    expect((await ask('convert-trial', { claims: connections(value) }, byClaim)).status).toBe(200);
  });

  test.each([
    'fuse',
    '',
    '[]',
    'c',
    'ccc',
    '*',
    7,
    null,
    undefined,
    {},
    { cc: true },
    [['cc', 'x']],
    ['cc', 7],
    ['cc', null],
    ['cc eu'],
    ['cc\n'],
    [''],
    'fuse,cc',
    'fuse, cc',
    'cc,',
    'cc ',
    ' cc',
    'fuse  cc',
    'fuse\ncc',
    'fuse\tcc',
    'fuse\r\ncc',
    'fuse\u00a0cc',
    'fuse\u2028cc',
    'cc\n',
    '[cc',
    'cc]',
    '[cc]]',
    '[[cc]]',
    '[[fuse cc] [x]]',
    '[ cc]',
    '[cc ]',
    '[cc Fuse]',
    '[cc *]',
    '["cc"]',
    '["cc","fuse"]',
    '{"cc":true}',
    '{ cc }',
    'map[cc:true]',
    'map[x: cc y:fuse]',
    '[object Object] cc',
  ])('%j keeps the caller out of cc, in every function, with nothing read', async (value) => {
    for (const name of functions.filter((candidate) => candidate !== 'list-connections')) {
      expect(await ask(name, { claims: connections(value) }, byClaim)).toMatchObject({
        status: 403,
        code: 'forbidden',
        calls: 0,
      });
    }
  });

  test('a connection that is not the caller’s looks the same whether it exists or not', async () => {
    const existing = await ask('list-plans', { claims: connections('fuse') }, byClaim);
    const missing = await ask(
      'list-plans',
      { claims: connections('fuse'), pathParameters: { connection: 'nobody' } },
      byClaim,
    );

    expect({ ...missing.body, requestId: '' }).toEqual({ ...existing.body, requestId: '' });
  });

  test('the list of connections has only those', async () => {
    const { body } = await ask('list-connections', { claims: connections('fuse nobody') }, byClaim);

    expect(body.data).toEqual([
      {
        name: 'fuse',
        provider: 'fusebill',
        operations: ['list-plans', 'get-plan', 'get-account-plan', 'convert-trial'],
        problem: null,
      },
    ]);
  });
});

test('the list of connections reads the secrets of the caller’s alone', async () => {
  const service = await startSecretsManager();
  pointAwsAt({ secretsManager: service.url });
  for (const name of ['cc', 'fuse', 'other', 'third']) {
    service.put(`plan-gateway/prod/${name}`, { provider: 'fusebill', apiKey: 'k' });
  }
  const { handlers } = createApiBench({
    environment: { STAGE: 'prod', AUTH: 'jwt', ...byClaim },
    secretSource: createSecretsManagerSource(),
  });

  const { body } = await send(handlers['list-connections'], { claims: connections('[fuse nobody]') });
  const reads = service.calls('GetSecretValue');
  await service.close();

  expect((body.data as { name: string }[]).map(({ name }) => name)).toEqual(['fuse']);
  expect(reads).toBe(1);
});

describe('with AUTH=iam', () => {
  const iam = { AUTH: 'iam' };

  test('a caller whose signature API Gateway verified may use every function, and what a token may hold means nothing', async () => {
    const request = { userArn: 'arn:aws:iam::111122223333:user/signup' };

    for (const name of functions) {
      expect((await ask(name, request, { ...iam, ...byClaim })).status).not.toBe(401);
    }
    expect((await ask('get-plan', request, { ...iam, ...byClaim })).status).toBe(200);
  });

  test.each(functions)(
    '%s is closed to an event without an identity, before anything else is looked at',
    async (name) => {
      const asked = await ask(name, { pathParameters: { connection: 'not a name' }, body: '{' }, iam);

      expect([asked.status, asked.code, asked.calls]).toEqual([401, 'unauthenticated', 0]);
      expect(asked.outcome).toBe(readers.some((reader) => reader === name) ? undefined : 'not_executed');
    },
  );

  test.each(functions)('%s is closed to a token, whatever it claims', async (name) => {
    const claims = connections('cc');

    expect(await ask(name, { claims }, { ...iam, ...byClaim })).toMatchObject({ status: 401, code: 'unauthenticated' });
  });

  test('an identity without a name is none', async () => {
    expect(await ask('get-plan', { userArn: '' }, iam)).toMatchObject({ status: 401, code: 'unauthenticated' });
  });
});

const never = (): never => {
  throw new Error('There is no such function.');
};
