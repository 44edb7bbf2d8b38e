import { failed, success } from '../../shared/domain/result.ts';
import { type ChangeRecord, changeRecordSchema } from '../../shared/ledger/record.ts';
import { isAllowed } from '../../shared/ledger/transitions.ts';
import type { Due, Queue, Table, TableItem, TableKey } from '../../shared/table/table.ts';
import type { Dice } from './dice.ts';
import { isOut, type Sickness } from './faults.ts';
import { invocationNow } from './invocation.ts';
import type { Process } from './process.ts';
import type { Scheduler } from './scheduler.ts';

/** One write that the table took. */
export interface TableWrite {
  readonly at: number;
  readonly key: TableKey;
  readonly record: ChangeRecord;
  /** The invocation that wrote it. */
  readonly writer: string;
}

export interface SimulatedTable {
  /** The table as one process reaches it. */
  connect(process: Process): Table;
  readonly writes: readonly TableWrite[];
  /** All that lies there. */
  items(): readonly TableItem[];
  /** What the guard item of an account holds this moment, and who wrote it. */
  guardOf(accountId: string): TableWrite | null;
}

export interface SimulatedTableOptions {
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly sickness: Sickness;
  readonly violations: string[];
  /** What the table's stream brings to whom, as `serverless.yml` filters it. */
  readonly onDue?: (queue: Queue, partition: string) => void;
  readonly trace: ((text: string) => void) | undefined;
}

/**
 * DynamoDB as the ledger relies on it: consistent reads, one item at a time on its condition, an index that lags. When it
 * is ill, an operation was done or not and nobody knows, is done after it was given up, or was repeated by the SDK.
 */
export const createSimulatedTable = ({
  scheduler,
  dice,
  sickness,
  violations,
  onDue,
  trace,
}: SimulatedTableOptions): SimulatedTable => {
  const items = new Map<string, TableItem>();
  const guards = new Map<string, TableWrite>();
  const index = new Map<string, { readonly key: TableKey; readonly due: Due | null; readonly version: number }>();
  let version = 0;
  const writes: TableWrite[] = [];

  const apply = (item: TableItem, expected: string | null, writer: string): 'written' | 'refused' => {
    if ((items.get(nameOf(item))?.revision ?? null) !== expected) {
      return 'refused';
    }
    return keep(item, writer);
  };

  const keep = (item: TableItem, writer: string): 'written' | 'refused' => {
    const { pk, sk, due } = item;
    const name = nameOf(item);
    if (holdsChange(sk)) {
      const parsed = changeRecordSchema.safeParse(JSON.parse(item.record));
      if (!parsed.success) {
        violations.push(`ledger: a record was written that cannot be read: ${parsed.error.message}`);
        return 'refused';
      }
      const record = parsed.data;
      const write = { at: scheduler.now(), key: { pk, sk }, record, writer };
      writes.push(write);
      if (sk === 'GUARD') {
        const from = guards.get(pk)?.record.phase ?? null;
        if (!isAllowed(from, record.phase)) {
          violations.push(
            `ledger: ${record.changeId} went from ${from} to ${record.phase}, which is no step of a record.`,
          );
        }
        guards.set(pk, write);
      }
      trace?.(`table: ${sk} of ${record.changeId.slice(-4)} is ${record.phase} by ${writer}`);
    } else {
      trace?.(`table: ${sk} of ${pk} is written by ${writer}`);
    }
    items.set(name, item);
    version += 1;
    const written = version;
    scheduler.after(isSick() ? dice.between(0, 3_000) : dice.between(0, 200), () => {
      if ((index.get(name)?.version ?? 0) < written) {
        index.set(name, { key: { pk, sk }, due, version: written });
      }
    });
    if (due !== null) {
      onDue?.(due.queue, pk);
    }
    return 'written';
  };

  const isSick = (): boolean => scheduler.now() < sickness.untilMs;
  const isAway = (): boolean => isSick() && isOut(sickness, 'table', scheduler.now());
  const isStruck = (): boolean => isSick() && dice.chance(sickness.tableRate);
  const travel = () => scheduler.sleep(isStruck() ? dice.between(100, 6_000) : dice.between(1, 20));

  const unavailable = async () => {
    trace?.('table: unavailable');
    await scheduler.sleep(dice.between(5, 3_000));
    return failed('unavailable' as const);
  };

  const operations = {
    get: async (key: TableKey): ReturnType<Table['get']> => {
      await travel();
      if (isAway() || isStruck()) {
        return unavailable();
      }
      const found = items.get(nameOf(key)) ?? null;
      await travel();
      return success(found);
    },

    put: async (item: TableItem, expected: string | null, writer: string): ReturnType<Table['put']> => {
      await travel();
      const fault = isAway() ? 'not done' : isStruck() ? dice.pick(putFaults) : null;
      switch (fault) {
        case 'not done':
          return unavailable();
        case 'done':
          apply(item, expected, writer);
          return unavailable();
        case 'done late':
          scheduler.after(dice.between(100, 8_000), () => apply(item, expected, writer));
          return unavailable();
        case 'repeated': {
          const first = apply(item, expected, writer);
          trace?.(`table: a put that was ${first} is repeated`);
          await travel();
          return success(apply(item, expected, writer));
        }
        case null: {
          const result = apply(item, expected, writer);
          await travel();
          return success(result);
        }
      }
    },

    replace: async (item: TableItem, writer: string): ReturnType<Table['replace']> => {
      await travel();
      const fault = isAway() ? 'not done' : isStruck() ? dice.pick(putFaults) : null;
      switch (fault) {
        case 'not done':
          return unavailable();
        case 'done':
          keep(item, writer);
          return unavailable();
        case 'done late':
          scheduler.after(dice.between(100, 8_000), () => keep(item, writer));
          return unavailable();
        case 'repeated':
        case null:
          keep(item, writer);
          await travel();
          return success(null);
      }
    },

    listDue: async (queue: Queue, until: number, limit: number): ReturnType<Table['listDue']> => {
      await travel();
      if (isAway() || isStruck()) {
        return unavailable();
      }
      const found = [...index.values()].filter(({ due }) => due?.queue === queue && due.at <= until);
      found.sort((left, right) => (left.due?.at ?? 0) - (right.due?.at ?? 0));
      await travel();
      return success(found.slice(0, limit).map(({ key }) => key));
    },
  };

  return {
    connect: (process) => ({
      get: (key) => process.reach(() => operations.get(key)),
      put: (item, expected) => {
        const writer = invocationNow();
        return process.reach(() => operations.put(item, expected, writer));
      },
      replace: (item) => {
        const writer = invocationNow();
        return process.reach(() => operations.replace(item, writer));
      },
      // Every record that is written here is read by the version that wrote it.
      moveDue: () => Promise.reject(new Error('a record was set aside')),
      listDue: (queue, until, limit) => process.reach(() => operations.listDue(queue, until, limit)),
    }),
    writes,
    items: () => [...items.values()],
    guardOf: (accountId) => [...guards].find(([pk]) => pk.endsWith(`#${accountId}`))?.[1] ?? null,
  };
};

/** The items that hold a change; the others are the inbox and the journal of an account. */
const holdsChange = (sk: string): boolean => /^(GUARD$|CHANGE#|KEY#)/.test(sk);

const putFaults = ['not done', 'done', 'done', 'done late', 'repeated'] as const;

const nameOf = ({ pk, sk }: TableKey): string => `${pk}|${sk}`;
