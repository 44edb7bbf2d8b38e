import { success } from '../../shared/domain/result.ts';
import type { Table, TableItem, TableKey } from '../../shared/table/table.ts';

/** The table in memory: consistent, never unavailable, and its index never lags. */
export const createMemoryTable = (): Table => {
  const items = new Map<string, TableItem>();
  return {
    get: async (key) => success(items.get(textOf(key)) ?? null),
    put: async (item, expected) => {
      const stored = items.get(textOf(item));
      if ((stored?.revision ?? null) !== expected) {
        return success('refused');
      }
      items.set(textOf(item), item);
      return success('written');
    },
    replace: async (item) => {
      items.set(textOf(item), item);
      return success(null);
    },
    moveDue: async (key, due, expected) => {
      const stored = items.get(textOf(key));
      if (stored?.revision !== expected) {
        return success('refused');
      }
      items.set(textOf(key), { ...stored, due });
      return success('written');
    },
    listDue: async (queue, until, limit) =>
      success(
        [...items.values()]
          .flatMap(({ pk, sk, due }) => (due?.queue === queue && due.at <= until ? [{ pk, sk, at: due.at }] : []))
          .toSorted((left, right) => left.at - right.at)
          .slice(0, limit)
          .map(({ pk, sk }) => ({ pk, sk })),
      ),
  };
};

const textOf = ({ pk, sk }: TableKey): string => JSON.stringify([pk, sk]);
