import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalSecretsManager, startSecretsManager } from '../../local/secrets-manager.ts';
import type { SecretSource } from '../../shared/secrets/secret-store.ts';
import { createSecretsManagerSource } from '../../shared/secrets/secrets-manager.ts';
import type { Table } from '../../shared/table/table.ts';
import { pointAwsAt } from '../support/aws-clients.ts';
import { type DurableTable, startDurableTable } from '../support/durable-table.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createMemoryTable } from '../support/memory-table.ts';
import { stubProviders } from '../support/stub-providers.ts';
import { startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';

const minuteMs = 60_000;
const apiKey = '5a1d0b0e-7c1e-4f5e-9b8a-000000000003';
const v3 = { provider: 'constant-contact-v3', apiKey, clientId: 'client', clientSecret: 'secret' };

/** On a day in March at `time`, over a v3 that answers at once. `looks` has whose plans were asked for, in order. */
const startBench = async (
  time: string,
  {
    looks = [],
    ...outside
  }: { readonly looks?: string[]; readonly table?: Table; readonly secretSource?: SecretSource } = {},
) => {
  const bench = await startWebhookBench({
    startMs: Date.parse(`2031-03-14T${time}Z`),
    ...outside,
    // So that second looks are out of the way.
    environment: { CONVERSION_SETTLE_SECONDS: '86400' },
    secrets: {
      hints: v3,
      'more-hints': v3,
      signed: { ...v3, webhookSecret: 'v3-hook' },
      'behind-token': { ...v3, webhookToken: 'hook-token' },
    },
    fetch: (input, init) => {
      const accountId = /\/partner\/.*\/(a\d+)\/plan/.exec(String(input))?.[1];
      if (accountId !== undefined) {
        looks.push(accountId);
      }
      return stubProviders(input, init);
    },
  });
  return { bench, looks };
};

/** What anybody who knows the API key can send of an account. */
const hintOf = (accountId: string, secret = '') => {
  const url = `https://api.cc.email/v3/partner/accounts/${accountId}/plan`;
  const body = JSON.stringify({ url, api_key: apiKey, event_type: 'tier.increase' });
  const signature = createHmac('sha256', secret).update(body).digest('base64');
  return { headers: { 'content-type': 'application/json', 'x-ctct-hmac-sha256': signature }, body };
};

const accountIds = (count: number, from = 1) => Array.from({ length: count }, (_, index) => `a${1_000 + from + index}`);

const deliverAll = async (bench: WebhookBench, connection: string, ids: readonly string[]) => {
  const query = connection === 'behind-token' ? 'token=hook-token' : '';
  for (const id of ids) {
    expect((await bench.deliver(connection, hintOf(id, 'v3-hook'), { query })).status).toBe(204);
  }
};

/** How many looks each of the next minutes had; the first begins now. */
const looksByMinute = async (bench: WebhookBench, looks: readonly string[], minutes: number) => {
  const counts: number[] = [];
  for (let minute = 0; minute < minutes; minute += 1) {
    const before = looks.length;
    await bench.process();
    counts.push(looks.length - before);
    bench.clock.advance(minuteMs);
  }
  return counts;
};

const linesOf = ({ lines }: WebhookBench, ...events: string[]) =>
  lines.map((line) => JSON.parse(line)).filter(({ event }) => events.includes(event));

const said = (bench: WebhookBench) => linesOf(bench, 'webhook_looks_paused', 'webhook_looks_spent');

describe('hints of v3 that anybody could have sent', () => {
  test('of 60 accounts in one minute cost five looks in it, and five in each of the next, until all are looked at', async () => {
    const { bench, looks } = await startBench('10:00:00');
    await deliverAll(bench, 'hints', accountIds(60));

    expect(await looksByMinute(bench, looks, 13)).toEqual([5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 0]);
    expect(looks.toSorted()).toEqual(accountIds(60));
    await bench.publish();
    expect(bench.events).toHaveLength(60);
    expect(linesOf(bench, 'webhook_put_off', 'webhook_dead_lettered')).toEqual([]);
  });

  test('are counted by the minute of the clock, however often it is run in it', async () => {
    const { bench, looks } = await startBench('10:00:58');
    await deliverAll(bench, 'hints', accountIds(20));
    await bench.process();
    bench.clock.advance(1_999);
    await bench.process();
    expect(looks).toHaveLength(5);

    bench.clock.advance(1);
    await bench.process();
    await bench.process();
    expect(looks).toHaveLength(10);
  });

  test('are looked at 200 times in a day of UTC, and the others on the next one', async () => {
    const { bench, looks } = await startBench('23:00:00');
    await deliverAll(bench, 'hints', accountIds(207));

    const counts = await looksByMinute(bench, looks, 62);
    expect(counts.slice(0, 40)).toEqual(Array.from({ length: 40 }, () => 5));
    expect(counts.slice(40, 60)).toEqual(Array.from({ length: 20 }, () => 0));
    expect(counts.slice(60)).toEqual([5, 2]);
    expect(looks.toSorted()).toEqual(accountIds(207));
    expect(linesOf(bench, 'webhook_put_off', 'webhook_dead_lettered')).toEqual([]);
  });

  test('of one account cost one look, however many they are', async () => {
    const { bench, looks } = await startBench('10:00:00');
    await deliverAll(
      bench,
      'hints',
      Array.from({ length: 30 }, () => 'a1001'),
    );

    expect(await looksByMinute(bench, looks, 2)).toEqual([1, 0]);
    expect(said(bench)).toEqual([]);
  });

  test('of a connection leave those of another their looks', async () => {
    const { bench, looks } = await startBench('10:00:00');
    await deliverAll(bench, 'hints', accountIds(20));
    await deliverAll(bench, 'more-hints', accountIds(5, 101));
    await bench.process();

    expect(looks.filter((id) => id > 'a1100').toSorted()).toEqual(accountIds(5, 101));
    expect(looks).toHaveLength(10);
  });

  test('that fail at the provider take from the same looks when they come again', async () => {
    const tried: string[] = [];
    const bench = await startWebhookBench({
      startMs: Date.UTC(2031, 2, 14, 10, 0, 0),
      secrets: { hints: v3 },
      fetch: async (input, init) => {
        const accountId = /\/partner\/.*\/(a\d+)\/plan/.exec(String(input))?.[1];
        if (accountId === undefined) {
          return stubProviders(input, init);
        }
        tried.push(accountId);
        return new Response('[{"error_key":"not.found","error_message":"Not found"}]', { status: 404 });
      },
    });
    await deliverAll(bench, 'hints', accountIds(10));
    for (let run = 0; run < 12; run += 1) {
      await bench.process();
      bench.clock.advance(4_999);
    }
    expect(tried).toHaveLength(5);
  });
});

describe('what is said of it', () => {
  test('is one warning a minute whose looks are spent, and one error a day', async () => {
    const { bench, looks } = await startBench('22:00:30');
    await deliverAll(bench, 'hints', accountIds(207));
    await bench.process();
    await bench.process();
    expect(said(bench)).toEqual([
      {
        time: '2031-03-14T22:00:30.000Z',
        level: 'warn',
        event: 'webhook_looks_paused',
        connection: 'hints',
        until: '2031-03-14T22:01:00.000Z',
      },
    ]);

    bench.clock.advance(minuteMs);
    await looksByMinute(bench, looks, 60);
    expect(linesOf(bench, 'webhook_looks_paused')).toHaveLength(39);
    expect(linesOf(bench, 'webhook_looks_spent')).toEqual([
      {
        time: '2031-03-14T22:39:30.000Z',
        level: 'error',
        event: 'webhook_looks_spent',
        connection: 'hints',
        until: '2031-03-15T00:00:00.000Z',
      },
    ]);
  });
});

describe('over DynamoDB', () => {
  let database: DurableTable;

  beforeEach(async () => {
    database = await startDurableTable();
  });

  afterEach(() => database.close());

  test('processors that work at the same time have five looks together', async () => {
    const looks: string[] = [];
    const { bench: one } = await startBench('10:00:00', { table: database.table, looks });
    const { bench: other } = await startBench('10:00:00', { table: database.table, looks });
    await deliverAll(one, 'hints', accountIds(16));
    await Promise.all([one.process(), other.process(), one.process(), other.process()]);

    expect(looks).toHaveLength(5);
    expect([...said(one), ...said(other)]).toHaveLength(1);
  });

  test('a clock that is behind does not begin the minute of another one anew', async () => {
    const looks: string[] = [];
    const { bench: ahead } = await startBench('10:01:00', { table: database.table, looks });
    const { bench: behind } = await startBench('10:00:59', { table: database.table, looks });
    await deliverAll(behind, 'hints', accountIds(5));
    await ahead.process();
    await deliverAll(behind, 'hints', accountIds(5, 11));
    await behind.process();
    expect(looks).toHaveLength(5);
  });

  test('the count of a connection is one item, which DynamoDB deletes two days after', async () => {
    const { bench } = await startBench('10:00:00', { table: database.table });
    await deliverAll(bench, 'hints', ['a1001', 'a1002']);
    await bench.process();

    const counts = (await database.items()).filter(({ sk }) => sk?.S === 'LOOKS');
    expect(counts).toMatchObject([
      { pk: { S: 'CONNECTION#hints' }, expiresAt: { N: String(Date.UTC(2031, 2, 16) / 1_000) } },
    ]);
    expect(counts[0]).not.toHaveProperty('gsi1pk');
  });
});

describe.each(['signed', 'behind-token'])('the connection that is %s', (connection) => {
  test('has all of its accounts looked at in one run, and pays no call to the table for it', async () => {
    const inner = createMemoryTable();
    const keys: string[] = [];
    const table: Table = {
      ...inner,
      get: (key) => {
        keys.push(key.pk);
        return inner.get(key);
      },
      put: (item, expected) => {
        keys.push(item.pk);
        return inner.put(item, expected);
      },
    };
    const { bench, looks } = await startBench('10:00:00', { table });
    await deliverAll(bench, connection, accountIds(60));
    await bench.process();

    expect(looks.toSorted()).toEqual(accountIds(60));
    expect(keys.filter((pk) => !pk.startsWith('ACCOUNT#'))).toEqual([]);
    expect(said(bench)).toEqual([]);
  });
});

describe('a table that fails at the count', () => {
  const failing = (isAway: () => boolean): Table => {
    const inner = createMemoryTable();
    return {
      ...inner,
      get: (key) =>
        isAway() && key.sk === 'LOOKS'
          ? Promise.resolve({ ok: false, problem: 'unavailable' } as const)
          : inner.get(key),
    };
  };

  test('lets nothing be looked at, and nothing is lost or counted as an attempt', async () => {
    let isAway = true;
    const { bench, looks } = await startBench('10:00:00', { table: failing(() => isAway) });
    await deliverAll(bench, 'hints', ['a1001']);
    expect(await looksByMinute(bench, looks, 20)).toEqual(Array.from({ length: 20 }, () => 0));
    expect(linesOf(bench, 'webhook_put_off', 'webhook_dead_lettered')).toEqual([]);

    isAway = false;
    await bench.process();
    expect(looks).toEqual(['a1001']);
  });

  test('in a record that cannot be read: waits as for any of the table, and says so', async () => {
    const table = createMemoryTable();
    await table.replace({
      pk: 'CONNECTION#hints',
      sk: 'LOOKS',
      revision: 'r',
      due: null,
      expiresAt: null,
      record: '{"schemaVersion":2}',
    });
    const { bench, looks } = await startBench('10:00:00', { table });
    await deliverAll(bench, 'hints', ['a1001']);
    await bench.process();

    expect(looks).toEqual([]);
    expect(linesOf(bench, 'webhook_put_off')).toMatchObject([{ connection: 'hints', code: 'ledger_unavailable' }]);
  });
});

let service: LocalSecretsManager | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

test('a hint that the secret before the current one takes is limited as before, and what carries the new one is not', async () => {
  const clock = createManualClock(Date.UTC(2031, 2, 14, 9, 0, 0));
  service = await startSecretsManager({ now: clock.now });
  pointAwsAt({ secretsManager: service.url });
  service.put('plan-gateway/local/acme', v3);
  clock.advance(3_600_000);
  service.put('plan-gateway/local/acme', { ...v3, webhookToken: 'hook-token' });
  const { bench, looks } = await startBench('10:00:00', { secretSource: createSecretsManagerSource() });
  await deliverAll(bench, 'acme', accountIds(20));
  await bench.process();
  expect(looks).toHaveLength(5);

  for (const id of accountIds(20, 101)) {
    expect((await bench.deliver('acme', hintOf(id), { query: 'token=hook-token' })).status).toBe(204);
  }
  await bench.process();
  expect(looks.filter((id) => id > 'a1100').toSorted()).toEqual(accountIds(20, 101));
  expect(looks).toHaveLength(25);
});
