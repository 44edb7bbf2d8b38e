import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLedger, type Ledger } from '../../shared/ledger/ledger.ts';
import type { Due, TableKey } from '../../shared/table/table.ts';
import { type DurableTable, startDurableTable } from '../support/durable-table.ts';
import { succeeded } from '../support/ledger-records.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createProviderContext } from '../support/provider-context.ts';
import { killLeftOverScripts, runNpmScript, runScript } from './script-process.ts';

/** In the past of the script, whose clock is the machine's. */
const startMs = Date.UTC(2026, 0, 15, 10, 0, 0);

let database: DurableTable;
let ledger: Ledger;

beforeEach(async () => {
  database = await startDurableTable();
  const clock = createManualClock(startMs);
  ledger = createLedger(database.table, {
    clock,
    random: Math.random,
    logger: createProviderContext({ clock, lines: [] }).logger,
    retentionDays: 400,
    settleAbandoned: succeeded,
    tell: async () => ({ ok: true, value: null }),
  });
});

afterEach(async () => {
  killLeftOverScripts();
  await database.close();
});

const records = (...options: string[]) =>
  runScript('local/records.ts', { AWS_ENDPOINT_URL_DYNAMODB: database.url }, options).exit;

const storedRecord = (name: string): string =>
  readFileSync(new URL(`../ledger/records/${name}.json`, import.meta.url), 'utf8');

const guardOf = (accountId: string): TableKey => ({ pk: `ACCOUNT#acme#${accountId}`, sk: 'GUARD' });

const keep = (key: TableKey, record: string, due: Due) =>
  database.table.replace({ ...key, revision: `r-${key.pk}`, due, expiresAt: null, record });

/** As a version leaves it that cannot read it. */
const setAside = (key: TableKey, record: string, at = startMs) => keep(key, record, { queue: 'unreadable', at });

const dueOf = async ({ pk, sk }: TableKey) => {
  const items = await database.items();
  return items.find((item) => item.pk?.S === pk && item.sk?.S === sk)?.gsi1pk?.S;
};

describe('npm run records -- unreadable', () => {
  test('says that there are none', async () => {
    expect(await records('unreadable')).toMatchObject({ code: 0, output: '', errors: 'No record is set aside.\n' });
  });

  test('lists what a reader set aside, the oldest first, and nothing of what is in it', async () => {
    await setAside(guardOf('a2'), '{"phase":"held","key":"secret-key"}', startMs + 1_500);
    await keep(guardOf('a1'), '{"phase":"held"}', { queue: 'changes', at: startMs - 1 });
    await keep(guardOf('a3'), storedRecord('unproven'), { queue: 'changes', at: startMs - 1 });
    await ledger.readCurrent('acme', 'a1');
    await ledger.readCurrent('acme', 'a3');

    expect(await records('unreadable')).toMatchObject({
      code: 0,
      output: [
        '{"pk":"ACCOUNT#acme#a1","sk":"GUARD","since":"2026-01-15T10:00:00.000Z"}',
        '{"pk":"ACCOUNT#acme#a2","sk":"GUARD","since":"2026-01-15T10:00:01.500Z"}',
        '',
      ].join('\n'),
      errors: '2 set aside.\n',
    });
  });
});

describe('npm run records -- retry', () => {
  test.each([
    ['a change that is not settled', { pk: 'ACCOUNT#acme#a1', sk: 'GUARD' }, storedRecord('unproven'), 'changes'],
    ['a change whose event is owed', { pk: 'ACCOUNT#acme#a1', sk: 'GUARD' }, storedRecord('settled'), 'events'],
    ['a change that is no JSON', { pk: 'ACCOUNT#acme#a1', sk: 'GUARD' }, '{"phase":', 'changes'],
    ['a journal', { pk: 'PLAN#acme#88', sk: 'EVENTS' }, '{}', 'events'],
    ['a notification', { pk: 'ACCOUNT#acme#a1', sk: 'INBOX' }, '{}', 'webhooks'],
    ['a notification that was given up', { pk: 'ACCOUNT#acme#a1', sk: 'DEAD#whk_1' }, '{}', 'dead'],
  ])('%s goes back to who looks after it, as it is', async (_, key, record, queue) => {
    await setAside(key, record);

    expect(await records('retry', `${key.pk}#${key.sk}`)).toEqual({
      code: 0,
      signal: null,
      output: `${key.pk}#${key.sk} is due for ${queue}\n`,
      errors: '',
    });

    expect(await dueOf(key)).toBe(`DUE#${queue}`);
    expect(await database.table.get(key)).toMatchObject({ value: { revision: `r-${key.pk}`, record } });
    expect(await records('unreadable')).toMatchObject({ output: '', errors: 'No record is set aside.\n' });
  });

  test('leaves the others, and --all takes all of them', async () => {
    for (const accountId of ['a1', 'a2', 'a3']) {
      await setAside(guardOf(accountId), storedRecord('unproven'));
    }

    await records('retry', 'ACCOUNT#acme#a2#GUARD');
    expect(await Promise.all(['a1', 'a2', 'a3'].map((accountId) => dueOf(guardOf(accountId))))).toEqual([
      'DUE#unreadable',
      'DUE#changes',
      'DUE#unreadable',
    ]);

    expect(await records('retry', '--all')).toMatchObject({
      code: 0,
      output: 'ACCOUNT#acme#a1#GUARD is due for changes\nACCOUNT#acme#a3#GUARD is due for changes\n',
    });
    expect(await records('retry', '--all')).toMatchObject({ code: 0, output: '', errors: 'No record is set aside.\n' });
  });

  test('of what still cannot be read ends where it was', async () => {
    await setAside(guardOf('a1'), '{"phase":"held"}');
    await records('retry', 'ACCOUNT#acme#a1#GUARD');

    await ledger.readCurrent('acme', 'a1');

    expect(await records('unreadable')).toMatchObject({ errors: '1 set aside.\n' });
  });
});

describe('what is asked for wrongly ends with a sentence, and changes nothing', () => {
  const more = '\nnpm run records -- --help tells more.\n';

  test.each([
    [[], `Say what to do: unreadable, or retry.${more}`],
    [['delete', 'ACCOUNT#acme#a1#GUARD'], `There is no delete here.${more}`],
    [['unreadable', 'ACCOUNT#acme#a1#GUARD'], `unreadable lists all of them, and takes nothing else.${more}`],
    [['retry'], 'Name the keys to retry, or --all.\n'],
    [['retry', 'ACCOUNT#acme#a1#GUARD', '--all'], 'Name the keys to retry, or --all.\n'],
    [
      ['retry', 'ACCOUNT#acme#a1#GUARD', 'ACCOUNT#acme#a9#GUARD'],
      'There is no record ACCOUNT#acme#a9#GUARD set aside. npm run records -- unreadable lists them.\n',
    ],
  ])('%j', async (options, sentence) => {
    await setAside(guardOf('a1'), '{}');

    expect(await records(...options)).toMatchObject({ code: 1, output: '', errors: sentence });
    expect(await dueOf(guardOf('a1'))).toBe('DUE#unreadable');
  });

  test('a table that cannot be reached', async () => {
    const { url } = database;
    await database.close();

    expect(await runScript('local/records.ts', { AWS_ENDPOINT_URL_DYNAMODB: url }, ['unreadable']).exit).toMatchObject({
      code: 1,
      errors:
        `The table plan-gateway-local cannot be reached at ${url}. ` +
        'AWS_ENDPOINT_URL_DYNAMODB says where it is: npm start prints its own.\n',
    });
  });
});

test('npm run records -- --help tells what it does', async () => {
  expect(await records('--help')).toMatchObject({
    code: 0,
    output: expect.stringContaining('retry <key>'),
    errors: '',
  });
});

test('is a command of the package', async () => {
  expect(await runNpmScript('records', { AWS_ENDPOINT_URL_DYNAMODB: database.url }).exit).toMatchObject({
    code: 1,
    errors: expect.stringContaining('Say what to do'),
  });
});
