import type { Result } from '../domain/result.ts';

/**
 * The one table, as far as the gateway needs it: whole items, written on the condition that nobody else wrote since they
 * were read. `dynamodb-table.ts` is the real one.
 */
export interface Table {
  /** A consistent read: what was written before is seen. */
  get(key: TableKey): Promise<Result<TableItem | null, 'unavailable'>>;
  /**
   * Writes `item` when the stored item's revision is `expected` (null: when there is none). Tells whether it was written.
   * An answer that was lost may hide a write that happened; the revision tells on the next read.
   */
  put(item: TableItem, expected: string | null): Promise<Result<'written' | 'refused', 'unavailable'>>;
  /** Writes `item` whatever is stored. For news that makes older news of the same item superfluous. */
  replace(item: TableItem): Promise<Result<null, 'unavailable'>>;
  /**
   * Puts a stored item into another queue and leaves the rest of it as it is, its revision too: whoever holds it may still
   * write. Only where the stored revision is `expected`.
   */
  moveDue(key: TableKey, due: Due, expected: string): Promise<Result<'written' | 'refused', 'unavailable'>>;
  /** Keys of the items in `queue` that are due by `until` (milliseconds since the epoch), the most overdue first. May lag behind writes. */
  listDue(queue: Queue, until: number, limit: number): Promise<Result<readonly TableKey[], 'unavailable'>>;
}

/**
 * Who has to look after an item: `changes` the reconciliation, `webhooks` what came in just now, `put_off` what came in and
 * was put off, `events` what has to be told on the bus, `dead` and `unreadable` a person. The table's stream brings
 * `webhooks` and `events`.
 */
export const queues = ['changes', 'webhooks', 'put_off', 'events', 'dead', 'unreadable'] as const;
export type Queue = (typeof queues)[number];

export interface Due {
  readonly queue: Queue;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface TableKey {
  readonly pk: string;
  readonly sk: string;
}

export interface TableItem extends TableKey {
  /** Different on every write: the condition of the next one. */
  readonly revision: string;
  /** Null when nobody has to look after the item. */
  readonly due: Due | null;
  /** Seconds since the epoch after which DynamoDB may delete the item; null: never. */
  readonly expiresAt: number | null;
  /** JSON of what the item is about. */
  readonly record: string;
}
