import type { Problem, ProblemCode } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';
import type { ConversionRecord, Held, LiveRecord, SettledRecord } from '../ledger/record.ts';
import type { ConversionContext } from './conversion-context.ts';
import { settleAsRejected } from './conversion-record.ts';

/** What the caller gets: the state of a conversion, settled or not. */
export interface ConversionResult {
  readonly record: ConversionRecord;
  /** True when the same request was made before and this is its answer. */
  readonly isReplay: boolean;
}

/** Ends a conversion that never reached its write. Its key is free again, but where a rule of ours refused it. */
export const settleUntried = (
  held: Held<LiveRecord>,
  problem: Problem,
  context: ConversionContext,
): Promise<Result<ConversionResult>> =>
  settleRejected(
    held,
    { problem: { outcome: 'not_executed', ...problem }, isKeyBound: problem.code === 'not_in_trial' },
    context,
  );

export const settleRejected = async (
  held: Held<LiveRecord>,
  {
    problem,
    ...rest
  }: { problem: Problem; collection?: SettledRecord['conversion']['collection']; isKeyBound?: boolean },
  context: ConversionContext,
): Promise<Result<ConversionResult>> => {
  const isKeyBound = rest.isKeyBound ?? !codesThatFreeTheKey.has(problem.code);
  const { clock, renderProblem } = context;
  const settled = settleAsRejected(held.record, {
    problem,
    isKeyBound,
    settledAt: clock.now(),
    renderProblem,
    ...(rest.collection === undefined ? {} : { collection: rest.collection }),
  });
  const finished = await finish(held, settled, context);
  // The caller of an untried conversion gets the plain problem: there is nothing of it to come back to.
  return isKeyBound || !finished.ok || finished.value.record.phase !== 'settled' ? finished : failed(problem);
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

/** Writes the last record of this request and answers with it, or with what somebody else made of the conversion. */
export const finish = async (
  held: Held<LiveRecord>,
  next: ConversionRecord,
  context: ConversionContext,
): Promise<Result<ConversionResult>> => {
  const written = await context.ledger.advance(held, next);
  if (!written.ok) {
    // The conversion is in the ledger as it was before: pending, and reconciliation will see the same state as we did.
    return held.record.phase === 'claimed' ? written : success({ record: held.record, isReplay: false });
  }
  return written.value === 'lost'
    ? currentState(held.record, context)
    : success({ record: written.value.record, isReplay: false });
};

export const currentState = async (
  record: LiveRecord,
  { ledger }: ConversionContext,
): Promise<Result<ConversionResult>> => {
  const found = await ledger.readConversion(record);
  if (!found.ok) {
    return success({ record, isReplay: false });
  }
  return success({ record: found.value?.record ?? record, isReplay: false });
};
