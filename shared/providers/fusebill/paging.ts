import type * as z from 'zod';
import { failed, type Result, success } from '../../domain/result.ts';
import { maximumVendorPages, tooManyPages } from '../../domain/vendor-pages.ts';
import { type Purpose, problemOfInvalidAnswer } from '../../http/provider-problem.ts';
import type { Client, FusebillAnswer, FusebillRequest } from './client.ts';

/** A list of the vendor: a bare array, paged by query parameters. `path` comes without these. */
export interface PagedList extends FusebillRequest {
  readonly pageSize: number;
}

export interface Entry<Value> {
  readonly value: Value;
  /** The vendor's own object. */
  readonly raw: unknown;
}

export interface Page {
  /** As they came. */
  readonly rows: readonly unknown[];
  readonly isLast: boolean;
  readonly purpose: Purpose;
  readonly status: number;
}

/** One page, counted from 0 as the vendor does: https://developer.staxbill.com/reference/pagination */
export const readPage = async (client: Client, list: PagedList, pageNumber: number): Promise<Result<Page>> => {
  const answer = await client.get(pageRequest(list, pageNumber));
  return answer.ok ? toPage(list, pageNumber, answer.value) : answer;
};

const pageRequest = ({ pageSize, ...request }: PagedList, pageNumber: number): FusebillRequest => ({
  ...request,
  path: `${request.path}?pageSize=${pageSize}&pageNumber=${pageNumber}`,
});

const toPage = (
  { pageSize }: PagedList,
  pageNumber: number,
  { purpose, status, headers, body }: FusebillAnswer,
): Result<Page> => {
  if (!Array.isArray(body)) {
    return failed(problemOfInvalidAnswer(purpose, status, 'expected a list'));
  }
  const rows: readonly unknown[] = body;
  const isLast = isLastPage({ pageNumber, pageSize, itemCount: rows.length, headers });
  return success({ rows, isLast, purpose, status });
};

/**
 * All pages of a list, one after the other, each row read with `item`. A page that is too long is read in smaller ones, down
 * to one row a page. Fails with `provider_response_invalid` where one row alone is too long, or where the pages do not end
 * within the bound of one request; the deadline bounds them too.
 */
export const readAllPages = async <Item extends z.ZodType>(
  client: Client,
  list: PagedList,
  item: Item,
): Promise<Result<readonly Entry<z.output<Item>>[]>> => {
  const entries: Entry<z.output<Item>>[] = [];
  const sizes = pageSizes(list.pageSize);
  let { pageSize } = list;
  let start = 0;
  for (let pagesRead = 0; pagesRead < maximumVendorPages; ) {
    const pageNumber = start / pageSize;
    const sized = { ...list, pageSize };
    const request = pageRequest(sized, pageNumber);
    const answer = await (pageSize > 1 ? client.getIfItFits(request) : client.get(request));
    if (!answer.ok) {
      return answer;
    }
    if (answer.value === null) {
      pageSize = sizes.find((size) => size < pageSize) ?? 1;
      continue;
    }
    pagesRead += 1;
    const page = toPage(sized, pageNumber, answer.value);
    if (!page.ok) {
      return page;
    }
    const { rows, isLast, purpose, status } = page.value;
    for (const [index, raw] of rows.entries()) {
      const parsed = item.safeParse(raw);
      if (!parsed.success) {
        const where = [index, ...(parsed.error.issues[0]?.path ?? [])].map(String).join('.');
        return failed(problemOfInvalidAnswer(purpose, status, `item ${where}`));
      }
      entries.push({ value: parsed.data, raw });
    }
    if (isLast) {
      return success(entries);
    }
    start += pageSize;
    // The long rows may be behind us.
    pageSize = sizes.find((size) => start % size === 0) ?? 1;
  }
  return failed(tooManyPages('fusebill', list.route));
};

/** `size` and smaller ones, down to 1. Each divides the one before, so that its pages fill the larger page exactly. */
const pageSizes = (size: number): readonly number[] => {
  const sizes = [size];
  for (let rest = size, divisor = 2; rest > 1; ) {
    if (rest % divisor === 0) {
      rest /= divisor;
      sizes.push(rest);
    } else {
      divisor += 1;
    }
  }
  return sizes;
};

export interface PageFacts {
  readonly pageNumber: number;
  /** What was asked for. */
  readonly pageSize: number;
  readonly itemCount: number;
  readonly headers: Headers;
}

/**
 * Whether a page ends its list. The vendor calls X-MaxPageIndex the "total number of pages" and does not say what
 * X-NextPage holds on the last page, so neither counts. X-PageSize counts where the server caps the size that was asked.
 * X-Count ends the list when exactly as many items were seen; a count that does not fit is not believed, and the empty page
 * behind the last one ends the list.
 */
export const isLastPage = ({ pageNumber, pageSize, itemCount, headers }: PageFacts): boolean => {
  if (itemCount === 0) {
    return true;
  }
  const reportedSize = headerInteger(headers, 'x-pagesize');
  const effectiveSize = reportedSize !== null && reportedSize > 0 ? Math.min(reportedSize, pageSize) : pageSize;
  const count = headerInteger(headers, 'x-count');
  if (count !== null) {
    return pageNumber * effectiveSize + itemCount === count;
  }
  // More than was asked: the server does not page, and would give the same list for ever.
  return itemCount < effectiveSize || itemCount > pageSize;
};

const headerInteger = (headers: Headers, name: string): number | null => {
  const text = headers.get(name)?.trim() ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
};
