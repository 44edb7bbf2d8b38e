import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { renderChange } from '../../gateway/render-change.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import type { LoopbackServer } from '../../local/loopback-server.ts';
import { settleAbandoned } from '../../shared/account-changes/reconcile.ts';
import { success } from '../../shared/domain/result.ts';
import { createLedger, type Ledger } from '../../shared/ledger/ledger.ts';
import type { ClaimedRecord, Held, LiveRecord, SettledRecord } from '../../shared/ledger/record.ts';
import { createDynamodbTable } from '../../shared/table/dynamodb-table.ts';
import { pointAwsAt } from '../support/aws-clients.ts';
import { type CountingTable, countOperations } from '../support/counting-table.ts';
import { claimOf, rejected, startMs, succeeded, writingOf } from '../support/ledger-records.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { createProviderContext } from '../support/provider-context.ts';

let dynamoDb: LoopbackServer;
let clock: ManualClock;
let table: CountingTable;
let ledger: Ledger;
let connection: string;
let connections = 0;
let told: string[];

beforeAll(async () => {
  dynamoDb = await startDynamoDb({ tableName: 'ledger' });
  pointAwsAt({ dynamoDb: dynamoDb.url });
});

afterAll(() => dynamoDb.close());

beforeEach(() => {
  // One table for all tests: each has a connection of its own in it.
  connections += 1;
  told = [];
  connection = `acme-${connections}`;
  clock = createManualClock(startMs);
  table = countOperations(
    createDynamodbTable('ledger', createProviderContext({ clock }).logger, {
      connectionTimeoutMs: 20_000,
      requestTimeoutMs: 20_000,
    }),
  );
  ledger = createLedger(table, {
    clock,
    random: Math.random,
    logger: createProviderContext({ clock }).logger,
    retentionDays: 400,
    settleAbandoned: (record) => settleAbandoned(record, { clock, render: renderChange }),
    tell: async ({ changeId }) => {
      told.push(changeId);
      return success(null);
    },
  });
});

const claim = async (key: string, changes: Partial<ClaimedRecord> = {}) => {
  const result = await ledger.claim(claimOf(key, { connection, leaseUntil: clock.now() + 30_000, ...changes }));
  return result.ok ? result.value : { kind: result.problem.code };
};

const claimed = async (key: string, changes: Partial<ClaimedRecord> = {}): Promise<Held<ClaimedRecord>> => {
  const result = await claim(key, changes);
  if (!('held' in result) || result.kind !== 'claimed') {
    throw new Error(result.kind);
  }
  return result.held;
};

const current = async () => {
  const read = await ledger.readCurrent(connection, 'a1');
  return read.ok ? read.value?.record : read.problem.code;
};

const conversion = async (changeId: string) => {
  const read = await ledger.readChange({ connection, accountId: 'a1', changeId });
  return read.ok ? (read.value?.record.phase ?? null) : read.problem.code;
};

describe('a claim of an account', () => {
  test('that nobody converts is one put', async () => {
    expect(await claim('k1')).toMatchObject({
      kind: 'claimed',
      held: { record: { changeId: 'cnv_k1' } },
    });
    expect(table.operations).toEqual(['put written']);
  });

  test('is won by one of 50 at the same time', async () => {
    const claims = await Promise.all(Array.from({ length: 50 }, (_, index) => claim(`k${index}`)));

    expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    expect(claims.filter(({ kind }) => kind === 'in_progress')).toHaveLength(49);
  });

  test('that another key holds says which conversion that is', async () => {
    await claimed('k1');

    expect(await claim('k2')).toMatchObject({ kind: 'in_progress', record: { changeId: 'cnv_k1' } });
  });

  test('that the same request holds is pending, and its other request under that key is refused', async () => {
    await claimed('k1');

    expect(await claim('k1', { changeId: 'cnv_other' })).toMatchObject({
      kind: 'pending',
      held: { record: { changeId: 'cnv_k1' } },
    });
    expect(await claim('k1', { fingerprint: 'silver' })).toEqual({ kind: 'reused' });
  });

  test('keeps accounts and connections apart', async () => {
    await claimed('k1');

    expect(await claim('k1', { accountId: 'a2' })).toMatchObject({ kind: 'claimed' });
    expect(await claim('k1', { connection: `${connection}-b` })).toMatchObject({ kind: 'claimed' });
  });
});

describe('a holder that vanished before it sent anything', () => {
  test('keeps the account until its lease is over', async () => {
    await claimed('k1');
    clock.advance(29_999);

    expect(await claim('k2')).toMatchObject({ kind: 'in_progress' });
    clock.advance(1);
    expect(await claim('k2')).toMatchObject({
      kind: 'claimed',
      held: { record: { changeId: 'cnv_k2' } },
    });
  });

  test('leaves a rejected conversion behind, whose key is free', async () => {
    await claimed('k1');
    clock.advance(30_000);
    await claimed('k2');

    expect(await conversion('cnv_k1')).toBe('settled');
    const settled = await ledger.readChange({ connection, accountId: 'a1', changeId: 'cnv_k1' });
    expect(settled).toMatchObject({
      value: {
        record: { isKeyBound: false, change: { status: 'rejected', problem: { outcome: 'not_executed' } } },
      },
    });
  });

  test('is followed by the same request under the same conversion', async () => {
    await claimed('k1');
    clock.advance(30_000);

    expect(await claim('k1', { changeId: 'cnv_again' })).toMatchObject({
      kind: 'claimed',
      held: { record: { changeId: 'cnv_k1', leaseUntil: startMs + 60_000 } },
    });
  });

  test('cannot write any more when it comes back', async () => {
    const lost = await claimed('k1');
    clock.advance(30_000);
    await claimed('k1');

    expect(await ledger.advance(lost, writingOf(lost.record))).toEqual({ ok: true, value: 'lost' });
    expect(await current()).toMatchObject({ phase: 'claimed' });
  });

  test('is replaced once, however many find it at the same time', async () => {
    await claimed('k1');
    clock.advance(30_000);

    const claims = await Promise.all(Array.from({ length: 20 }, (_, index) => claim(`n${index}`)));

    expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    expect(claims.filter(({ kind }) => kind === 'in_progress')).toHaveLength(19);
  });

  test('of a write that may be out is never replaced, however long ago that was', async () => {
    const held = await claimed('k1');
    await ledger.advance(held, writingOf(held.record));
    clock.advance(86_400_000);

    expect(await claim('k2')).toMatchObject({ kind: 'in_progress', record: { phase: 'writing' } });
    expect(await claim('k1')).toMatchObject({ kind: 'pending' });
  });
});

describe('a settled conversion', () => {
  const settle = async (key: string, how: (record: LiveRecord) => SettledRecord = succeeded) => {
    const held = await claimed(key);
    await ledger.advance(held, how(held.record));
  };

  test('is given again to the same request, by one refused put and one read', async () => {
    await settle('k1');
    table.operations.length = 0;

    expect(await claim('k1')).toMatchObject({ kind: 'settled', record: { changeId: 'cnv_k1' } });
    expect(table.operations).toEqual(['put refused', 'get']);
  });

  test('refuses another request under its key', async () => {
    await settle('k1');

    expect(await claim('k1', { fingerprint: 'silver' })).toEqual({ kind: 'reused' });
  });

  test('makes way for another key, stays readable, and its key stays used', async () => {
    await settle('k1');
    await settle('k2', rejected);
    await settle('k3');

    expect(await conversion('cnv_k1')).toBe('settled');
    expect(await conversion('cnv_k2')).toBe('settled');
    expect(await conversion('cnv_k3')).toBe('settled');
    expect(await claim('k1')).toMatchObject({ kind: 'settled', record: { changeId: 'cnv_k1' } });
    expect(await claim('k2')).toMatchObject({ kind: 'settled', record: { change: { status: 'rejected' } } });
    expect(await claim('k1', { fingerprint: 'silver' })).toEqual({ kind: 'reused' });
    expect(await current()).toMatchObject({ changeId: 'cnv_k3' });
  });

  test('is told before the next one takes its place, unless it is told already', async () => {
    await settle('k1');
    await settle('k2', (record) => ({ ...rejected(record), owed: null }));
    await claimed('k3');

    expect(told).toEqual(['cnv_k1']);
  });

  test('under an older key is given again even while a newer conversion is in flight', async () => {
    await settle('k1');
    await claimed('k2');

    expect(await claim('k1')).toMatchObject({ kind: 'settled', record: { changeId: 'cnv_k1' } });
    expect(await claim('k3')).toMatchObject({ kind: 'in_progress', record: { changeId: 'cnv_k2' } });
  });

  test('that was never tried leaves its key free, for any request', async () => {
    await settle('k1', (record) => rejected(record, { code: 'provider_unavailable', isKeyBound: false }));

    expect(await claim('k1', { changeId: 'cnv_second', fingerprint: 'silver' })).toMatchObject({
      kind: 'claimed',
      held: { record: { changeId: 'cnv_second' } },
    });
    expect(await conversion('cnv_k1')).toBe('settled');
  });

  test('tells the next one when the last success was, past rejections in between', async () => {
    await settle('k1');
    await settle('k2', rejected);

    expect((await claimed('k3')).record.lastWrite).toEqual({
      changeId: 'cnv_k1',
      kind: 'convert_trial',
      until: startMs + 1_000,
    });
  });

  test('goes to one of 30 keys that come at the same time', async () => {
    await settle('k1');

    const claims = await Promise.all(Array.from({ length: 30 }, (_, index) => claim(`n${index}`)));

    expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    expect(claims.filter(({ kind }) => kind === 'in_progress')).toHaveLength(29);
  });
});

test('a conversion that is not there is not found', async () => {
  await claimed('k1');

  expect(await conversion('cnv_k2')).toBeNull();
  expect(await ledger.readCurrent(connection, 'nobody')).toEqual({ ok: true, value: null });
});
