import { jsonAnswer, type SimulatedAnswer } from '../simulated-provider.ts';
import { type Read, read, refuse, refused, refuseEnum } from './answers.ts';
import { type Parameters, readEnum, readInteger } from './parameters.ts';

/** What a list can be filtered and sorted by, as on https://developer.staxbill.com/reference/string-filtering */
export interface Field<T> {
  readonly name: string;
  /** Ids and enums take several values with commas; for a text a comma is part of it. */
  readonly kind: 'id' | 'text' | { readonly values: readonly string[] };
  of(item: T): string | null;
}

/**
 * A bare array of one page, with all paging data in headers. Pages count from 0. Sorted by id unless asked otherwise.
 * X-MaxPageIndex is the last page's number, as its name says; X-NextPage after it is -1, like X-PreviousPage before page 0.
 * https://developer.staxbill.com/reference/pagination
 */
export const answerList = <T extends { readonly id: string }>(
  all: readonly T[],
  parameters: Parameters,
  list: { readonly fields: readonly Field<T>[]; readonly maximumPageSize: number; print(item: T): unknown },
): SimulatedAnswer => {
  const pageNumber = readInteger(parameters, 'pageNumber', { minimum: 0, fallback: 0 });
  const pageSize = readInteger(parameters, 'pageSize', { minimum: 1, fallback: list.maximumPageSize });
  const filter = readFilter(parameters.get('query') ?? '', list.fields);
  const sort = readSort(parameters, list.fields);
  if (!pageNumber.ok) {
    return pageNumber.refusal;
  }
  if (!pageSize.ok) {
    return pageSize.refusal;
  }
  if (!filter.ok) {
    return filter.refusal;
  }
  if (!sort.ok) {
    return sort.refusal;
  }
  const found = all.filter(filter.value).sort(sort.value.compare);
  const size = Math.min(pageSize.value, list.maximumPageSize);
  const lastPage = Math.max(0, Math.ceil(found.length / size) - 1);
  const page = found.slice(pageNumber.value * size, (pageNumber.value + 1) * size);
  return jsonAnswer(200, page.map(list.print), {
    'X-Count': String(found.length),
    'X-MaxCount': String(all.length),
    'X-CurrentPage': String(pageNumber.value),
    'X-NextPage': String(pageNumber.value < lastPage ? pageNumber.value + 1 : -1),
    'X-PreviousPage': String(pageNumber.value - 1),
    'X-PageSize': String(size),
    'X-MaxPageIndex': String(lastPage),
    'X-SortOrder': sort.value.order,
    'X-SortExpression': sort.value.expression,
  });
};

type Filter<T> = (item: T) => boolean;

/** `code:TEAM;status:Active`. A name that the list does not filter by is 400, a wrong enum value 500. */
const readFilter = <T>(query: string, fields: readonly Field<T>[]): Read<Filter<T>> => {
  const filters: Filter<T>[] = [];
  for (const term of query === '' ? [] : query.split(';')) {
    const colon = term.indexOf(':');
    const field = fields.find(({ name }) => name.toLowerCase() === term.slice(0, colon).toLowerCase());
    if (colon < 1 || colon === term.length - 1 || field === undefined) {
      return refused(refuse(400, `The query '${term}' is not valid.`, 'query'));
    }
    const matches = readValues(field, term.slice(colon + 1));
    if (!matches.ok) {
      return matches;
    }
    filters.push((item) => matches.value(field.of(item)));
  }
  return read((item) => filters.every((filter) => filter(item)));
};

const readValues = <T>(field: Field<T>, text: string): Read<Filter<string | null>> => {
  if (text === '[empty]') {
    return read((value) => value === null || value === '');
  }
  if (field.kind === 'text') {
    const parts = text.toLowerCase().split('*');
    return read((value) => value !== null && hasInOrder(value.toLowerCase(), parts));
  }
  const wanted = text.split(',');
  const wrong = wanted.find((value) =>
    typeof field.kind === 'object' ? !field.kind.values.includes(value) : !/^\d+$/.test(value),
  );
  if (wrong !== undefined) {
    return refused(field.kind === 'id' ? refuse(400, `The query value '${wrong}' is not valid.`) : refuseEnum(wrong));
  }
  return read((value) => value !== null && wanted.includes(value));
};

/** Whether `text` is `parts` with anything between them. */
const hasInOrder = (text: string, parts: readonly string[]): boolean => {
  const [first = '', ...others] = parts;
  const last = others.pop();
  if (last === undefined) {
    return text === first;
  }
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1) {
      return false;
    }
    at = found + part.length;
  }
  return text.startsWith(first) && text.endsWith(last) && at <= text.length - last.length;
};

/** Both or neither of sortOrder and sortExpression: https://developer.staxbill.com/reference/sorting */
const readSort = <T extends { readonly id: string }>(parameters: Parameters, fields: readonly Field<T>[]) => {
  const order = readEnum(parameters, 'sortOrder', ['Ascending', 'Descending']);
  const expression = parameters.get('sortexpression') ?? null;
  if (!order.ok) {
    return order;
  }
  if ((order.value === null) !== (expression === null)) {
    return refused(refuse(400, 'sortOrder and sortExpression must be given together.'));
  }
  const field = fields.find(({ name }) => name.toLowerCase() === (expression ?? 'id').toLowerCase());
  if (field === undefined) {
    return refused(refuse(400, `The sort expression '${expression}' is not valid.`, 'sortExpression'));
  }
  const direction = order.value === 'Descending' ? -1 : 1;
  const compare = (one: T, other: T): number => direction * compareValues(field.of(one), field.of(other));
  return read({ order: order.value ?? 'Ascending', expression: field.name, compare });
};

/** Nulls come first; ids by their number, of whatever length. */
const compareValues = (one: string | null, other: string | null): number =>
  (one ?? '').localeCompare(other ?? '', 'en', { numeric: true });
