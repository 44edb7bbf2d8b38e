import * as z from 'zod';
import { isoTime } from '../domain/clock.ts';
import { createProblem } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';
import { looksKey } from '../table/keys.ts';
import { createStore, type StoreContext, type StoreFailure } from '../table/store.ts';
import type { Table } from '../table/table.ts';

/**
 * How many looks at its provider the notifications of one connection may cost, whoever processes them: 5 in a minute of the
 * clock, 200 in a day of UTC. For notifications that anybody could have sent.
 */
export interface LookBudget {
  /**
   * Takes one look. `until` is null where it may be had now, else when to ask again, in milliseconds since the epoch: the
   * next minute or day, or soon where the table does not answer. Fails with `ledger_unavailable` where this version cannot
   * read what was taken.
   */
  take(connection: string): Promise<Result<{ readonly until: number | null }>>;
}

const count = z.int().nonnegative();

/** Minutes and days since the epoch, and the looks that were taken in them. */
const looksSchema = z.object({ minute: count, lookedInMinute: count, day: count, lookedInDay: count });

type Looks = z.infer<typeof looksSchema>;

export const createLookBudget = (table: Table, context: StoreContext): LookBudget => {
  const { clock, logger } = context;
  const store = createStore(table, {
    ...context,
    schema: looksSchema,
    dueOf: () => null,
    expiresAtOf: ({ day }) => (day + keptDays) * secondsPerDay,
  });

  const soon = () => success({ until: clock.now() + pauseMs });

  const unknown = (failure: StoreFailure) =>
    failure === 'unavailable'
      ? soon()
      : failed(createProblem('ledger_unavailable', 'The looks of this connection cannot be counted.'));

  /** Said by the one look that was the last, so once a minute and once a day. */
  const sayWhatIsSpent = (connection: string, looks: Looks): void => {
    const until = waitsUntil(looks);
    if (until === null) {
      return;
    }
    if (looks.lookedInDay >= looksPerDay) {
      logger.error('webhook_looks_spent', { connection, until: isoTime(until) });
    } else {
      logger.warn('webhook_looks_paused', { connection, until: isoTime(until) });
    }
  };

  return {
    take: async (connection) => {
      const key = looksKey(connection);
      const read = await store.read(key);
      if (!read.ok) {
        return unknown(read.problem);
      }
      let found = read.value;
      // A race is lost to a look that was taken: within one minute there cannot be more of them.
      for (let attempt = 0; attempt <= looksPerMinute; attempt += 1) {
        const looks = looksAt(clock.now(), found?.record);
        const until = waitsUntil(looks);
        if (until !== null) {
          return success({ until });
        }
        const next = { ...looks, lookedInMinute: looks.lookedInMinute + 1, lookedInDay: looks.lookedInDay + 1 };
        const put = await store.put(key, next, found?.revision ?? null);
        if (!put.ok) {
          return unknown(put.problem);
        }
        if (put.value.kind === 'written') {
          sayWhatIsSpent(connection, next);
          return success({ until: null });
        }
        found = put.value.found;
      }
      return soon();
    },
  };
};

/** A clock that is behind the one that wrote last does not begin a minute anew. */
const looksAt = (now: number, last: Looks | undefined): Looks => {
  const minute = Math.max(Math.floor(now / minuteMs), last?.minute ?? 0);
  const day = Math.max(Math.floor(now / dayMs), last?.day ?? 0);
  return {
    minute,
    lookedInMinute: minute === last?.minute ? last.lookedInMinute : 0,
    day,
    lookedInDay: day === last?.day ? last.lookedInDay : 0,
  };
};

/** Null where there is a look left. */
const waitsUntil = ({ minute, lookedInMinute, day, lookedInDay }: Looks): number | null => {
  if (lookedInDay >= looksPerDay) {
    return (day + 1) * dayMs;
  }
  return lookedInMinute >= looksPerMinute ? (minute + 1) * minuteMs : null;
};

const looksPerMinute = 5;
const looksPerDay = 200;

const minuteMs = 60_000;
const dayMs = 86_400_000;
const secondsPerDay = 86_400;
const keptDays = 2;
const pauseMs = 5_000;
