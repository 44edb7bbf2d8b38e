import { beforeEach, describe, expect, test } from '@jest/globals';
import { createInbox, type HeldNotification } from '../../shared/webhooks/inbox.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createMemoryTable } from '../support/memory-table.ts';
import { createProviderContext } from '../support/provider-context.ts';
import { startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';

let bench: WebhookBench;

beforeEach(async () => {
  bench = await startWebhookBench();
});

const v3 = { provider: 'constant-contact-v3', accountId: 'a07et3000007' } as const;
const partition = 'ACCOUNT#demo-constant-contact-v3#a07et3000007';
/** The longest that anybody holds it. */
const longestHoldMs = 180_000;

const take = async (): Promise<HeldNotification | null> => {
  const taken = await bench.services.inbox.take(partition, { isAlone: true });
  return taken.ok && taken.value !== 'suspect' ? taken.value : null;
};

/** A process takes the notification and is never heard of again; its hold passes. */
const die = async () => {
  const held = await take();
  expect(held?.record.phase).toBe('taken');
  bench.clock.advance(longestHoldMs);
};

const dieTimes = async (times: number) => {
  for (let time = 0; time < times; time += 1) {
    await die();
  }
};

const dead = async () => {
  const listed = await bench.services.inbox.listDead(10);
  return listed.ok ? listed.value.map(({ record }) => record) : listed.problem;
};

const looks = () => bench.sandbox.requests().filter(({ operation }) => operation === 'GET plan').length;

const logged = (event: string) => bench.lines.map((line) => JSON.parse(line)).filter((line) => line.event === event);

describe('a notification over which its process died', () => {
  test('ten times is a dead letter, and no eleventh process looks at its account', async () => {
    await bench.notify(v3);
    await dieTimes(10);
    await bench.runStreams();

    expect(await dead()).toMatchObject([
      { notification: { subject: { id: 'a07et3000007' } }, phase: 'dead', crashes: 10, problem: 'internal_error' },
    ]);
    expect(logged('webhook_dead_lettered')).toMatchObject([
      {
        level: 'error',
        connection: 'demo-constant-contact-v3',
        provider: 'constant-contact-v3',
        code: 'internal_error',
      },
    ]);
    expect(looks()).toBe(0);
    expect(bench.events).toEqual([]);
    bench.clock.advance(86_400_000);
    expect(await take()).toBeNull();
  });

  test('nine times is still looked at', async () => {
    await bench.notify(v3);
    await dieTimes(9);
    await bench.runStreams();

    expect(bench.events).toMatchObject([{ accountId: 'a07et3000007', sequence: 1 }]);
    expect(await dead()).toEqual([]);
  });

  test('twice is told as if nothing had been', async () => {
    await bench.notify(v3);
    await dieTimes(2);
    await bench.runStreams();
    bench.clock.advance(300_000);
    await bench.runStreams();

    expect(looks()).toBe(2);
    expect(bench.events).toMatchObject([{ type: 'account_plan.changed', accountId: 'a07et3000007', sequence: 1 }]);
    expect(await dead()).toEqual([]);
    bench.clock.advance(86_400_000);
    expect(await take()).toBeNull();
  });

  test('nine times, and that then comes anew, may die as often again', async () => {
    await bench.notify(v3);
    await dieTimes(9);
    await bench.notify(v3);
    await dieTimes(9);
    await bench.runStreams();

    expect(bench.events).toMatchObject([{ accountId: 'a07et3000007', sequence: 1 }]);
    expect(await dead()).toEqual([]);
  });

  test('is looked at again with the next notification, after it is a dead letter', async () => {
    await bench.notify(v3);
    await dieTimes(10);
    await bench.process();
    await bench.notify(v3);
    await bench.runStreams();

    expect(bench.events).toMatchObject([{ accountId: 'a07et3000007', sequence: 1 }]);
    expect(await dead()).toMatchObject([{ crashes: 10, problem: 'internal_error' }]);
  });

  test('is told apart from one whose provider fails: such a failure is no death', async () => {
    await bench.notify(v3);
    bench.sandbox.faults.add({
      provider: 'constant-contact-v3',
      operation: 'GET plan',
      times: 1_000,
      fault: { kind: 'status', status: 500 },
    });
    for (let time = 0; time < 20; time += 1) {
      await bench.process();
      bench.clock.advance(15 * 60_000);
    }
    expect(await dead()).toEqual([]);

    bench.sandbox.faults.clear();
    await bench.runStreams();
    expect(bench.events).toMatchObject([{ accountId: 'a07et3000007', sequence: 1 }]);
  });
});

describe('what is held by a process', () => {
  test('is taken by no other a millisecond before its hold is over, and then it is', async () => {
    await bench.notify(v3);
    expect(await take()).toMatchObject({ record: { attempts: 1, crashes: 0 } });
    bench.clock.advance(19_999);
    expect(await take()).toBeNull();
    bench.clock.advance(1);
    expect(await take()).toMatchObject({ record: { attempts: 2, crashes: 1 } });
  });
});

describe('what was put off', () => {
  test('is neither listed nor taken a millisecond before it is due, and is when it is due', async () => {
    await bench.notify(v3);
    const held = await take();
    const dueAt = bench.clock.now() + 20_000;
    await bench.services.inbox.putOff(held ?? raise(), dueAt);

    bench.clock.advance(19_999);
    expect(await bench.services.inbox.listDue(10)).toEqual({ ok: true, value: [] });
    expect(await take()).toBeNull();
    bench.clock.advance(1);
    expect(await bench.services.inbox.listDue(10)).toEqual({ ok: true, value: [partition] });
    expect(await take()).toMatchObject({ record: { attempts: 2, crashes: 0 } });
  });

  test('is not taken before it is due by what the stream brings of it either', async () => {
    await bench.notify(v3);
    await bench.process();
    expect(looks()).toBe(1);

    bench.clock.advance(299_999);
    expect(await take()).toBeNull();
    bench.clock.advance(1);
    expect(await take()).toMatchObject({ record: { isLookedAt: true, crashes: 0 } });
  });
});

test('a notification over which two processes died is left to a process that has nothing else in hand', async () => {
  await bench.notify(v3);
  await dieTimes(2);

  expect(await bench.services.inbox.take(partition, { isAlone: false })).toEqual({
    ok: true,
    value: 'suspect',
  });
  await bench.runStreams();

  expect(bench.events).toMatchObject([{ accountId: 'a07et3000007', sequence: 1 }]);
});

describe('a new notification', () => {
  test.each([0, 1_000, 4_000])('is due at once for a container whose clock is %i ms behind', async (behindMs) => {
    const table = createMemoryTable();
    const ahead = await startWebhookBench({ table });
    await ahead.notify(v3);
    const clock = createManualClock(ahead.clock.now() - behindMs);
    const inbox = createInbox(table, {
      ...createProviderContext({ clock }),
      random: Math.random,
      retentionDays: 30,
    });

    expect(await inbox.listDue(10)).toEqual({ ok: true, value: [partition] });
    expect(await inbox.take(partition, { isAlone: false })).toMatchObject({
      ok: true,
      value: { record: { attempts: 1 } },
    });
  });

  test('is looked at by such a container', async () => {
    const table = createMemoryTable();
    const ahead = await startWebhookBench({ table });
    bench = await startWebhookBench({ table, startMs: ahead.clock.now() - 4_000 });
    await ahead.notify(v3);
    await bench.runStreams();

    expect(looks()).toBe(1);
    expect(bench.events).toMatchObject([{ accountId: 'a07et3000007', sequence: 1 }]);
  });
});

const raise = (): never => {
  throw new Error('It could not be taken.');
};
