import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startDynamoDb } from '../../local/dynamodb.ts';
import type { LoopbackServer } from '../../local/loopback-server.ts';
import { success } from '../../shared/domain/result.ts';
import { createLedger, type Ledger } from '../../shared/ledger/ledger.ts';
import type { ChangeRecord } from '../../shared/ledger/record.ts';
import { createDynamodbTable } from '../../shared/table/dynamodb-table.ts';
import type { Queue, Table } from '../../shared/table/table.ts';
import { pointAwsAt } from '../support/aws-clients.ts';
import { claimOf, rejected, startMs, succeeded, writingOf } from '../support/ledger-records.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { createProviderContext } from '../support/provider-context.ts';

let dynamoDb: LoopbackServer;
let lines: string[];
let clock: ManualClock;
let table: Table;
let ledger: Ledger;

beforeEach(async () => {
  dynamoDb = await startDynamoDb({ tableName: 'ledger' });
  pointAwsAt({ dynamoDb: dynamoDb.url });
  lines = [];
  clock = createManualClock(startMs);
  table = createDynamodbTable('ledger', createProviderContext({ clock, lines }).logger);
  ledger = createLedger(table, {
    clock,
    random: Math.random,
    logger: createProviderContext({ clock }).logger,
    retentionDays: 400,
    settleAbandoned: succeeded,
    tell: async () => success(null),
  });
});

afterEach(() => dynamoDb.close());

/** Claims account `accountId` and brings its conversion as far as `toNext` says. */
const bringTo = async (accountId: string, toNext?: (record: ReturnType<typeof claimOf>) => ChangeRecord) => {
  const claim = await ledger.claim(claimOf('k1', { accountId }));
  if (!claim.ok || claim.value.kind !== 'claimed') {
    throw new Error('not claimed');
  }
  if (toNext !== undefined) {
    await ledger.advance(claim.value.held, toNext(claim.value.held.record));
  }
};

const itemOf = async (pk: string, sk = 'GUARD') => {
  const client = new DynamoDBClient({});
  const { Item } = await client.send(
    new GetItemCommand({ TableName: 'ledger', Key: { pk: { S: pk }, sk: { S: sk } } }),
  );
  client.destroy();
  return Item;
};

const due = async (limit = 20) => {
  const listed = await ledger.listDue(limit);
  return listed.ok ? listed.value.map(({ accountId }) => accountId) : listed.problem.code;
};

describe('what has to be looked after', () => {
  test('is what is not settled, once its holder is gone, the most overdue first', async () => {
    await bringTo('late');
    clock.advance(10_000);
    await bringTo('written', (record) => writingOf({ ...record, leaseUntil: startMs + 20_000 }));
    await bringTo('settled', succeeded);
    await bringTo('unknown', (record) => ({
      ...writingOf(record),
      phase: 'unproven',
      leaseUntil: null,
      watch: { checks: 0, nextCheckAt: startMs + 15_000, alarmedAt: null },
    }));

    expect(await due()).toEqual([]);
    clock.advance(5_000);
    expect(await due()).toEqual(['unknown']);
    clock.advance(15_000);
    expect(await due()).toEqual(['unknown', 'written', 'late']);
    expect(await due(1)).toEqual(['unknown']);
  });

  test('does not hold what was settled since', async () => {
    await bringTo('a1', rejected);
    clock.advance(86_400_000);

    expect(await due()).toEqual([]);
  });
});

describe('DynamoDB deletes', () => {
  test('a settled conversion when its retention is over, counted from when it was settled', async () => {
    await bringTo('a1', (record) => ({ ...succeeded(record), owed: null }));

    // 1 March 2031, 12:00:01, and 400 days.
    expect((await itemOf('ACCOUNT#acme#a1'))?.expiresAt).toEqual({ N: String(1_930_132_801 + 400 * 86_400) });
  });

  test('none whose event is still owed', async () => {
    await bringTo('a1', succeeded);

    expect(await itemOf('ACCOUNT#acme#a1')).not.toHaveProperty('expiresAt');
  });

  test('an archived one and its key at that same time', async () => {
    await bringTo('a1', succeeded);
    await ledger.claim(claimOf('k2'));

    const expiry = { N: String(1_930_132_801 + 400 * 86_400) };
    expect((await itemOf('ACCOUNT#acme#a1', 'CHANGE#cnv_k1'))?.expiresAt).toEqual(expiry);
    expect((await itemOf('ACCOUNT#acme#a1', 'KEY#k1'))?.expiresAt).toEqual(expiry);
  });

  test('nothing that is not settled', async () => {
    await bringTo('a1', writingOf);

    expect(await itemOf('ACCOUNT#acme#a1')).not.toHaveProperty('expiresAt');
  });
});

describe('an item', () => {
  test('is written on the condition that it is as it was read', async () => {
    const item = { pk: 'p', sk: 's', revision: 'r1', due: null, expiresAt: null, record: '{}' };

    expect(await table.put(item, null)).toEqual({ ok: true, value: 'written' });
    expect(await table.put({ ...item, revision: 'r2' }, null)).toEqual({ ok: true, value: 'refused' });
    expect(await table.put({ ...item, revision: 'r2' }, 'r0')).toEqual({ ok: true, value: 'refused' });
    expect(await table.put({ ...item, revision: 'r2', expiresAt: 5 }, 'r1')).toEqual({ ok: true, value: 'written' });
    expect(await table.get({ pk: 'p', sk: 's' })).toEqual({
      ok: true,
      value: { ...item, revision: 'r2', expiresAt: 5 },
    });
    expect(await table.get({ pk: 'p', sk: 'other' })).toEqual({ ok: true, value: null });
  });

  test('that was there cannot be written as new after somebody deleted it under a known revision', async () => {
    const item = { pk: 'p', sk: 's', revision: 'r2', due: null, expiresAt: null, record: '{}' };

    expect(await table.put(item, 'r1')).toEqual({ ok: true, value: 'refused' });
  });
});

describe('an item that takes the place of whatever is stored', () => {
  test('needs to know nothing of it', async () => {
    const item = { pk: 'p', sk: 's', revision: 'r1', due: null, expiresAt: null, record: '{}' };

    expect(await table.replace(item)).toEqual({ ok: true, value: null });
    expect(await table.replace({ ...item, revision: 'r2' })).toEqual({ ok: true, value: null });
    expect(await table.put({ ...item, revision: 'r3' }, 'r1')).toEqual({ ok: true, value: 'refused' });
    expect(await table.get({ pk: 'p', sk: 's' })).toEqual({ ok: true, value: { ...item, revision: 'r2' } });
  });
});

describe('a queue of the index', () => {
  test('gives its own items that are due, the most overdue first, until they leave it', async () => {
    const put = (pk: string, queue: Queue, at: string) =>
      table.put(
        { pk, sk: 's', revision: 'r1', due: { queue, at: Date.parse(at) }, expiresAt: null, record: '{}' },
        null,
      );
    await put('late', 'webhooks', '2031-03-01T12:00:02.000Z');
    await put('early', 'webhooks', '2031-03-01T12:00:01.000Z');
    await put('tomorrow', 'webhooks', '2031-03-02T12:00:00.000Z');
    await put('other', 'events', '2031-03-01T12:00:00.000Z');
    const due = () => table.listDue('webhooks', Date.UTC(2031, 2, 1, 12, 0, 2), 10);

    expect(await due()).toEqual({
      ok: true,
      value: [
        { pk: 'early', sk: 's' },
        { pk: 'late', sk: 's' },
      ],
    });
    await table.put({ pk: 'early', sk: 's', revision: 'r2', due: null, expiresAt: null, record: '{}' }, 'r1');
    expect(await due()).toEqual({ ok: true, value: [{ pk: 'late', sk: 's' }] });
  });
});

describe('when DynamoDB cannot be reached', () => {
  test('every operation of the ledger says so, and that nothing was sent', async () => {
    await bringTo('a1');
    await dynamoDb.close();

    const problem = { ok: false, problem: { code: 'ledger_unavailable', outcome: 'not_executed' } };
    expect(await ledger.claim(claimOf('k1'))).toMatchObject(problem);
    expect(await ledger.readCurrent('acme', 'a1')).toMatchObject(problem);
    expect(await ledger.listDue(5)).toMatchObject(problem);
  });

  test('the log names the operation and the kind of error, and no key', async () => {
    pointAwsAt({ dynamoDb: dynamoDb.url });
    const missing = createDynamodbTable('no-such-table', createProviderContext({ clock, lines }).logger);

    expect(await missing.get({ pk: 'ACCOUNT#acme#a1', sk: 'GUARD' })).toEqual({ ok: false, problem: 'unavailable' });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { event: 'ledger_unavailable', operation: 'get', name: 'ResourceNotFoundException' },
    ]);
  });
});

test('a put whose answer was lost, and which the client repeated, counts as written', async () => {
  const repeating: Table = {
    ...table,
    put: async (item, expected) => {
      await table.put(item, expected);
      return table.put(item, expected);
    },
  };
  const repeated = createLedger(repeating, {
    clock,
    random: Math.random,
    logger: createProviderContext({ clock }).logger,
    retentionDays: 1,
    settleAbandoned: succeeded,
    tell: async () => success(null),
  });

  expect(await repeated.claim(claimOf('k1'))).toMatchObject({ ok: true, value: { kind: 'claimed' } });
});
