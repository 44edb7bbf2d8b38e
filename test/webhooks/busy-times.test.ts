import { describe, expect, test } from '@jest/globals';
import { updateJournal } from '../../shared/events/journal.ts';
import { tell } from '../../shared/events/tell.ts';
import { stubProviders } from '../support/stub-providers.ts';
import { startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';

type Provider = 'constant-contact-v3' | 'fusebill';

/** The gateway over providers that answer at once; those of v3 as `answerV3` says. Gives whose plans were asked for. */
const startBench = async (answerV3: typeof fetch = stubProviders) => {
  const looks: string[] = [];
  const bench = await startWebhookBench({
    fetch: (input, init) => {
      const { pathname } = new URL(String(input));
      const [, v3, fusebill] = /\/v3\/partner\/.*\/(a\d+)\/plan|\/customers\/(\d+)/i.exec(pathname) ?? [];
      const accountId = v3 ?? fusebill;
      // One account each time, however often its look is repeated.
      if (accountId !== undefined && !looks.includes(accountId)) {
        looks.push(accountId);
      }
      return v3 === undefined ? stubProviders(input, init) : answerV3(input, init);
    },
  });
  return { bench, looks };
};

const storeOf = async (bench: WebhookBench, provider: Provider, accountId: string) => {
  await bench.services.inbox.store({
    id: `whk_${accountId}`,
    subject: { connection: `demo-${provider}`, provider, kind: 'account', id: accountId },
    eventNames: [],
    receivedAt: bench.clock.now(),
  });
};

/** A notification of each of so many accounts. */
const store = async (bench: WebhookBench, provider: Provider, count: number, from = 1) => {
  for (let number = from; number < from + count; number += 1) {
    await storeOf(bench, provider, accountIdOf(provider, number));
  }
};

const accountIdOf = (provider: Provider, number: number) =>
  provider === 'fusebill' ? `${10_000 + number}` : `a${10_000 + number}`;

/** How many of a connection's accounts are due now. */
const dueOf = async (bench: WebhookBench, provider: Provider): Promise<number> => {
  const due = await bench.services.inbox.listDue(1_000);
  return due.ok ? due.value.filter((partition) => partition.includes(`#demo-${provider}#`)).length : -1;
};

const looksAt = (looks: readonly string[], provider: Provider) =>
  looks.filter((id) => id.startsWith('a') === (provider === 'constant-contact-v3')).length;

const deadLetters = async (bench: WebhookBench) => {
  const dead = await bench.services.inbox.listDead(1_000);
  return dead.ok ? dead.value.length : -1;
};

const answer500: typeof fetch = async () => new Response('{}', { status: 500 });
const answer403: typeof fetch = async () => new Response('{}', { status: 403 });
const unreachable: typeof fetch = () =>
  Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }));

describe('one run of the schedule', () => {
  test('works off all accounts that are due, of 250', async () => {
    const { bench, looks } = await startBench();
    await store(bench, 'constant-contact-v3', 250);
    await bench.process();

    expect(looks).toHaveLength(250);
    expect(await dueOf(bench, 'constant-contact-v3')).toBe(0);
    await bench.publish();
    expect(bench.events).toHaveLength(250);
  });

  test('works off all accounts that were put off and are due again, of 250', async () => {
    const { bench, looks } = await startBench();
    await store(bench, 'constant-contact-v3', 250);
    await bench.process();
    looks.splice(0);
    bench.clock.advance(300_000);
    await bench.process();

    expect(looks).toHaveLength(250);
    bench.clock.advance(300_000);
    expect(await dueOf(bench, 'constant-contact-v3')).toBe(0);
  });

  test('publishes all journals that owe an event, of 250', async () => {
    const { bench } = await startBench();
    for (let number = 1; number <= 250; number += 1) {
      const subject = { connection: 'demo-aria', provider: 'aria', kind: 'account', id: `${number}` } as const;
      await updateJournal(bench.services.journals, subject, (journal) =>
        tell(journal, {
          id: `evt_${number}`,
          type: 'conversion.rejected',
          occurredAt: '2031-03-14T10:00:00.000Z',
          subscriptionId: null,
          before: null,
          after: null,
          cause: { conversion: `cnv_${number}` },
        }),
      );
    }
    await bench.publish();

    expect(new Set(bench.events.map(({ id }) => id)).size).toBe(250);
    expect(bench.events).toHaveLength(250);
    expect(await bench.services.journals.listOwing(1_000)).toEqual({ ok: true, value: [] });
  });

  test('processes what just came in before what was put off', async () => {
    const { bench, looks } = await startBench();
    await store(bench, 'constant-contact-v3', 150);
    await bench.process();
    bench.clock.advance(3_600_000);
    await store(bench, 'constant-contact-v3', 50, 1_001);
    looks.splice(0);
    await bench.process();

    expect(looks).toHaveLength(200);
    // Four are looked at beside each other.
    expect(looks.slice(0, 46).filter((id) => id < 'a11001')).toEqual([]);
  });
});

/** Three are under way when the fourth failure in a row of single accounts is known. */
describe.each<[string, typeof fetch, number]>([
  ['answers 500', answer500, 7],
  ['refuses the credentials', answer403, 4],
  ['cannot be reached', unreachable, 4],
])('a provider that %s', (_what, answerV3, mostTried) => {
  test('is asked of few accounts in a run, and the others stay due as they are', async () => {
    const { bench, looks } = await startBench(answerV3);
    await store(bench, 'constant-contact-v3', 50);
    await bench.process();

    const tried = looksAt(looks, 'constant-contact-v3');
    expect(tried).toBeGreaterThanOrEqual(1);
    expect(tried).toBeLessThanOrEqual(mostTried);
    expect(await dueOf(bench, 'constant-contact-v3')).toBeGreaterThanOrEqual(50 - mostTried);
    expect(await deadLetters(bench)).toBe(0);
  });

  test('keeps no account of another connection waiting that came in beside its own', async () => {
    const { bench, looks } = await startBench(answerV3);
    for (let number = 1; number <= 40; number += 1) {
      await store(bench, 'constant-contact-v3', 1, number);
      await store(bench, 'fusebill', 1, number);
    }
    await bench.process();

    expect(looksAt(looks, 'fusebill')).toBe(40);
    expect(await dueOf(bench, 'fusebill')).toBe(0);
    expect(looksAt(looks, 'constant-contact-v3')).toBeLessThanOrEqual(mostTried);
  });

  test('keeps no account of another connection waiting, even behind more of its own than are listed at once', async () => {
    const { bench, looks } = await startBench(answerV3);
    await store(bench, 'constant-contact-v3', 150);
    bench.clock.advance(1_000);
    await store(bench, 'fusebill', 120);
    await bench.process();

    expect(looksAt(looks, 'constant-contact-v3')).toBeLessThanOrEqual(mostTried);
    expect(looksAt(looks, 'fusebill')).toBe(120);
    expect(await dueOf(bench, 'fusebill')).toBe(0);
  });
});

test('one account at which a provider fails keeps none of the same connection waiting', async () => {
  const { bench, looks } = await startBench((input, init) =>
    String(input).includes('/a10001/') ? answer500(input, init) : stubProviders(input, init),
  );
  await store(bench, 'constant-contact-v3', 50);
  await bench.process();

  expect(looks).toHaveLength(50);
  await bench.publish();
  expect(bench.events).toHaveLength(49);
});

test('a provider that is well again is asked of all the accounts that waited, in one run', async () => {
  let answer: typeof fetch = answer500;
  const { bench, looks } = await startBench((input, init) => answer(input, init));
  await store(bench, 'constant-contact-v3', 120);
  await bench.process();
  answer = stubProviders;
  bench.clock.advance(60_000);
  await bench.runStreams();

  expect(looks).toHaveLength(120);
  expect(bench.events).toHaveLength(120);
});
