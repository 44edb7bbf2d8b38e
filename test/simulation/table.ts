import { failed, success } from '../../shared/domain/result.ts';
import { type ConversionRecord, conversionRecordSchema } from '../../shared/ledger/record.ts';
import type { Table, TableItem, TableKey } from '../../shared/ledger/table.ts';
import type { Dice } from './dice.ts';
import { isOut, type Sickness } from './faults.ts';
import { invocationNow } from './invocation.ts';
import type { Process } from './process.ts';
import type { Scheduler } from './scheduler.ts';

/** One write that the table took. */
export interface TableWrite {
  readonly at: number;
  readonly key: TableKey;
  readonly record: ConversionRecord;
  /** The invocation that wrote it. */
  readonly writer: string;
}

export interface SimulatedTable {
  /** The table as one process reaches it. */
  connect(process: Process): Table;
  readonly writes: readonly TableWrite[];
  /** What the guard item of an account holds this moment, and who wrote it. */
  guardOf(accountId: string): TableWrite | null;
}

export interface SimulatedTableOptions {
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly sickness: Sickness;
  readonly violations: string[];
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
  trace,
}: SimulatedTableOptions): SimulatedTable => {
  const items = new Map<string, { readonly item: TableItem; readonly write: TableWrite }>();
  const index = new Map<string, { readonly key: TableKey; readonly dueAt: string | null; readonly version: number }>();
  const writes: TableWrite[] = [];

  const apply = (item: TableItem, expected: string | null, writer: string): 'written' | 'refused' => {
    const name = nameOf(item);
    if ((items.get(name)?.item.revision ?? null) !== expected) {
      return 'refused';
    }
    const parsed = conversionRecordSchema.safeParse(JSON.parse(item.record));
    if (!parsed.success) {
      violations.push(`ledger: a record was written that cannot be read: ${parsed.error.message}`);
      return 'refused';
    }
    const record = parsed.data;
    const { pk, sk } = item;
    const write = { at: scheduler.now(), key: { pk, sk }, record, writer };
    writes.push(write);
    items.set(name, { item, write });
    trace?.(`table: ${sk} of ${record.conversionId.slice(-4)} is ${record.phase} by ${writer}`);
    const version = writes.length;
    scheduler.after(isSick() ? dice.between(0, 3_000) : dice.between(0, 200), () => {
      if ((index.get(name)?.version ?? 0) < version) {
        index.set(name, { key: { pk, sk }, dueAt: item.dueAt, version });
      }
    });
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
      const found = items.get(nameOf(key))?.item ?? null;
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

    listDue: async (until: string, limit: number): ReturnType<Table['listDue']> => {
      await travel();
      if (isAway() || isStruck()) {
        return unavailable();
      }
      const due = [...index.values()].filter(({ dueAt }) => dueAt !== null && dueAt <= until);
      due.sort((left, right) => ((left.dueAt ?? '') < (right.dueAt ?? '') ? -1 : 1));
      await travel();
      return success(due.slice(0, limit).map(({ key }) => key));
    },
  };

  return {
    connect: (process) => ({
      get: (key) => process.reach(() => operations.get(key)),
      put: (item, expected) => {
        const writer = invocationNow();
        return process.reach(() => operations.put(item, expected, writer));
      },
      listDue: (until, limit) => process.reach(() => operations.listDue(until, limit)),
    }),
    writes,
    guardOf: (accountId) => {
      const found = [...items.values()].find(({ item }) => item.sk === 'GUARD' && item.pk.endsWith(`#${accountId}`));
      return found?.write ?? null;
    },
  };
};

const putFaults = ['not done', 'done', 'done', 'done late', 'repeated'] as const;

const nameOf = ({ pk, sk }: TableKey): string => `${pk}|${sk}`;
