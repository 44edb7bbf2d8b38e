import { failed, type Result, success } from '../domain/result.ts';
import { deadLetterKey, inboxKey, partitionOf } from '../table/keys.ts';
import { createStore, type StoreContext, type Stored, type StoreFailure } from '../table/store.ts';
import type { Table } from '../table/table.ts';
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
  ): Promise<Result<HeldNotification | 'suspect' | null, StoreFailure>>;
  /** Ends with it, puts it off or gives it up; without effect when a newer notification has taken its place. */
  finish(held: HeldNotification): Promise<Result<null, StoreFailure>>;
  putOff(held: HeldNotification, until: number, changes?: Partial<InboxRecord>): Promise<Result<null, StoreFailure>>;
  /** To the dead letters, where `npm run dead-letters` lists it. */
  bury(held: HeldNotification, problem: string): Promise<Result<null, StoreFailure>>;
  /** Partition keys of what is due, the most overdue first. */
  listDue(limit: number): Promise<Result<readonly string[], 'unavailable'>>;
  /** The dead letters, the oldest first. */
  listDead(limit: number): Promise<Result<readonly HeldNotification[], 'unavailable'>>;
  /** Puts a dead letter aside for good. Replaying one is to store its notification anew first. */
  discard(dead: HeldNotification): Promise<Result<null, StoreFailure>>;
}

export type HeldNotification = Stored<InboxRecord>;

export interface InboxOptions extends StoreContext {
  readonly retentionDays: number;
}

export const createInbox = (table: Table, { retentionDays, ...context }: InboxOptions): Inbox => {
  const { clock } = context;
  const store = createStore(table, {
    ...context,
    schema: inboxRecordSchema,
    dueOf: ({ due }) => due,
    expiresAtOf: (record) => expiresAtOf(record, retentionDays),
  });

  const advance = async (
    held: HeldNotification,
    changes: Partial<InboxRecord>,
    due: InboxRecord['due'],
  ): Promise<Result<null, StoreFailure>> => {
    const partition = partitionOf(held.record.notification.subject);
    const next = { ...held.record, ...changes, due, writtenAt: clock.now() };
    const put = await store.put(inboxKey(partition), next, held.revision);
    return put.ok ? success(null) : put;
  };

  return {
    store: (notification) =>
      store.replace(inboxKey(partitionOf(notification.subject)), {
        notification,
        phase: 'waiting',
        // Due at once for whoever has a clock that is behind.
        due: { queue: 'webhooks', at: clock.now() - clockSkewMs },
        writtenAt: clock.now(),
        attempts: 0,
        crashes: 0,
        isLookedAt: false,
        problem: null,
      }),

    take: async (partition, { isAlone }) => {
      const found = await store.read(inboxKey(partition));
      if (!found.ok) {
        return found;
      }
      if (found.value === null) {
        return success(null);
      }
      const { record, revision } = found.value;
      if (record.due === null || record.due.at > clock.now()) {
        return success(null);
      }
      const crashes = record.crashes + (record.phase === 'taken' ? 1 : 0);
      if (crashes >= suspectCrashes && !isAlone) {
        return success('suspect');
      }
      const taken: InboxRecord = {
        ...record,
        phase: 'taken',
        due: { queue: 'put_off', at: clock.now() + holdMs(crashes) },
        writtenAt: clock.now(),
        attempts: record.attempts + 1,
        crashes,
      };
      const put = await store.put(inboxKey(partition), taken, revision);
      if (!put.ok) {
        return put;
      }
      return success(put.value.kind === 'written' ? put.value.stored : null);
    },

    finish: (held) => advance(held, { phase: 'done', problem: null }, null),

    putOff: (held, until, changes) => advance(held, { phase: 'waiting', ...changes }, { queue: 'put_off', at: until }),

    bury: async (held, problem) => {
      const { notification } = held.record;
      const dead = { ...held.record, phase: 'dead', problem, writtenAt: clock.now() } as const;
      const buried = await store.replace(deadLetterKey(partitionOf(notification.subject), notification.id), {
        ...dead,
        due: { queue: 'dead', at: clock.now() },
      });
      return buried.ok ? advance(held, { phase: 'dead', problem }, null) : buried;
    },

    listDue: async (limit) => {
      const found: string[] = [];
      // What just came in goes before what was put off.
      for (const queue of ['webhooks', 'put_off'] as const) {
        const keys = await table.listDue(queue, clock.now(), limit - found.length);
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
      const keys = await table.listDue('dead', clock.now() + clockSkewMs, limit);
      if (!keys.ok) {
        return keys;
      }
      const found: HeldNotification[] = [];
      for (const key of keys.value) {
        const letter = await store.read(key);
        if (letter.ok && letter.value?.record.due?.queue === 'dead') {
          found.push(letter.value);
        }
        if (!letter.ok && letter.problem === 'unavailable') {
          return failed(letter.problem);
        }
      }
      return success(found);
    },

    discard: async ({ record, revision }) => {
      const { notification } = record;
      const key = deadLetterKey(partitionOf(notification.subject), notification.id);
      const put = await store.put(key, { ...record, due: null, writtenAt: clock.now() }, revision);
      return put.ok ? success(null) : put;
    },
  };
};

const expiresAtOf = ({ phase, due, writtenAt }: InboxRecord, retentionDays: number): number | null => {
  if (due !== null && due.queue !== 'dead') {
    return null;
  }
  const days = phase === 'done' ? Math.min(7, retentionDays) : retentionDays;
  return Math.ceil(writtenAt / 1_000) + days * 86_400;
};

/** Longer than a look may take; longer each time that a process died over it. Two that work on it at once do no harm. */
const holdMs = (crashes: number): number => Math.min(20_000 * 2 ** crashes, 180_000);

/** One death may have been another notification's doing, which the same process had in hand. */
const suspectCrashes = 2;

/** By how much clocks of containers may differ. */
const clockSkewMs = 5_000;
