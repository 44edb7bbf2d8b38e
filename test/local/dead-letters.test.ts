import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type DurableTable, startDurableTable } from '../support/durable-table.ts';
import { startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';
import { killLeftOverScripts, runNpmScript, runScript } from './script-process.ts';

let database: DurableTable;
let bench: WebhookBench;

beforeEach(async () => {
  database = await startDurableTable();
  // In the past of the script, whose clock is the machine's.
  bench = await startWebhookBench({ table: database.table, startMs: Date.UTC(2026, 0, 15, 10, 0, 0) });
});

afterEach(async () => {
  killLeftOverScripts();
  await database.close();
});

const deadLetters = (...options: string[]) =>
  runScript('local/dead-letters.ts', { AWS_ENDPOINT_URL_DYNAMODB: database.url }, options).exit;

const accounts = () => bench.sandbox.providers['constant-contact-v3'].state.accounts;

/** Notifications of accounts that are not there when they are looked for, two hours apart. */
const giveUp = async (...accountIds: readonly string[]): Promise<readonly string[]> => {
  for (const accountId of accountIds) {
    await bench.notify({ provider: 'constant-contact-v3', accountId, event: 'account.cancel' });
    const account = accounts().get(accountId);
    accounts().delete(accountId);
    await processEveryQuarter(8);
    accounts().set(accountId, account ?? never());
  }
  const { output } = await deadLetters();
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).id);
};

/** What is replayed is due now, by the clock of the machine. */
const processNow = async () => {
  bench.clock.advance(Date.now() - bench.clock.now());
  await bench.runStreams();
};

const processEveryQuarter = async (times: number) => {
  for (let quarter = 0; quarter < times; quarter += 1) {
    bench.clock.advance(15 * 60_000);
    await bench.process();
  }
};

describe('npm run dead-letters', () => {
  test('says that there are none', async () => {
    const process = runNpmScript('dead-letters', { AWS_ENDPOINT_URL_DYNAMODB: database.url });

    expect(await process.exit).toMatchObject({ code: 0, errors: 'No notification was given up.\n' });
  });

  test('lists what was given up, the oldest first, with what the last attempt met', async () => {
    const ids = await giveUp('a07et3000008', 'a07et3000007');

    const { code, output, errors } = await deadLetters('list');

    expect({ code, errors }).toEqual({ code: 0, errors: '2 given up.\n' });
    expect(output).toBe(
      [
        `{"id":"${ids[0]}","connection":"demo-constant-contact-v3","provider":"constant-contact-v3","accountId":"a07et3000008",` +
          '"eventNames":["account.cancel"],"receivedAt":"2026-01-15T10:00:00.000Z","attempts":8,"problem":"account_not_found"}',
        `{"id":"${ids[1]}","connection":"demo-constant-contact-v3","provider":"constant-contact-v3","accountId":"a07et3000007",` +
          '"eventNames":["account.cancel"],"receivedAt":"2026-01-15T12:00:00.000Z","attempts":8,"problem":"account_not_found"}',
        '',
      ].join('\n'),
    );
  });

  test('lists each that was given up of one account', async () => {
    const ids = await giveUp('a07et3000007', 'a07et3000007');

    expect(ids).toEqual([expect.stringMatching(/^whk_/), expect.stringMatching(/^whk_/)]);
    expect(ids[0]).not.toBe(ids[1]);
  });
});

describe('npm run dead-letters -- replay', () => {
  test('puts one back, which is processed once, and leaves the others', async () => {
    const [first = '', second = ''] = await giveUp('a07et3000007', 'a07et3000008');

    expect(await deadLetters('replay', second)).toMatchObject({ code: 0, output: `replayed ${second}\n`, errors: '' });
    await processNow();
    await processNow();

    expect(bench.events).toMatchObject([
      { type: 'account_plan.changed', accountId: 'a07et3000008', sequence: 1, cause: { webhook: second } },
    ]);
    const { output, errors } = await deadLetters();
    expect(JSON.parse(output)).toMatchObject({ id: first });
    expect(errors).toBe('1 given up.\n');
  });

  test('gives it as many attempts as at first', async () => {
    await giveUp('a07et3000007');
    accounts().delete('a07et3000007');
    await deadLetters('replay', '--all');
    await processNow();
    await processEveryQuarter(6);
    expect(await bench.services.inbox.listDead(10)).toEqual({ ok: true, value: [] });
    await processEveryQuarter(1);

    expect(await bench.services.inbox.listDead(10)).toMatchObject({ value: [{ record: { attempts: 8 } }] });
  });

  test('gives it a day again, where its provider is down', async () => {
    await bench.notify({ provider: 'constant-contact-v3', accountId: 'a07et3000007' });
    bench.sandbox.faults.add({
      provider: 'constant-contact-v3',
      times: 1_000_000,
      fault: { kind: 'status', status: 500 },
    });
    await processEveryQuarter(110);
    expect(await deadLetters()).toMatchObject({ errors: '1 given up.\n' });
    await deadLetters('replay', '--all');
    await processNow();
    await processEveryQuarter(90);

    expect(await bench.services.inbox.listDead(10)).toEqual({ ok: true, value: [] });
  });

  test('--all puts all of them back', async () => {
    const ids = await giveUp('a07et3000007', 'a07et3000008', 'a07et3000009');

    const { output } = await deadLetters('replay', '--all');
    await processNow();

    expect(output).toBe(ids.map((id) => `replayed ${id}\n`).join(''));
    expect(bench.events.map(({ accountId }) => accountId).toSorted()).toEqual([
      'a07et3000007',
      'a07et3000008',
      'a07et3000009',
    ]);
    expect(await deadLetters()).toMatchObject({ output: '', errors: 'No notification was given up.\n' });
  });
});

test('npm run dead-letters -- discard puts them aside for good, and DynamoDB may delete them', async () => {
  const [first = '', second = ''] = await giveUp('a07et3000007', 'a07et3000008');

  expect(await deadLetters('discard', first, second)).toMatchObject({
    code: 0,
    output: `discarded ${first}\ndiscarded ${second}\n`,
  });
  await processNow();

  expect(bench.events).toEqual([]);
  expect(await deadLetters()).toMatchObject({ output: '', errors: 'No notification was given up.\n' });
  expect(await deadLetters('replay', first)).toMatchObject({ code: 1 });
  for (const { gsi1pk, expiresAt } of await database.items()) {
    expect([gsi1pk, Number(expiresAt?.N) > 0]).toEqual([undefined, true]);
  }
});

describe('what is asked for wrongly ends with a sentence, and changes nothing', () => {
  const more = '\nnpm run dead-letters -- --help tells more.\n';

  test.each([
    [['bury'], `There is no bury here.${more}`],
    [['replay'], 'Name the ids to replay, or --all.\n'],
    [['discard'], 'Name the ids to discard, or --all.\n'],
    [['discard', 'whk_1', '--all'], 'Name the ids to discard, or --all.\n'],
    [['replay', 'whk_1'], 'There is no dead letter whk_1. npm run dead-letters lists them.\n'],
  ])('%j', async (options, sentence) => {
    expect(await deadLetters(...options)).toMatchObject({ code: 1, output: '', errors: sentence });
  });

  test('an id that is not there beside one that is', async () => {
    const [known = ''] = await giveUp('a07et3000007');

    expect(await deadLetters('discard', known, 'whk_1')).toMatchObject({ code: 1, output: '' });
    expect((await deadLetters()).errors).toBe('1 given up.\n');
  });

  test('a table that cannot be reached', async () => {
    const { url } = database;
    await database.close();

    const { code, errors } = await runScript('local/dead-letters.ts', { AWS_ENDPOINT_URL_DYNAMODB: url }).exit;

    expect(code).toBe(1);
    expect(errors).toBe(
      `The table plan-gateway-local cannot be reached at ${url}. ` +
        'AWS_ENDPOINT_URL_DYNAMODB says where it is: npm start prints its own.\n',
    );
  });
});

const never = (): never => {
  throw new Error('There is no such account.');
};
