import type { Connection } from '../connections/connections.ts';
import { createProblem, type Problem } from '../domain/problem.ts';
import type { ConversionRecord, Held, LiveRecord, UnknownRecord, WritingRecord } from '../ledger/record.ts';
import { type Assessment, assessConversion } from './assess.ts';
import type { ConversionContext } from './conversion-context.ts';
import { settleAsRejected, settleAsSuccess } from './conversion-record.ts';
import { type Execution, unknownCollection } from './execute.ts';
import { billingDayWarnings, readAccountPlans } from './prepare.ts';

/** A conversion after a look at the provider's state. */
export interface Look {
  readonly held: Held;
  /** What was seen, where it settled nothing; `unreadable` when the provider gave no answer. */
  readonly seen: 'settled' | 'unchanged' | 'undetermined' | 'unreadable' | 'not_looked';
  /** The state is no older than this. */
  readonly lookedAt: number;
}

/**
 * Settles a conversion whose outcome is not known by reading the provider's state, where that proves something. Changes
 * nothing at the provider; gives the conversion as it is then.
 */
export const settleByReading = async (connection: Connection, held: Held, context: ConversionContext): Promise<Held> =>
  (await look(connection, held, context)).held;

export const look = async (connection: Connection, held: Held, context: ConversionContext): Promise<Look> => {
  const { record } = held;
  const lookedAt = context.clock.now();
  if (record.phase === 'settled' || record.phase === 'claimed' || isLeased(record, lookedAt)) {
    return { held, seen: record.phase === 'settled' ? 'settled' : 'not_looked', lookedAt };
  }
  const assessment = await assess(connection, record, { context, lookedAt });
  if (assessment === null) {
    return { held, seen: 'unreadable', lookedAt };
  }
  const settled = settledBy(record, assessment, context);
  if (settled === null) {
    return { held, seen: assessment.kind === 'undetermined' ? 'undetermined' : 'unchanged', lookedAt };
  }
  const written = await context.ledger.advance(held, settled);
  if (written.ok && written.value !== 'lost') {
    return { held: written.value, seen: 'settled', lookedAt };
  }
  const current = await context.ledger.readConversion(record);
  const found = current.ok ? current.value : null;
  return { held: found ?? held, seen: found?.record.phase === 'settled' ? 'settled' : 'unreadable', lookedAt };
};

/** The record of a write that was given up, or answered without proof: to be looked after by reconciliation. */
export const toUnknown = (
  record: WritingRecord,
  { isAccepted, collection }: Pick<Extract<Execution, { kind: 'unknown' }>, 'isAccepted' | 'collection'>,
  { clock }: ConversionContext,
): UnknownRecord => ({
  ...record,
  phase: 'unknown',
  givenUpAt: clock.now(),
  leaseUntil: null,
  isAccepted,
  collection,
  sendWarnings: [],
  checks: 0,
  nextCheckAt: clock.now() + firstPauseMs,
  alarmedAt: null,
});

export const firstPauseMs = 1_000;

/** Its holder may be about to send, and knows more than a look shows: what was collected, or that the provider agreed. */
const isLeased = ({ leaseUntil }: LiveRecord, now: number): boolean => leaseUntil !== null && now < leaseUntil;

interface LookContext {
  readonly context: ConversionContext;
  readonly lookedAt: number;
}

const assess = async (
  connection: Connection,
  record: WritingRecord | UnknownRecord,
  { context, lookedAt }: LookContext,
): Promise<Assessment | null> => {
  const isFinal = lookedAt >= record.givenUpAt + context.rules.settleMs;
  const reads = await readAccountPlans(connection, record.accountId);
  if (!reads.ok) {
    return isFinal && reads.problem.code === 'account_not_found'
      ? { kind: 'elsewhere', problem: unknownConflict('The account is gone.') }
      : null;
  }
  const { write, knownSubscriptionIds } = record;
  const isAccepted = record.phase === 'unknown' && record.isAccepted;
  return assessConversion(write, reads.value, { isAccepted, knownSubscriptionIds, isFinal });
};

/** What a proof in the provider's state makes of the record, or null when it proves nothing. */
const settledBy = (
  record: WritingRecord | UnknownRecord,
  assessment: Assessment,
  context: ConversionContext,
): ConversionRecord | null => {
  const { clock, renderProblem } = context;
  const collection = record.phase === 'unknown' ? record.collection : unknownCollection;
  switch (assessment.kind) {
    case 'converted': {
      const { after, warnings } = assessment;
      const sendWarnings = record.phase === 'unknown' ? record.sendWarnings : [];
      return settleAsSuccess(
        record,
        {
          outcome: 'converted',
          before: record.before,
          after,
          planId: record.write.wantedPlanId ?? after.planId,
          collection,
          warnings: [
            ...record.write.warnings,
            ...sendWarnings,
            ...warnings,
            ...billingDayWarnings(record.request, after),
          ],
          attempts: record.attempts,
        },
        clock.now(),
      );
    }
    case 'elsewhere':
      return settleAsRejected(record, {
        problem: assessment.problem,
        collection,
        isKeyBound: true,
        settledAt: clock.now(),
        renderProblem,
      });
    case 'unchanged':
    case 'undetermined':
      return null;
  }
};

const unknownConflict = (detail: string): Problem => createProblem('provider_conflict', detail, { outcome: 'unknown' });
