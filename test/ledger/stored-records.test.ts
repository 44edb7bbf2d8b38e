import { readdirSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { createJournals } from '../../shared/events/journal.ts';
import { createLedger, type Ledger } from '../../shared/ledger/ledger.ts';
import { guardKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { claimOf, startMs, succeeded } from '../support/ledger-records.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createMemoryTable } from '../support/memory-table.ts';
import { createProviderContext } from '../support/provider-context.ts';

/** As they were written by version 1 of the schema. Never changed: every later version reads them. */
const folder = new URL('./records/', import.meta.url);
const recordOf = (name: string): string => readFileSync(new URL(`${name}.json`, folder), 'utf8');

let table: Table;
let ledger: Ledger;
let lines: string[];

beforeEach(() => {
  table = createMemoryTable();
  lines = [];
  const clock = createManualClock(startMs);
  const { logger } = createProviderContext({ clock, lines });
  const context = { clock, random: Math.random, logger };
  const journals = createJournals(table, context);
  ledger = createLedger(table, {
    ...context,
    retentionDays: 400,
    settleAbandoned: succeeded,
    tell: async () => {
      const read = await journals.readByPartition('ACCOUNT#acme#a1');
      return read.ok ? { ok: true, value: null } : read;
    },
  });
});

const place = { connection: 'acme', accountId: 'a1' };

const keep = (record: string) =>
  table.replace({ ...guardKey(place), revision: 'r1', due: { queue: 'changes', at: 0 }, expiresAt: null, record });

describe('a record that version 1 wrote', () => {
  const names = ['claimed', 'writing', 'unproven', 'settled', 'settled-rejected'];

  test('is there for every phase and both ends', () => {
    expect(readdirSync(folder).sort()).toEqual(names.map((name) => `${name}.json`).sort());
  });

  test.each(names)('%s: is read, and written again as it was', async (name) => {
    const stored = recordOf(name);
    await keep(stored);

    const held = await ledger.readCurrent('acme', 'a1');
    if (!held.ok || held.value === null) {
      throw new Error('It was not read.');
    }
    await ledger.advance(held.value, held.value.record);

    const item = await table.get(guardKey(place));
    expect(item.ok && item.value !== null ? JSON.parse(item.value.record) : null).toEqual(JSON.parse(stored));
  });

  test.each(names)('%s: is read with members that a later version may add', async (name) => {
    await keep(JSON.stringify({ ...JSON.parse(recordOf(name)), effectiveAt: null, addedLater: { deep: [1] } }));

    expect(await ledger.readCurrent('acme', 'a1')).toMatchObject({
      ok: true,
      value: { record: { phase: name.split('-')[0], changeId: expect.stringMatching(/^cnv_/) } },
    });
  });
});

describe('a record that cannot be read', () => {
  const unreadable = [
    ['of a later schema', JSON.stringify({ ...JSON.parse(recordOf('unproven')), schemaVersion: 2 })],
    ['of a phase that is not known', JSON.stringify({ ...JSON.parse(recordOf('unproven')), phase: 'held' })],
    ['that is no JSON', '{"schemaVersion":1,'],
  ] as const;

  test.each(unreadable)(
    '%s: its account answers that the ledger is not there, and nothing is claimed',
    async (_, text) => {
      await keep(text);

      const problem = { ok: false, problem: { code: 'ledger_unavailable', outcome: 'not_executed' } };
      expect(await ledger.claim(claimOf('k2'))).toMatchObject(problem);
      expect(await ledger.readCurrent('acme', 'a1')).toMatchObject(problem);
    },
  );

  test.each(unreadable)('%s: is set aside as it is, once, with an error line', async (_, text) => {
    await keep(text);
    await ledger.readCurrent('acme', 'a1');
    await ledger.readCurrent('acme', 'a1');

    expect(await ledger.listDue(10)).toEqual({ ok: true, value: [] });
    expect(await table.get(guardKey(place))).toMatchObject({
      value: { revision: 'r1', record: text, due: { queue: 'unreadable', at: startMs } },
    });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { event: 'record_unreadable', pk: 'ACCOUNT#acme#a1', sk: 'GUARD', queue: 'changes' },
    ]);
  });

  test('keeps no other from being due', async () => {
    await keep('{}');
    await ledger.claim(claimOf('k1', { accountId: 'a2', leaseUntil: startMs - 1 }));
    await ledger.readCurrent('acme', 'a1');

    expect(await ledger.listDue(1)).toMatchObject({ value: [{ accountId: 'a2' }] });
  });
});
