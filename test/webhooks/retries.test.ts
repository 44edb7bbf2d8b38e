import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../sandbox/faults.ts';
import { failed, success } from '../../shared/domain/result.ts';
import { createMemoryTable } from '../support/memory-table.ts';
import { goOnUntil, nextTurn, startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';

let bench: WebhookBench;

beforeEach(async () => {
  bench = await startWebhookBench();
});

const v3 = { provider: 'constant-contact-v3', accountId: 'a07et3000007' } as const;
const minuteMs = 60_000;

/** A connection whose provider gives no answer to any look. */
const breakLooks = (fault: Fault) =>
  bench.sandbox.faults.add({ provider: 'constant-contact-v3', operation: 'GET plan', times: 1_000_000, fault });

const looks = () => bench.sandbox.requests().filter(({ operation }) => operation === 'GET plan').length;

const dead = async () => {
  const listed = await bench.services.inbox.listDead(10);
  return listed.ok
    ? listed.value.map(({ record }) => [record.notification.subject.id, record.attempts, record.problem])
    : listed.problem;
};

const logged = (event: string) => bench.lines.map((line) => JSON.parse(line)).filter((line) => line.event === event);

/** Runs process-webhook each second of the test's clock, and gives the seconds in which it looked. */
const secondsOfLooks = async (seconds: number) => {
  const found: number[] = [];
  for (let second = 0; second <= seconds; second += 1) {
    const before = looks();
    await bench.process();
    if (looks() > before) {
      found.push(second);
    }
    bench.clock.advance(1_000);
  }
  return found;
};

describe('a look that fails for a reason that may stay', () => {
  beforeEach(async () => {
    await bench.notify(v3);
    bench.sandbox.providers['constant-contact-v3'].state.accounts.delete('a07et3000007');
  });

  test('is tried eight times with growing pauses, and then given up', async () => {
    expect(await secondsOfLooks(3_600)).toEqual([0, 5, 20, 65, 200, 605, 1_505, 2_405]);

    expect(await dead()).toEqual([['a07et3000007', 8, 'account_not_found']]);
    expect(logged('webhook_put_off')).toHaveLength(7);
    expect(logged('webhook_dead_lettered')).toMatchObject([
      {
        level: 'error',
        connection: 'demo-constant-contact-v3',
        provider: 'constant-contact-v3',
        code: 'account_not_found',
        attempts: 8,
      },
    ]);
    expect(bench.events).toEqual([]);
  });

  test('begins anew with the next notification, which finds the account again', async () => {
    await secondsOfLooks(3_600);
    const { state } = bench.sandbox.providers['constant-contact-v3'];
    const found = state.accounts.get('a07et3000008');
    state.accounts.set('a07et3000007', { ...(found ?? raise()), planType: 'GOLD' });
    await bench.notify(v3);
    await bench.runStreams();

    expect(bench.events).toMatchObject([{ accountId: 'a07et3000007', after: { planId: 'GOLD' } }]);
    expect(await dead()).toEqual([['a07et3000007', 8, 'account_not_found']]);
  });

  test('keeps no other account of the connection waiting', async () => {
    await bench.notify({ ...v3, accountId: 'a07et3000008' });
    await bench.notify({ provider: 'fusebill', accountId: '70003' });
    await bench.runStreams();

    expect(bench.events.map(({ accountId }) => accountId).toSorted()).toEqual(['70003', 'a07et3000008']);
  });
});

describe('a provider that is down', () => {
  test.each<[string, Fault, string]>([
    ['500', { kind: 'status', status: 500 }, 'provider_error'],
    ['a refusal of the credentials', { kind: 'status', status: 403 }, 'provider_unauthorized'],
  ])('with %s is asked again for a day, every quarter of an hour in the end', async (_what, fault, code) => {
    await bench.notify(v3);
    breakLooks(fault);
    await secondsOfLooks(700);
    for (let quarter = 0; quarter < 94; quarter += 1) {
      bench.clock.advance(15 * minuteMs);
      await bench.process();
    }
    expect(await dead()).toEqual([]);

    bench.clock.advance(30 * minuteMs);
    await bench.process();

    expect(await dead()).toMatchObject([['a07et3000007', expect.any(Number), code]]);
  });

  test('for an hour loses nothing', async () => {
    await bench.notify(v3);
    breakLooks({ kind: 'status', status: 500 });
    await secondsOfLooks(3_600);
    bench.sandbox.faults.clear();
    bench.change('constant-contact-v3', 'a07et3000007', 'cancel');
    bench.clock.advance(15 * minuteMs);
    await bench.runStreams();

    expect(bench.events.map(({ type }) => type)).toEqual(['account_plan.canceled']);
    expect(await dead()).toEqual([]);
  });

  test('and hangs keeps no other account waiting', async () => {
    await bench.notify(v3);
    await bench.notify({ provider: 'fusebill', accountId: '70003' });
    breakLooks({ kind: 'hang' });
    const processing = bench.process();
    while (bench.events.length === 0) {
      await nextTurn();
      await bench.publish();
    }
    expect(bench.events).toMatchObject([{ accountId: '70003' }]);

    bench.clock.advance(25_000);
    await processing;
    expect(logged('webhook_put_off')).toMatchObject([{ code: 'provider_timeout', attempts: 1 }]);
  });
});

test('a look whose process died is taken up by another one, twenty seconds later', async () => {
  const table = createMemoryTable();
  let hasBegun = false;
  const dying = await startWebhookBench({
    table,
    fetch: () => {
      hasBegun = true;
      return new Promise(() => {});
    },
  });
  const other = await startWebhookBench({ table });
  await dying.notify(v3);
  void dying.process();
  await goOnUntil(() => hasBegun);

  other.clock.advance(19_999);
  await other.runStreams();
  expect(other.events).toEqual([]);
  other.clock.advance(1);
  await other.runStreams();

  expect(other.events).toMatchObject([{ accountId: 'a07et3000007', sequence: 1 }]);
});

test('a notification of a connection that is gone ends in the dead letters', async () => {
  const table = createMemoryTable();
  await (await startWebhookBench({ table })).notify(v3);
  bench = await startWebhookBench({
    table,
    secretSource: { read: async () => failed('absent'), list: async () => success([]) },
  });
  for (let time = 0; time < 8; time += 1) {
    await bench.process();
    bench.clock.advance(15 * minuteMs);
  }

  expect(await dead()).toEqual([['a07et3000007', 8, 'connection_not_found']]);
});

const raise = (): never => {
  throw new Error('There is no such account.');
};
