import type { IntervalUnit } from '../domain/interval.ts';
import type { PlanStatus } from '../domain/plan.ts';
import type { CataloguePage, PlanRead } from '../domain/provider.ts';
import { type Result, success } from '../domain/result.ts';
import { decodeCursor, encodeCursor, firstPosition, type ListIdentity, type Position } from './cursor.ts';

export interface PlanQuery {
  readonly connection: string;
  readonly status: Exclude<PlanStatus, 'unknown'> | null;
  /** Keeps plans that have a price with this unit. */
  readonly interval: IntervalUnit | null;
  readonly limit: number;
  readonly cursor: string | null;
}

export interface PlanList {
  readonly plans: readonly PlanRead[];
  readonly nextCursor: string | null;
}

export interface PlanListOptions {
  /** A page of the provider's catalogue, counted from 0. */
  readonly readPage: (page: number) => Promise<Result<CataloguePage>>;
  /** Bytes that a plan takes in the answer; the page ends before the sum passes `maximumBytes`. */
  readonly sizeOf: (read: PlanRead) => number;
  readonly maximumBytes: number;
  readonly remainingMs: () => number;
}

/**
 * One page of the catalogue by our own cursors, whatever the provider's paging. The filters run here: no provider
 * documents one that all have. A page may be short, and has a cursor then; a page that finds nothing for so long that the
 * time runs out ends early with a cursor too. Fails with `invalid_cursor` or as the provider does.
 */
export const listPlans = async (query: PlanQuery, options: PlanListOptions): Promise<Result<PlanList>> => {
  const identity: ListIdentity = query;
  const start = query.cursor === null ? success(firstPosition) : decodeCursor(identity, query.cursor);
  if (!start.ok) {
    return start;
  }

  const plans: PlanRead[] = [];
  let bytes = 0;
  let position: Position | null = start.value;
  while (position !== null) {
    const { page, skip }: Position = position;
    const read = await options.readPage(page);
    if (!read.ok) {
      return read;
    }
    const { plans: pagePlans, isLast } = read.value;
    for (let index = skip; index < pagePlans.length; index += 1) {
      const candidate = pagePlans[index];
      if (candidate === undefined || !isWanted(candidate, query)) {
        continue;
      }
      const size = options.sizeOf(candidate);
      const isFull = plans.length === query.limit || (plans.length > 0 && bytes + size > options.maximumBytes);
      if (isFull) {
        return success({ plans, nextCursor: encodeCursor(identity, { page, skip: index }) });
      }
      plans.push(candidate);
      bytes += size;
    }
    position = isLast ? null : { page: page + 1, skip: 0 };
    if (position !== null && (plans.length === query.limit || options.remainingMs() < pageReserveMs)) {
      return success({ plans, nextCursor: encodeCursor(identity, position) });
    }
  }
  return success({ plans, nextCursor: null });
};

/** A provider's page may take this long; with less left, the caller is better served with what there is. */
const pageReserveMs = 5_000;

const isWanted = ({ plan }: PlanRead, { status, interval }: PlanQuery): boolean =>
  (status === null || plan.status === status) &&
  (interval === null || plan.prices.some((price) => price.interval?.unit === interval));
