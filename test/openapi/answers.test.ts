import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createApiDocument } from '../../functions/api-docs/document.ts';
import { demoSecrets } from '../../local/demo-secrets.ts';
import { startGateway } from '../../local/gateway.ts';
import type { Handler } from '../../local/invoke.ts';
import type { LoopbackServer } from '../../local/loopback-server.ts';
import { readRoutes } from '../../local/routes.ts';
import { trialAccount } from '../../sandbox/constant-contact-v3/state.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { systemClock } from '../../shared/domain/clock.ts';
import { failed } from '../../shared/domain/result.ts';
import { createApiBench } from '../support/api-handlers.ts';
import { startSandbox } from '../support/judged-sandbox.ts';
import { createMemoryTable } from '../support/memory-table.ts';
import { type PrismProxy, startPrismProxy } from '../support/prism-proxy.ts';

let sandbox: Sandbox;
let gateway: LoopbackServer;
let proxy: PrismProxy;
let isTableDown: boolean;
let isSpoiled: boolean;

beforeAll(async () => {
  sandbox = await startSandbox();
  const table = createMemoryTable();
  const bench = createApiBench({
    clock: systemClock,
    fetch: globalThis.fetch,
    secrets: { ...demoSecrets(sandbox), broken: '{}' },
    table: { ...table, put: (item, expected) => (isTableDown ? down() : table.put(item, expected)) },
  });
  const spoil =
    (handler: Handler): Handler =>
    async (event, context) => {
      const answer = await handler(event, context);
      return isSpoiled ? { ...answer, body: (answer.body ?? '').replaceAll('"name":"', '"name":1,"x":"') } : answer;
    };
  gateway = await startGateway({
    port: 0,
    routes: readRoutes(),
    handlers: Object.fromEntries(Object.entries(bench.all).map(([name, handler]) => [name, spoil(handler)])),
    timeoutMs: 20_000,
  });
  proxy = await startPrismProxy(await createApiDocument(), gateway.url);
}, 60_000);

const down = () => Promise.resolve(failed('unavailable' as const));

afterAll(() => Promise.all([proxy.close(), gateway.close(), sandbox.close()]));

beforeEach(() => {
  isTableDown = false;
  isSpoiled = false;
  sandbox.faults.clear();
});

const ask = (path: string, init?: RequestInit) => proxy.ask(path, init);

const v3 = '/v1/connections/demo-constant-contact-v3';
const fusebill = '/v1/connections/demo-fusebill';
const aria = '/v1/connections/demo-aria';

let keys = 0;
const convert = (path: string, body: object, query = '') => {
  keys += 1;
  return ask(`${path}/conversions${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `key-${keys}` },
    body: JSON.stringify(body),
  });
};

test('Prism refuses an answer that is not as documented: this suite would notice', async () => {
  isSpoiled = true;

  await expect(ask('/v1/connections')).rejects.toThrow('name');
});

describe('reads are answered as documented', () => {
  test.each([
    '/v1/connections',
    '/v1/connections/demo-constant-contact-v2/plans',
    `${v3}/plans?limit=3`,
    `${v3}/plans/GOLD`,
    `${fusebill}/plans?limit=5`,
    `${fusebill}/plans?limit=5&include=prices,raw`,
    `${fusebill}/plans?interval=year&status=active`,
    `${fusebill}/plans/88?include=raw`,
    `${aria}/plans`,
    `${aria}/plans?include=prices`,
    '/v1/connections/demo-constant-contact-v2/accounts/a07et2000006/plan',
    `${v3}/accounts/a07et3000001/plan`,
    `${v3}/accounts/a07et3000007/plan?include=raw`,
    `${v3}/accounts/a07et3000015/plan`,
    `${fusebill}/accounts/70001/plan`,
    `${fusebill}/accounts/70010/plan?subscriptionId=52011`,
    '/openapi.json',
  ])('%s', async (path) => {
    expect((await ask(path)).status).toBe(200);
  });

  test('every plan of every catalogue, page by page, and each by itself', async () => {
    for (const connection of [v3, '/v1/connections/demo-constant-contact-v2', aria]) {
      const { body } = await ask(`${connection}/plans?limit=200`);
      for (const { id } of body.data) {
        expect((await ask(`${connection}/plans/${id}`)).status).toBe(200);
      }
    }
  });
});

describe('conversions are answered as documented', () => {
  test('converted, replayed, read, and already converted', async () => {
    const account = `${v3}/accounts/a07et3000001`;
    const converted = await convert(account, { planId: 'GOLD', billingDayOfMonth: 31 });
    keys -= 1;
    const replayed = await convert(account, { planId: 'GOLD', billingDayOfMonth: 31 });

    expect([converted.status, replayed.status]).toEqual([201, 201]);
    expect(replayed.headers.get('idempotency-replayed')).toBe('true');
    expect((await ask(converted.headers.get('location') ?? '')).body).toEqual(converted.body);
    expect((await convert(account, { planId: 'GOLD' })).status).toBe(200);
    keys -= 1;
    expect(await convert(account, { planId: 'SILVER' })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
  });

  test('previewed, by the provider and by us', async () => {
    expect((await convert(`${fusebill}/accounts/70002`, {}, '?preview=true')).body.preview.kind).toBe('native');
    expect((await convert(`${v3}/accounts/a07et3000002`, { planId: 'GOLD' }, '?preview=true')).body.preview.kind).toBe(
      'computed',
    );
  });

  test('unknown: pending, and another key is told of it', async () => {
    sandbox.providers['constant-contact-v3'].state.accounts.set('slow', trialAccount());
    sandbox.faults.add({ provider: 'constant-contact-v3', operation: 'PUT plan', fault: { kind: 'drop-before' } });

    const pending = await convert(`${v3}/accounts/slow`, { planId: 'GOLD' });
    const other = await convert(`${v3}/accounts/slow`, { planId: 'GOLD' });

    expect([pending.status, pending.body.status]).toEqual([202, 'pending']);
    expect(pending.headers.get('location')).toBe(`${v3}/accounts/slow/conversions/${pending.body.id}`);
    expect([other.status, other.body.code, other.body.conversionId]).toEqual([
      409,
      'conversion_in_progress',
      pending.body.id,
    ]);
    expect((await ask(`${v3}/accounts/slow/conversions/${pending.body.id}`)).body.status).toBe('pending');
  });

  test('of Fusebill, with its money', async () => {
    expect((await convert(`${fusebill}/accounts/70001`, {})).status).toBe(201);
  });
});

describe('problems are answered as documented', () => {
  test.each<[number, string, string]>([
    [400, 'invalid_request', '/v1/connections?x=1'],
    [400, 'invalid_request', `${v3}/plans?limit=0`],
    [400, 'invalid_cursor', `${v3}/plans?cursor=x`],
    [400, 'invalid_request', `${fusebill}/plans/abc`],
    [404, 'connection_not_found', '/v1/connections/nobody/plans'],
    [404, 'plan_not_found', `${v3}/plans/PLATINUM`],
    [404, 'account_not_found', `${v3}/accounts/nobody/plan`],
    [404, 'subscription_not_found', `${fusebill}/accounts/70001/plan?subscriptionId=1`],
    [404, 'conversion_not_found', `${v3}/accounts/a1/conversions/cnv_01ARZ3NDEKTSV4RRFFQ69G5FAV`],
    [409, 'account_plan_ambiguous', `${fusebill}/accounts/70010/plan`],
    [503, 'secret_invalid', '/v1/connections/broken/plans'],
    [503, 'secret_invalid', '/v1/connections/broken/accounts/a1/plan'],
  ])('%d %s: GET %s', async (status, code, path) => {
    const answer = await ask(path);

    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test.each<[number, string, string, object]>([
    [400, 'invalid_request', `${v3}/accounts/a07et3000002`, { plan: 'GOLD' }],
    [404, 'account_not_found', `${v3}/accounts/nobody`, { planId: 'GOLD' }],
    [409, 'not_in_trial', `${v3}/accounts/a07et3000007`, { planId: 'GOLD' }],
    [409, 'account_plan_ambiguous', `${fusebill}/accounts/70010`, {}],
    [503, 'secret_invalid', '/v1/connections/broken/accounts/a1', {}],
  ])('%d %s: POST %s/conversions', async (status, code, path, body) => {
    const answer = await convert(path, body);

    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('of the request itself: no key, another type, too long', async () => {
    const path = `${v3}/accounts/a07et3000002/conversions`;
    const post = (init: RequestInit) => ask(path, { method: 'POST', body: '{"planId":"GOLD"}', ...init });
    const json = { 'content-type': 'application/json' };

    expect((await post({ headers: json })).body.code).toBe('idempotency_key_missing');
    expect((await post({ headers: { 'content-type': 'text/plain' } })).body.code).toBe('unsupported_media_type');
    expect((await post({ headers: json, body: JSON.stringify({ planId: 'x'.repeat(262_144) }) })).body.code).toBe(
      'payload_too_large',
    );
  });

  test('of the ledger', async () => {
    isTableDown = true;

    expect((await convert(`${v3}/accounts/a07et3000002`, { planId: 'GOLD' })).body.code).toBe('ledger_unavailable');
  });

  test.each<[number, string, number]>([
    [429, 'provider_rate_limited', 429],
    [403, 'provider_unauthorized', 502],
    [500, 'provider_error', 502],
    [503, 'provider_unavailable', 503],
  ])('of a provider that answers %d: %s', async (providerStatus, code, status) => {
    // Longer than a caller would wait, so nothing is tried again.
    const headers = { 'retry-after': '3600' };
    sandbox.faults.add({
      provider: 'constant-contact-v3',
      operation: 'GET plan',
      times: 10,
      fault: { kind: 'status', status: providerStatus, headers, body: '[{"error_key":"e","error_message":"m"}]' },
    });

    const read = await ask(`${v3}/accounts/a07et3000002/plan`);
    const written = await convert(`${v3}/accounts/a07et3000002`, { planId: 'GOLD' });

    expect([read.status, read.body.code]).toEqual([status, code]);
    expect([written.status, written.body.code, written.body.outcome]).toEqual([status, code, 'not_executed']);
  });

  test('of a provider that answers nonsense', async () => {
    sandbox.faults.add({ provider: 'constant-contact-v3', operation: 'GET plan', fault: { kind: 'garbage' } });

    expect((await ask(`${v3}/accounts/a07et3000002/plan`)).body.code).toBe('provider_response_invalid');
  });

  test('of a write that the provider refused, with the conversion in it', async () => {
    sandbox.faults.add({
      provider: 'constant-contact-v3',
      operation: 'PUT plan',
      fault: { kind: 'status', status: 400, body: '[{"error_key":"partner.api.bad","error_message":"No."}]' },
    });

    const { status, body } = await convert(`${v3}/accounts/a07et3000003`, { planId: 'GOLD' });

    expect([status, body.code, body.conversion.status]).toEqual([422, 'provider_rejected', 'rejected']);
  });
});
