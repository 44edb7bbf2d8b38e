import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { demoSecrets } from '../../local/demo-secrets.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import type { LoopbackServer } from '../../local/loopback-server.ts';
import { trialAccount } from '../../sandbox/constant-contact-v2/state.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { systemClock } from '../../shared/domain/clock.ts';
import { createDynamodbTable } from '../../shared/table/dynamodb-table.ts';
import { pointAwsAt } from '../support/aws-clients.ts';
import { type CountingTable, countOperations } from '../support/counting-table.ts';
import { createFunctionBench, type FunctionBench } from '../support/function-bench.ts';
import { startSandbox } from '../support/judged-sandbox.ts';
import { createProviderContext } from '../support/provider-context.ts';
import { send } from '../support/request-event.ts';

let dynamoDb: LoopbackServer;
let sandbox: Sandbox;
let table: CountingTable;
let bench: FunctionBench;
let accounts = 0;
let accountId: string;

beforeAll(async () => {
  dynamoDb = await startDynamoDb({ tableName: 'ledger' });
  pointAwsAt({ dynamoDb: dynamoDb.url });
  sandbox = await startSandbox();
  // Hundreds of callers, the database and the vendor share one process here: that they are slow is no part of the question.
  const patient = { connectionTimeoutMs: 20_000, requestTimeoutMs: 20_000 };
  const { logger } = createProviderContext({ clock: systemClock });
  table = countOperations(createDynamodbTable('ledger', logger, patient));
  bench = createFunctionBench({ clock: systemClock, fetch: globalThis.fetch, table, secrets: demoSecrets(sandbox) });
});

afterAll(() => Promise.all([dynamoDb.close(), sandbox.close()]));

beforeEach(() => {
  accounts += 1;
  accountId = `trial-${accounts}`;
  sandbox.providers['constant-contact-v2'].state.accounts.set(accountId, trialAccount());
  sandbox.clearRequests();
  table.operations.length = 0;
});

const convert = (key: string, { account = accountId, connection = 'demo-constant-contact-v2', body = {} } = {}) =>
  send(bench.handlers['convert-trial'], {
    method: 'POST',
    path: `/v1/connections/${connection}/accounts/${account}/conversions`,
    pathParameters: { connection, accountId: account },
    headers: { 'idempotency-key': key },
    body: connection === 'demo-constant-contact-v2' ? { planId: '2', ...body } : body,
  });

const effects = (account = accountId) => sandbox.world.journal.entries().filter((entry) => entry.accountId === account);

const operations = () => sandbox.requests().map(({ operation }) => operation);

const countBy = (names: readonly string[]) =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, group]) => [name, group.length]));

describe('a conversion', () => {
  test('costs three puts and no read of the table, and a read, a write and a read at the provider', async () => {
    const { status, body } = await convert('k1');

    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'succeeded', outcome: 'converted', attempts: 1 });
    expect(table.operations).toEqual(['put written', 'put written', 'put written']);
    expect(operations()).toEqual(['GET plan', 'PUT plan', 'GET plan']);
  });

  test('that was answered before is answered again to the byte by one refused put and one read, without the provider', async () => {
    const first = await convert('k1');
    table.operations.length = 0;
    sandbox.clearRequests();

    const again = await convert('k1');

    expect(again.status).toBe(201);
    expect(again.text).toBe(first.text);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    expect(again.headers.location).toBe(first.headers.location);
    expect(table.operations).toEqual(['put refused', 'get']);
    expect(operations()).toEqual([]);
  });

  test('that was rejected is answered again to the byte too', async () => {
    const first = await convert('k1', { account: 'a07et2000009' });

    const again = await convert('k1', { account: 'a07et2000009' });

    expect(first.status).toBe(409);
    expect(first.body).toMatchObject({ code: 'not_in_trial', conversion: { status: 'rejected' } });
    expect(again.status).toBe(409);
    expect(again.text).toBe(first.text);
    expect(again.headers['idempotency-replayed']).toBe('true');
  });

  test('is refused under the same key with another request, and nothing is done', async () => {
    await convert('k1');
    sandbox.clearRequests();

    const { status, body } = await convert('k1', { body: { planId: '3' } });

    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'idempotency_key_reused', outcome: 'not_executed' });
    expect(operations()).toEqual([]);
  });

  test('of an account that nobody has leaves its key free', async () => {
    expect((await convert('k1', { account: 'later' })).status).toBe(404);
    sandbox.providers['constant-contact-v2'].state.accounts.set('later', trialAccount());

    expect((await convert('k1', { account: 'later', body: { planId: '3' } })).status).toBe(201);
  });
});

describe('200 callers at once on one trial', () => {
  test('with one key convert it once: all are told of the one conversion', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => convert('same')));

    expect(effects()).toHaveLength(1);
    expect(operations().filter((operation) => operation === 'PUT plan')).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const { 201: created = 0, 202: pending = 0, ...others } = countBy(answers.map(({ status }) => String(status)));
    expect(others).toEqual({});
    expect(created).toBeGreaterThanOrEqual(1);
    expect(created + pending).toBe(200);
    expect((await convert('same')).status).toBe(201);
  });

  test('with 200 keys convert it once: one is told 201, the others that it is in progress or done', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => convert(`key-${index}`)));

    expect(effects()).toHaveLength(1);
    expect(operations().filter((operation) => operation === 'PUT plan')).toHaveLength(1);
    const winners = answers.filter(({ status }) => status === 201);
    expect(winners).toHaveLength(1);
    for (const { status, body, headers } of answers.filter(({ status }) => status !== 201)) {
      expect([status, body.code ?? body.outcome]).toEqual(
        status === 200 ? [200, 'already_converted'] : [409, 'conversion_in_progress'],
      );
      expect(headers.location).toMatch(/\/conversions\/cnv_[0-9A-Z]{26}$/);
    }
    expect((await convert('later')).body).toMatchObject({ outcome: 'already_converted', attempts: 0 });
  });

  test('that is paid already, with 40 keys: each is told so, or that another is being worked on', async () => {
    expect((await convert('first')).status).toBe(201);

    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => convert(`again-${index}`)));

    const told = answers.map(({ status, body }) => `${status} ${body.code ?? body.outcome}`);
    expect(told.filter((text) => text !== '200 already_converted' && text !== '409 conversion_in_progress')).toEqual(
      [],
    );
    expect(told).toContain('200 already_converted');
    expect(effects()).toHaveLength(1);
  });

  test('of Fusebill, whose activation charges, with 20 keys of ten callers each: one activation', async () => {
    const charged = (index: number) =>
      convert(`fusebill-${index % 20}`, { connection: 'demo-fusebill', account: '70001' });

    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => charged(index)));

    expect(effects('70001')).toHaveLength(1);
    const winners = answers.filter(({ status }) => status === 201);
    expect(new Set(winners.map(({ body }) => body.id)).size).toBe(1);
    const {
      200: done = 0,
      201: created = 0,
      202: pending = 0,
      409: inProgress = 0,
      ...others
    } = countBy(answers.map(({ status }) => String(status)));
    expect(others).toEqual({});
    expect(created).toBeGreaterThanOrEqual(1);
    expect(done + created + pending + inProgress).toBe(200);
  });
});
