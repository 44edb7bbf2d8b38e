import type { Problem, ProblemCode } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';
import type { ChangeRecord, Held, LiveRecord } from '../ledger/record.ts';
import type { ChangeContext } from './context.ts';
import { kindOf } from './kinds/kinds.ts';
import { free, type Rejection, reject } from './settle.ts';

/** What the caller gets: the state of a change, settled or not. */
export interface ChangeResult {
  readonly record: ChangeRecord;
  /** True when the same request was made before and this is its answer. */
  readonly isReplay: boolean;
}

/** Ends a change that never reached its write. Its key is free again, but where a rule of the kind refused it. */
export const finishUntried = (
  held: Held<LiveRecord>,
  problem: Problem,
  context: ChangeContext,
): Promise<Result<ChangeResult>> => {
  const refused = { outcome: 'not_executed', ...problem } as const;
  return kindOf(held.record).words.refusalCodes.includes(problem.code)
    ? finish(held, reject(held.record, { problem: refused }, context), context)
    : finishFree(held, refused, context);
};

/** Ends a change that the provider refused. */
export const finishRejected = (
  held: Held<LiveRecord>,
  rejection: Rejection,
  context: ChangeContext,
): Promise<Result<ChangeResult>> =>
  codesThatFreeTheKey.has(rejection.problem.code)
    ? finishFree(held, rejection.problem, context)
    : finish(held, reject(held.record, rejection, context), context);

const finishFree = async (
  held: Held<LiveRecord>,
  problem: Problem,
  context: ChangeContext,
): Promise<Result<ChangeResult>> => {
  // A claim that was dropped before any write is nobody's business but the caller's.
  const owesEvent = held.record.phase !== 'claimed';
  const finished = await finish(held, free(held.record, problem, { owesEvent }, context), context);
  // The caller gets the plain problem: there is nothing of the change to come back to.
  return finished.ok && finished.value.record.phase === 'settled' ? failed(problem) : finished;
};

/** Refusals after which nothing was tried: the same key may come again. */
export const codesThatFreeTheKey: ReadonlySet<ProblemCode> = new Set([
  'invalid_request',
  'account_not_found',
  'subscription_not_found',
  'provider_rate_limited',
  'provider_unauthorized',
  'provider_unavailable',
  // With `not_executed`: the time was over before anything was sent.
  'provider_timeout',
  'connection_not_found',
  'secrets_unavailable',
  'secret_invalid',
]);

/** Writes the last record of this request and answers with it, or with what somebody else made of the change. */
export const finish = async (
  held: Held<LiveRecord>,
  next: ChangeRecord,
  context: ChangeContext,
): Promise<Result<ChangeResult>> => {
  const written = await context.ledger.advance(held, next);
  if (!written.ok) {
    // The change is in the ledger as it was before: pending, and reconciliation will see the same state as we did.
    return held.record.phase === 'claimed' ? written : success({ record: held.record, isReplay: false });
  }
  return written.value === 'lost'
    ? currentState(held.record, context)
    : success({ record: written.value.record, isReplay: false });
};

export const currentState = async (record: LiveRecord, { ledger }: ChangeContext): Promise<Result<ChangeResult>> => {
  const found = await ledger.readChange(record);
  if (!found.ok) {
    return success({ record, isReplay: false });
  }
  return success({ record: found.value?.record ?? record, isReplay: false });
};
