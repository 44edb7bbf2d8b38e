import type { IntervalUnit } from '../domain/interval.ts';
import type { PlanStatus } from '../domain/plan.ts';
import { createProblem } from '../domain/problem.ts';
import type { CataloguePage, PlanRead } from '../domain/provider.ts';
import { failed, type Result, success } from '../domain/result.ts';
import { maximumVendorPages } from '../domain/vendor-pages.ts';
import {
  decodeCursor,
  encodeCursor,
  firstPosition,
  hasCursorForm,
  invalidCursor,
  type ListIdentity,
  type Position,
} from './cursor.ts';

export interface PlanQuery {
  readonly connection: string;
  readonly status: Exclude<PlanStatus, 'unknown'> | null;
  /** Keeps plans that have a price with this unit. */
  readonly interval: IntervalUnit | null;
  readonly limit: number;
  readonly cursor: string | null;
}

export interface PlanList<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** A plan as it will stand in the answer. */
export interface SizedItem {
  /** What it takes there, as the answer is counted. */
  readonly bytes: number;
}

export interface PlanListOptions<Item extends SizedItem> {
  /** A page of the provider's catalogue, counted from 0. */
  readonly readPage: (page: number) => Promise<Result<CataloguePage>>;
  /** Some plans, in their order; may ask the provider for more of each. */
  readonly present: (reads: readonly PlanRead[]) => Promise<Result<readonly Item[]>>;
  /** How many plans are presented together. */
  readonly presentedAtOnce: number;
  /** The page ends before the sum of its plans passes this. */
  readonly maximumBytes: number;
  readonly remainingMs: () => number;
  /** `current` signs cursors; the others are asked for where it did not sign one. */
  readonly keys: {
    readonly current: Uint8Array;
    readonly others: () => Promise<Result<readonly Uint8Array[]>>;
  };
}

/**
 * One page of the catalogue by our own cursors, whatever the provider's paging. The filters run here: no provider
 * documents one that all have. A page may be short, and has a cursor then: where the answer would become too large, where the
 * time runs out, and where nothing more was found in as many of the provider's pages as one request may ask for. Fails with
 * `invalid_cursor`, as the provider does, or with `provider_response_invalid` for a plan that no answer can hold.
 */
export const listPlans = async <Item extends SizedItem>(
  query: PlanQuery,
  options: PlanListOptions<Item>,
): Promise<Result<PlanList<Item>>> => {
  const start = await findStart(query, options);
  if (!start.ok) {
    return start;
  }
  const found = await findPlans(query, start.value, options);
  if (!found.ok) {
    return found;
  }
  const page = await presentPlans(found.value, options);
  if (!page.ok) {
    return page;
  }
  const { items, next } = page.value;
  return success({ items, nextCursor: next === null ? null : encodeCursor(options.keys.current, query, next) });
};

const findStart = async (
  query: PlanQuery,
  { keys }: Pick<PlanListOptions<SizedItem>, 'keys'>,
): Promise<Result<Position>> => {
  const { cursor } = query;
  if (cursor === null) {
    return success(firstPosition);
  }
  const identity: ListIdentity = query;
  const known = decodeCursor([keys.current], identity, cursor);
  if (known !== null) {
    return success(known);
  }
  const others = hasCursorForm(cursor) ? await keys.others() : success([]);
  if (!others.ok) {
    return others;
  }
  const position = decodeCursor(others.value, identity, cursor);
  return position === null ? failed(invalidCursor) : success(position);
};

interface FoundPlans {
  readonly plans: readonly { readonly read: PlanRead; readonly position: Position }[];
  /** Where the catalogue goes on behind them; null at its end. */
  readonly next: Position | null;
}

const findPlans = async (
  query: PlanQuery,
  start: Position,
  { readPage, remainingMs }: Pick<PlanListOptions<SizedItem>, 'readPage' | 'remainingMs'>,
): Promise<Result<FoundPlans>> => {
  const plans: { readonly read: PlanRead; readonly position: Position }[] = [];
  let { page, skip } = start;
  for (let pagesRead = 0; ; ) {
    const read = await readPage(page);
    if (!read.ok) {
      return read;
    }
    pagesRead += 1;
    for (const [index, candidate] of read.value.plans.entries()) {
      if (index < skip || !isWanted(candidate, query)) {
        continue;
      }
      const position = { page, skip: index };
      if (plans.length === query.limit) {
        return success({ plans, next: position });
      }
      plans.push({ read: candidate, position });
    }
    if (read.value.isLast) {
      return success({ plans, next: null });
    }
    page += 1;
    skip = 0;
    if (plans.length === query.limit || pagesRead === maximumVendorPages || remainingMs() < pageReserveMs) {
      return success({ plans, next: { page, skip } });
    }
  }
};

/** Measured as they are sent, and not before: filled prices and the provider's own object make most of a large plan. */
const presentPlans = async <Item extends SizedItem>(
  { plans, next }: FoundPlans,
  { present, presentedAtOnce, maximumBytes, remainingMs }: PlanListOptions<Item>,
): Promise<Result<{ readonly items: readonly Item[]; readonly next: Position | null }>> => {
  const items: Item[] = [];
  let bytes = 0;
  for (let start = 0; start < plans.length; start += presentedAtOnce) {
    const group = plans.slice(start, start + presentedAtOnce);
    const [first] = group;
    if (first !== undefined && items.length > 0 && remainingMs() < pageReserveMs) {
      return success({ items, next: first.position });
    }
    const presented = await present(group.map(({ read }) => read));
    if (!presented.ok) {
      return presented;
    }
    for (const [index, item] of presented.value.entries()) {
      const source = group[index];
      if (source !== undefined && bytes + item.bytes > maximumBytes) {
        return items.length === 0 ? failed(tooLarge(source.read)) : success({ items, next: source.position });
      }
      items.push(item);
      bytes += item.bytes;
    }
  }
  return success({ items, next });
};

/** A provider's page may take this long; with less left, the caller is better served with what there is. */
const pageReserveMs = 5_000;

const tooLarge = ({ plan }: PlanRead) =>
  createProblem(
    'provider_response_invalid',
    `Plan ${plan.id} alone is larger than an answer may be. Without \`include\` it may fit, and the same cursor goes on.`,
  );

const isWanted = ({ plan }: PlanRead, { status, interval }: PlanQuery): boolean =>
  (status === null || plan.status === status) &&
  (interval === null || plan.prices.some((price) => price.interval?.unit === interval));
