import type * as z from 'zod';
import { failed, type Result, success } from '../../domain/result.ts';
import { maximumVendorPages, tooManyPages } from '../../domain/vendor-pages.ts';
import { problemOfInvalidAnswer } from '../../http/provider-problem.ts';
import type { Client, FusebillRequest } from './client.ts';

/** A list of the vendor: a bare array, paged by query parameters. `path` comes without these. */
export interface PagedList<Item extends z.ZodType> extends FusebillRequest {
  readonly item: Item;
  readonly pageSize: number;
}

export interface Entry<Value> {
  readonly value: Value;
  /** The vendor's own object. */
  readonly raw: unknown;
}

export interface Page<Value> {
  readonly entries: readonly Entry<Value>[];
  readonly isLast: boolean;
}

/** One page, counted from 0 as the vendor does: https://developer.staxbill.com/reference/pagination */
export const readPage = async <Item extends z.ZodType>(
  client: Client,
  { item, pageSize, ...request }: PagedList<Item>,
  pageNumber: number,
): Promise<Result<Page<z.output<Item>>>> => {
  const path = `${request.path}?pageSize=${pageSize}&pageNumber=${pageNumber}`;
  const answer = await client.get({ ...request, path });
  if (!answer.ok) {
    return answer;
  }
  const { purpose, status, headers, body } = answer.value;
  if (!Array.isArray(body)) {
    return failed(problemOfInvalidAnswer(purpose, status, 'expected a list'));
  }
  const entries: Entry<z.output<Item>>[] = [];
  for (const [index, raw] of body.entries()) {
    const parsed = item.safeParse(raw);
    if (!parsed.success) {
      const where = [index, ...(parsed.error.issues[0]?.path ?? [])].map(String).join('.');
      return failed(problemOfInvalidAnswer(purpose, status, `item ${where}`));
    }
    entries.push({ value: parsed.data, raw });
  }
  return success({ entries, isLast: isLastPage({ pageNumber, pageSize, itemCount: entries.length, headers }) });
};

/** All pages of a list, one after the other. Fails where they do not end within the bound of one request. */
export const readAllPages = async <Item extends z.ZodType>(
  client: Client,
  list: PagedList<Item>,
): Promise<Result<readonly Entry<z.output<Item>>[]>> => {
  const entries: Entry<z.output<Item>>[] = [];
  for (let pageNumber = 0; pageNumber < maximumVendorPages; pageNumber += 1) {
    const page = await readPage(client, list, pageNumber);
    if (!page.ok) {
      return page;
    }
    entries.push(...page.value.entries);
    if (page.value.isLast) {
      return success(entries);
    }
  }
  return failed(tooManyPages('fusebill', list.route));
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
