import type { Clock, Random } from '../domain/clock.ts';
import { type Result, success } from '../domain/result.ts';
import { partitionOf } from '../events/journal.ts';
import { newRevision } from '../ledger/revision.ts';
import type { Due, Table, TableItem, TableKey } from '../ledger/table.ts';
import { type InboxRecord, inboxRecordSchema, type Notification } from './notification.ts';

/**
 * What came in and is not processed yet: one item a subject. A notification only says "look again", so a newer one takes the
 * place of an older one, and duplicates and storms cost a write each and one look at the provider together.
 */
export interface Inbox {
  /** Durable once it is a success. */
  store(notification: Notification): Promise<Result<null, 'unavailable'>>;
  /**
   * Takes what is due for a while, so that nobody else works on it, and counts the attempt. Null when nothing is due.
   * `suspect`: processes died over it before, and it is left where it is unless the caller does nothing else meanwhile.
   */
  take(
    partition: string,
    options: { readonly isAlone: boolean },
  ): Promise<Result<HeldNotification | 'suspect' | null, 'unavailable'>>;
  /** Ends with it, puts it off or gives it up; without effect when a newer notification has taken its place. */
  finish(held: HeldNotification): Promise<Result<null, 'unavailable'>>;
  putOff(held: HeldNotification, until: number, changes?: Partial<InboxRecord>): Promise<Result<null, 'unavailable'>>;
  /** To the dead letters, where `npm run dead-letters` lists it. */
  bury(held: HeldNotification, problem: string): Promise<Result<null, 'unavailable'>>;
  /** Partition keys of what is due, the most overdue first. */
  listDue(limit: number): Promise<Result<readonly string[], 'unavailable'>>;
  /** The dead letters, the oldest first. */
  listDead(limit: number): Promise<Result<readonly HeldNotification[], 'unavailable'>>;
  /** Puts a dead letter aside for good. Replaying one is to store its notification anew first. */
  discard(dead: HeldNotification): Promise<Result<null, 'unavailable'>>;
}

export interface HeldNotification {
  readonly record: InboxRecord;
  readonly revision: string;
}

export interface InboxOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly retentionDays: number;
}

export const createInbox = (table: Table, { clock, random, retentionDays }: InboxOptions): Inbox => {
  const itemOf = (key: TableKey, record: InboxRecord, due: Due | null): TableItem => ({
    ...key,
    revision: newRevision(random),
    due,
    expiresAt: due === null || due.queue === 'dead' ? Math.ceil(clock.now() / 1_000) + daysKept(record) * 86_400 : null,
    record: JSON.stringify(record),
  });
  const daysKept = ({ phase }: InboxRecord): number => (phase === 'done' ? Math.min(7, retentionDays) : retentionDays);

  const advance = async (
    held: HeldNotification,
    record: InboxRecord,
    due: Due | null,
  ): Promise<Result<null, 'unavailable'>> => {
    const put = await table.put(itemOf(inboxKey(record.notification), record, due), held.revision);
    return put.ok ? success(null) : put;
  };

  return {
    store: (notification) =>
      table.replace(
        itemOf(
          inboxKey(notification),
          { notification, phase: 'waiting', attempts: 0, crashes: 0, looks: 0, problem: null },
          // Due at once for whoever has a clock that is behind.
          dueAt('webhooks', clock.now() - clockSkewMs),
        ),
      ),

    take: async (pk, { isAlone }) => {
      const item = await table.get({ pk, sk: inboxSortKey });
      if (!item.ok) {
        return item;
      }
      const { value } = item;
      if (value === null || value.due === null || value.due.at > isoTime(clock.now())) {
        return success(null);
      }
      const record = inboxRecordSchema.parse(JSON.parse(value.record));
      const taken: InboxRecord = {
        ...record,
        phase: 'taken',
        attempts: record.attempts + 1,
        crashes: record.crashes + (record.phase === 'taken' ? 1 : 0),
      };
      if (taken.crashes >= suspectCrashes && !isAlone) {
        return success('suspect');
      }
      const next = itemOf({ pk, sk: inboxSortKey }, taken, dueAt('looks', clock.now() + holdMs(taken)));
      const put = await table.put(next, value.revision);
      if (!put.ok) {
        return put;
      }
      return success(put.value === 'written' ? { record: taken, revision: next.revision } : null);
    },

    finish: (held) => advance(held, { ...held.record, phase: 'done', problem: null }, null),

    putOff: (held, until, changes) =>
      advance(held, { ...held.record, phase: 'waiting', ...changes }, dueAt('looks', until)),

    bury: async (held, problem) => {
      const dead: InboxRecord = { ...held.record, phase: 'dead', problem };
      const buried = await table.replace(itemOf(deadKey(dead.notification), dead, dueAt('dead', clock.now())));
      return buried.ok ? advance(held, dead, null) : buried;
    },

    listDue: async (limit) => {
      const found: string[] = [];
      // What just came in goes before what was put off.
      for (const queue of ['webhooks', 'looks'] as const) {
        const keys = await table.listDue(queue, isoTime(clock.now()), limit - found.length);
        if (!keys.ok) {
          return keys;
        }
        found.push(...keys.value.map(({ pk }) => pk));
        if (found.length >= limit) {
          break;
        }
      }
      return success([...new Set(found)]);
    },

    listDead: async (limit) => {
      const keys = await table.listDue('dead', isoTime(clock.now() + clockSkewMs), limit);
      if (!keys.ok) {
        return keys;
      }
      const found: HeldNotification[] = [];
      for (const key of keys.value) {
        const item = await table.get(key);
        if (!item.ok) {
          return item;
        }
        if (item.value?.due?.queue === 'dead') {
          found.push({ record: inboxRecordSchema.parse(JSON.parse(item.value.record)), revision: item.value.revision });
        }
      }
      return success(found);
    },

    discard: async ({ record, revision }) => {
      const put = await table.put(itemOf(deadKey(record.notification), record, null), revision);
      return put.ok ? success(null) : put;
    },
  };
};

/** Longer than a look may take; longer each time that a process died over it. Two that work on it at once do no harm. */
const holdMs = ({ crashes }: InboxRecord): number => Math.min(20_000 * 2 ** crashes, 180_000);

/** One death may have been another notification's doing, which the same process had in hand. */
const suspectCrashes = 2;

/** By how much clocks of containers may differ. */
const clockSkewMs = 5_000;

const inboxSortKey = 'INBOX';

const inboxKey = ({ subject }: Notification): TableKey => ({ pk: partitionOf(subject), sk: inboxSortKey });

/** One item each: the next notification of the subject must not take the place of a dead one. */
const deadKey = ({ subject, id }: Notification): TableKey => ({ pk: partitionOf(subject), sk: `DEAD#${id}` });

const dueAt = (queue: Due['queue'], time: number): Due => ({ queue, at: isoTime(time) });

const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
