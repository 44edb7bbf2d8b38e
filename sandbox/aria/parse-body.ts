import { hasMediaType } from '../media-type.ts';
import type { SimulatedRequest } from '../simulated-provider.ts';
import { parseNumbersAsText } from './exact-numbers.ts';
import { isRefusal, notValid, type Refusal, unparsableJson } from './refusal.ts';

/** The parameters of a call: scalars are texts whichever encoding they came in. */
export interface Row {
  readonly kind: 'row';
  readonly members: Map<string, Value>;
}

/** Keyed by index, in the order of arrival: PHP keeps gaps. */
export interface List {
  readonly kind: 'list';
  readonly items: Map<string, Value>;
}

export type Value = string | List | Row;

/**
 * Reads a form, or JSON where the family takes it. Of any other body nothing is parsed, so that every parameter is
 * missing. Encoding of arrays: https://developer.ariasystems.net/Aria_Crescendo_Documentation/Aria_Crescendo_APIs
 */
export const parseBody = (
  request: SimulatedRequest,
  { acceptsJson }: { readonly acceptsJson: boolean },
): Row | Refusal => {
  const contentType = request.headers['content-type'];
  if (hasMediaType(contentType, 'application/x-www-form-urlencoded')) {
    return parseForm(request.body);
  }
  return acceptsJson && hasMediaType(contentType, 'application/json') ? parseJson(request.body) : emptyRow();
};

const parseForm = (text: string): Row | Refusal => {
  const row = emptyRow();
  for (const [key, value] of new URLSearchParams(text)) {
    const [name = key, ...path] = splitBrackets(key);
    const refusal = insert(row, [name, ...path], value);
    if (refusal !== null) {
      return refusal;
    }
  }
  return row;
};

/** `service[0][name]` is `service`, `0`, `name`. A key with unbalanced brackets is a plain name. */
const splitBrackets = (key: string): readonly string[] => {
  const [, name, brackets = ''] = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(key) ?? [];
  return name === undefined ? [key] : [name, ...brackets.slice(1, -1).split('][')];
};

/** Names and indexes alternate. The other order, `array[name][0]`, is refused by the name that stands for an index. */
const insert = (row: Row, [name = '', index, ...rest]: readonly string[], value: string): Refusal | null => {
  if (index === undefined) {
    row.members.set(name, value);
    return null;
  }
  if (!/^\d*$/.test(index)) {
    return notValid(index, 'string');
  }
  const list = listAt(row, name);
  const position = index === '' ? String(list.items.size) : index;
  const [innerName] = rest;
  if (innerName === undefined) {
    list.items.set(position, value);
    return null;
  }
  return /^\d*$/.test(innerName) ? notValid(innerName, 'string') : insert(rowAt(list, position), rest, value);
};

const listAt = (row: Row, name: string): List => {
  const present = row.members.get(name);
  if (typeof present === 'object' && present.kind === 'list') {
    return present;
  }
  const list: List = { kind: 'list', items: new Map() };
  row.members.set(name, list);
  return list;
};

const rowAt = (list: List, position: string): Row => {
  const present = list.items.get(position);
  if (typeof present === 'object' && present.kind === 'row') {
    return present;
  }
  const row = emptyRow();
  list.items.set(position, row);
  return row;
};

const parseJson = (text: string): Row | Refusal => {
  let parsed: unknown;
  try {
    parsed = parseNumbersAsText(text);
  } catch {
    return unparsableJson;
  }
  return isObject(parsed) ? toRow(parsed) : unparsableJson;
};

const toRow = (object: object): Row | Refusal => {
  const row = emptyRow();
  for (const [name, member] of Object.entries(object)) {
    if (member === null) {
      continue;
    }
    const value = toValue(name, member);
    if (typeof value === 'object' && isRefusal(value)) {
      return value;
    }
    row.members.set(name, value);
  }
  return row;
};

/** No parameter is declared a JSON boolean, or an object outside a list; the items of lists are objects, always. */
const toValue = (name: string, member: unknown): Value | Refusal => {
  if (typeof member === 'string') {
    return member;
  }
  if (!Array.isArray(member)) {
    return notValid(name, 'string');
  }
  const list: List = { kind: 'list', items: new Map() };
  for (const [index, item] of member.entries()) {
    const row = isObject(item) ? toRow(item) : notValid(name, 'string');
    if (isRefusal(row)) {
      return row;
    }
    list.items.set(String(index), row);
  }
  return list;
};

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const emptyRow = (): Row => ({ kind: 'row', members: new Map() });
