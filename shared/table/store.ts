import * as z from 'zod';
import type { Clock, Random } from '../domain/clock.ts';
import type { Logger } from '../domain/logger.ts';
import { failed, type Result, success } from '../domain/result.ts';
import { newRevision } from './revision.ts';
import type { Due, Table, TableItem, TableKey } from './table.ts';

/** A record as it was read or written, with the revision that the next write must find. */
export interface Stored<Kept> {
  readonly record: Kept;
  readonly revision: string;
}

export type Put<Next extends Kept, Kept> =
  | { readonly kind: 'written'; readonly stored: Stored<Next> }
  /** Somebody else wrote first; what they wrote. */
  | { readonly kind: 'lost'; readonly found: Stored<Kept> | null };

/**
 * `unavailable`: the table did not answer, and a write may have been done. `unreadable`: an item is there that this version
 * cannot read, as after a rollback; nobody may guess what it says.
 */
export type StoreFailure = 'unavailable' | 'unreadable';

/** Records of one shape in the table. Every rule beyond "nobody else wrote meanwhile" is the user's. */
export interface Store<Kept> {
  read(key: TableKey): Promise<Result<Stored<Kept> | null, StoreFailure>>;
  /** Writes `next` where the stored item has the revision `expected` (null: where there is none). */
  put<Next extends Kept>(
    key: TableKey,
    next: Next,
    expected: string | null,
  ): Promise<Result<Put<Next, Kept>, StoreFailure>>;
  /** Writes `next` whatever is stored. For news that makes older news superfluous. */
  replace(key: TableKey, next: Kept): Promise<Result<null, 'unavailable'>>;
}

export interface StoreOptions<Kept> extends StoreContext {
  readonly schema: z.ZodType<Kept>;
  /** When somebody has to look after the item next; null where nobody has to. */
  readonly dueOf: (record: Kept, key: TableKey) => Due | null;
  /** Seconds since the epoch after which the item may be deleted; null: never. */
  readonly expiresAtOf: (record: Kept) => number | null;
}

export interface StoreContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export const createStore = <Kept extends object>(
  table: Table,
  { clock, random, logger, schema, dueOf, expiresAtOf }: StoreOptions<Kept>,
): Store<Kept> => {
  const toItem = (key: TableKey, record: Kept): TableItem => ({
    ...key,
    revision: newRevision(random),
    due: dueOf(record, key),
    expiresAt: expiresAtOf(record),
    record: JSON.stringify({ schemaVersion, ...record }),
  });

  const read = async (key: TableKey): Promise<Result<Stored<Kept> | null, StoreFailure>> => {
    const item = await table.get(key);
    if (!item.ok) {
      return item;
    }
    if (item.value === null) {
      return success(null);
    }
    const { revision } = item.value;
    const record = parseRecord(schema, item.value.record);
    if (record === null) {
      await setAside(table, item.value, { clock, logger });
      return failed('unreadable');
    }
    return success({ record, revision });
  };

  return {
    read,
    put: async (key, next, expected) => {
      const item = toItem(key, next);
      const stored = { record: next, revision: item.revision };
      const put = await table.put(item, expected);
      if (!put.ok) {
        return put;
      }
      if (put.value === 'written') {
        return success({ kind: 'written', stored });
      }
      // The SDK repeats a put whose answer was lost, and the repeat is refused because the first one was written.
      const found = await read(key);
      if (!found.ok) {
        return found;
      }
      return success(
        found.value?.revision === stored.revision ? { kind: 'written', stored } : { kind: 'lost', found: found.value },
      );
    },
    replace: (key, next) => table.replace(toItem(key, next)),
  };
};

/** Out of the way of what is due, for a person to look at: nobody else may wait for a record that cannot be read. */
const setAside = async (
  table: Table,
  { pk, sk, due, revision }: TableItem,
  { clock, logger }: Pick<StoreContext, 'clock' | 'logger'>,
): Promise<void> => {
  if (due === null || due.queue === 'unreadable') {
    return;
  }
  logger.error('record_unreadable', { pk, sk, queue: due.queue });
  await table.moveDue({ pk, sk }, { queue: 'unreadable', at: clock.now() }, revision);
};

/**
 * Grows when a record can no longer be read by the version before, which then sets it aside. A shape may change without it
 * as long as the version before still reads what this one writes.
 */
const schemaVersion = 1;

const versionSchema = z.looseObject({ schemaVersion: z.literal(schemaVersion) });

const parseRecord = <Kept>(schema: z.ZodType<Kept>, text: string): Kept | null => {
  const parsed = versionSchema.safeParse(parseJson(text));
  return parsed.success ? (schema.safeParse(parsed.data).data ?? null) : null;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
