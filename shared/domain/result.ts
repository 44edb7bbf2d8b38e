import type { Problem } from './problem.ts';

/** Failures are values: a function that can fail says so in its type and never throws for what it expects. */
export type Result<Value, Failure = Problem> = Success<Value> | Failed<Failure>;

export interface Success<Value> {
  readonly ok: true;
  readonly value: Value;
}

export interface Failed<Failure = Problem> {
  readonly ok: false;
  readonly problem: Failure;
}

export const success = <Value>(value: Value): Success<Value> => ({ ok: true, value });

export const failed = <Failure>(problem: Failure): Failed<Failure> => ({ ok: false, problem });
