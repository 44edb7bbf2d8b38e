import { isEnded } from '../domain/choose-account-plan.ts';
import { createProblem } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';
import { journalKey, partitionOf } from '../table/keys.ts';
import { createStore, type StoreContext } from '../table/store.ts';
import type { Table } from '../table/table.ts';
import { emptyJournal, type JournalRecord, journalRecordSchema, type Subject } from './journal-record.ts';

/** The journals of all subjects, in the table. Every change is conditional on what it was made from. */
export interface Journals {
  /** A new one where the subject has none. */
  read(subject: Subject): Promise<Result<HeldJournal>>;
  /** By the partition key of its item; null where there is none. */
  readByPartition(partition: string): Promise<Result<HeldJournal | null>>;
  /** `lost` when somebody else wrote since it was read. */
  write(held: HeldJournal, next: JournalRecord): Promise<Result<HeldJournal | 'lost'>>;
  /** Partition keys under which an event is owed: by a journal's outbox, or by a settled conversion that is not told. */
  listOwing(limit: number): Promise<Result<readonly string[]>>;
}

export interface HeldJournal {
  readonly record: JournalRecord;
  /** Null where it is not in the table yet. */
  readonly revision: string | null;
}

/**
 * Writes what `change` makes of the subject's journal, again and again where others write at the same time. `change` gives
 * the same journal where there is nothing to write.
 */
export const updateJournal = async (
  journals: Journals,
  subject: Subject,
  change: (record: JournalRecord) => JournalRecord,
): Promise<Result<null>> => {
  for (let attempt = 0; attempt < updateAttempts; attempt += 1) {
    const held = await journals.read(subject);
    if (!held.ok) {
      return held;
    }
    const next = change(held.value.record);
    if (next === held.value.record) {
      return success(null);
    }
    const written = await journals.write(held.value, next);
    if (!written.ok || written.value !== 'lost') {
      return written.ok ? success(null) : written;
    }
  }
  return unavailable();
};

/** Writers of one account are few, and each loses a round at most. */
const updateAttempts = 5;

export const createJournals = (table: Table, context: StoreContext): Journals => {
  const { clock } = context;
  const store = createStore(table, {
    ...context,
    schema: journalRecordSchema,
    dueOf: ({ outbox }) => (outbox.length === 0 ? null : { queue: 'events', at: clock.now() }),
    // Numbers that began again at 1 would look like old events to whoever keeps the highest.
    expiresAtOf: () => null,
  });

  const readByPartition = async (partition: string): Promise<Result<HeldJournal | null>> => {
    const found = await store.read(journalKey(partition));
    return found.ok ? found : unavailable();
  };

  return {
    readByPartition,
    read: async (subject) => {
      const found = await readByPartition(partitionOf(subject));
      if (!found.ok) {
        return found;
      }
      const held = found.value ?? { record: emptyJournal(subject), revision: null };
      // A connection that moved to another provider keeps its numbers, and what was seen at the former one says nothing.
      return success(
        held.record.subject.provider === subject.provider
          ? held
          : { ...held, record: { ...held.record, subject, seen: [], known: 'not', seenPlan: null } },
      );
    },
    write: async (held, next) => {
      const put = await store.put(journalKey(partitionOf(next.subject)), fitting(next), held.revision);
      if (!put.ok) {
        return unavailable();
      }
      return success(put.value.kind === 'written' ? put.value.stored : 'lost');
    },
    listOwing: async (limit) => {
      const keys = await table.listDue('events', clock.now(), limit);
      return keys.ok ? success([...new Set(keys.value.map(({ pk }) => pk))]) : unavailable();
    },
  };
};

/**
 * A journal that an item can hold. Of an account with a thousand subscriptions those that have ended are forgotten, and if
 * that is not enough all are: its next look remembers them anew, in silence. No event and no conversion has to wait.
 */
const fitting = (record: JournalRecord): JournalRecord => {
  if (isFitting(record)) {
    return record;
  }
  const withoutEnded = { ...record, seen: record.seen.filter(({ status }) => !isEnded(status)) };
  return isFitting(withoutEnded) ? withoutEnded : { ...record, seen: [], known: 'partly' };
};

const isFitting = (record: JournalRecord): boolean => Buffer.byteLength(JSON.stringify(record)) <= largestRecordBytes;

/** An item holds 400 KB. */
const largestRecordBytes = 350_000;

const unavailable = () => failed(createProblem('ledger_unavailable', 'The table of events cannot be reached.'));
