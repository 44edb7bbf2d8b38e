import { type Input, readInput } from './input.ts';
import type { List, Row, Value } from './parse-body.ts';
import { invalidInput, missingParameter, notValid } from './refusal.ts';
import type { FurtherValue } from './state.ts';

/** A row of parameters and its typed reading. */
export interface RowInput {
  readonly row: Row;
  readonly input: Input;
}

/**
 * Reads each row of `name[0][...]`, `name[1][...]`. The first refusal of a row becomes the parent's. Positions have
 * meaning in these calls, so indexes with a gap are refused.
 */
export const readRows = <Item>(parent: RowInput, name: string, read: (item: RowInput) => Item): Item[] =>
  listItems(parent, name).flatMap((item) => {
    if (typeof item === 'string' || item.kind !== 'row') {
      parent.input.fail(notValid(name, 'string'));
      return [];
    }
    const input = readInput(item);
    const value = read({ row: item, input });
    const refusal = input.refusal();
    if (refusal !== null) {
      parent.input.fail(refusal);
    }
    return [value];
  });

export const readRequiredRows = <Item>(parent: RowInput, name: string, read: (item: RowInput) => Item): Item[] => {
  if ((parent.row.members.get(name) ?? '') === '') {
    parent.input.fail(missingParameter(name));
  }
  return readRows(parent, name, read);
};

/** `name[]=2&name[]=3`. In JSON each item is an object whose key repeats the list's name. */
export const readTexts = (parent: RowInput, name: string, pattern: RegExp): string[] =>
  listItems(parent, name).flatMap((item) => {
    const text = typeof item === 'object' && item.kind === 'row' ? item.members.get(name) : item;
    if (typeof text === 'string' && pattern.test(text)) {
      return [text];
    }
    parent.input.fail(notValid(name, 'string'));
    return [];
  });

/** A list that is only kept. Null when it is left out. */
export const readKept = (parent: RowInput, name: string): FurtherValue | null => {
  const items = listItems(parent, name);
  return items.length === 0 ? null : items.map(toFurtherValue);
};

const listItems = ({ row, input }: RowInput, name: string): readonly Value[] => {
  const list = row.members.get(name);
  if (list === undefined || list === '') {
    return [];
  }
  if (typeof list === 'string' || list.kind !== 'list') {
    input.fail(notValid(name, 'string'));
    return [];
  }
  const ordered = inOrder(list);
  if (ordered === null) {
    input.fail(invalidInput);
  }
  return ordered ?? [];
};

const inOrder = ({ items }: List): readonly Value[] | null => {
  const ordered = Array.from({ length: items.size }, (_, index) => items.get(String(index)));
  const present = ordered.filter((item) => item !== undefined);
  return present.length === items.size ? present : null;
};

const toFurtherValue = (value: Value): FurtherValue => {
  if (typeof value === 'string') {
    return value;
  }
  return value.kind === 'list'
    ? [...value.items.values()].map(toFurtherValue)
    : Object.fromEntries([...value.members].map(([name, member]) => [name, toFurtherValue(member)]));
};
