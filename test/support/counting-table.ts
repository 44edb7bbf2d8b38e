import type { Table } from '../../shared/table/table.ts';

export interface CountingTable extends Table {
  /** The operations so far, in order: `get`, `put written`, `put refused`, `put unavailable`, `replace`, `move`, `query`. */
  readonly operations: string[];
}

/** `table`, with a note of everything that is asked of it. */
export const countOperations = (table: Table): CountingTable => {
  const operations: string[] = [];
  return {
    operations,
    get: (key) => {
      operations.push('get');
      return table.get(key);
    },
    put: async (item, expected) => {
      const result = await table.put(item, expected);
      operations.push(`put ${result.ok ? result.value : result.problem}`);
      return result;
    },
    replace: (item) => {
      operations.push('replace');
      return table.replace(item);
    },
    moveDue: (key, due, expected) => {
      operations.push('move');
      return table.moveDue(key, due, expected);
    },
    listDue: (queue, until, limit) => {
      operations.push('query');
      return table.listDue(queue, until, limit);
    },
  };
};
