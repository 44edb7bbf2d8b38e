import type { JournalEntry } from '../../sandbox/world.ts';
import type { TableWrite } from './table.ts';

/** A write that left for the provider. */
export interface Send {
  readonly number: number;
  readonly accountId: string;
  readonly operation: string;
  readonly isUnguarded: boolean;
  readonly invocation: string;
  readonly at: number;
  /** What the ledger said of the account when it left. */
  readonly guard: TableWrite | null;
  /** When its sender knew its answer, or was sure to wait no longer. */
  endedAt: number | null;
  /** Its sender was told that nothing was done. */
  isRefused: boolean;
}

/** A change in the provider's books. */
export interface Effect {
  readonly at: number;
  readonly entry: Omit<JournalEntry, 'at'>;
  readonly send: Send | null;
  /** Which trial of the account it ended: they are counted from 0. */
  readonly trial: number;
}

/** What a caller got. */
export interface Answer {
  readonly method: 'GET' | 'POST';
  readonly accountId: string;
  /** Of a POST. */
  readonly key: string | null;
  readonly request: object | null;
  /** Of a GET. */
  readonly conversionId: string | null;
  readonly invocation: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly guardBefore: TableWrite | null;
  readonly guardAfter: TableWrite | null;
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** All that happened in a run, as somebody sees it who looks at every machine at once. */
export interface Observations {
  readonly sends: Send[];
  readonly effects: Effect[];
  readonly answers: Answer[];
  /** Trials so far, by account, beyond the first. */
  readonly restarts: Map<string, number>;
  readonly violations: string[];
}

export const createObservations = (): Observations => ({
  sends: [],
  effects: [],
  answers: [],
  restarts: new Map(),
  violations: [],
});

/** The conversion that a write was sent for, as the ledger had it then. */
export const conversionOfSend = (send: Send | null): string | null => send?.guard?.record.changeId ?? null;
