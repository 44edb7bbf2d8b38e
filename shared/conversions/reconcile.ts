import type { Connection } from '../connections/connections.ts';
import { isoTime } from '../domain/clock.ts';
import { createProblem, type Problem } from '../domain/problem.ts';
import type { RenderProblem } from '../domain/rendered-problem.ts';
import { leaseMarginMs, writeDeadline } from '../domain/write-deadline.ts';
import { updateJournal } from '../events/journal.ts';
import { tell } from '../events/tell.ts';
import { eventIdOf, subjectOf } from '../events/tell-conversion.ts';
import type { Held } from '../ledger/record.ts';
import {
  type ClaimedRecord,
  type ConversionRecord,
  claimOf,
  type SettledRecord,
  type UnknownRecord,
  type WritingRecord,
} from '../ledger/record.ts';
import type { ConversionContext } from './conversion-context.ts';
import { settleAsRejected, settleAsSuccess } from './conversion-record.ts';
import { executeWrite } from './execute.ts';
import { codesThatFreeTheKey } from './finish.ts';
import { billingDayWarnings } from './prepare.ts';
import { firstPauseMs, look, toUnknown } from './settle.ts';

/**
 * Brings one pending conversion nearer to its end: reads the provider's state; after the settle time repeats a guarded
 * write once; then gives up. Any instance may do it at any time, several at once too.
 */
export const reconcileConversion = async (
  /** Null when it cannot be opened now: then nothing can be looked at, and the conversion must not stand in the way. */
  connection: Connection | null,
  held: Held,
  context: ConversionContext,
): Promise<void> => {
  const { record } = held;
  const now = context.clock.now();
  if (record.phase === 'settled' || (record.leaseUntil !== null && now < record.leaseUntil)) {
    return;
  }
  if (record.phase === 'claimed') {
    await context.ledger.advance(held, settleAbandoned(record, now, context.renderProblem));
    return;
  }
  if (connection === null) {
    await postpone({ record, revision: held.revision }, context);
    return;
  }
  const looked = await look(connection, held, context);
  if (looked.seen === 'settled' || looked.held.revision !== held.revision) {
    return;
  }
  const isDead = looked.lookedAt >= record.givenUpAt + context.rules.settleMs;
  if (!isDead || looked.seen === 'unreadable') {
    await postpone({ record, revision: held.revision }, context);
    return;
  }
  if (looked.seen === 'unchanged' && record.write.repeat !== 'never' && record.attempts === 1) {
    await repeatWrite(connection, { record, revision: held.revision }, context);
    return;
  }
  await giveUp({ record, revision: held.revision }, context);
};

/** The end of a conversion whose holder vanished before anything was sent. The key is free. */
export const settleAbandoned = (record: ClaimedRecord, now: number, renderProblem: RenderProblem): SettledRecord =>
  settleAsRejected(record, {
    problem: createProblem('internal_error', 'The conversion was interrupted before anything was sent. Try it again.', {
      outcome: 'not_executed',
    }),
    isKeyBound: false,
    // Somebody may have been told that it is pending.
    isTold: false,
    settledAt: now,
    renderProblem,
  });

type SentRecord = WritingRecord | UnknownRecord;

/** The same write once more, after the first is dead. What makes that safe stands in `docs/adr`. */
const repeatWrite = async (
  connection: Connection,
  held: Held<SentRecord>,
  context: ConversionContext,
): Promise<void> => {
  const { clock, ledger, logger } = context;
  const { record } = held;
  const deadline = writeDeadline(context);
  if (deadline === null) {
    return;
  }
  const attempt = record.attempts + 1;
  const writing = await ledger.advance<WritingRecord>(held, {
    ...asWriting(record),
    fence: record.fence + 1,
    leaseUntil: context.deadline.at + leaseMarginMs,
    attempts: attempt,
    writingAt: clock.now(),
    givenUpAt: deadline.at,
  });
  if (!writing.ok || writing.value === 'lost' || deadline.remainingMs() === 0) {
    return;
  }
  logger.warn('conversion_write_repeated', { conversionId: record.conversionId, provider: record.provider });
  const current = writing.value;
  const execution = await executeWrite(connection, current.record, { context, deadline, attempt });
  switch (execution.kind) {
    case 'converted': {
      const { after, collection, warnings } = execution;
      const settled = settleAsSuccess(
        current.record,
        {
          outcome: 'converted',
          before: record.before,
          after,
          planId: record.write.wantedPlanId ?? after.planId,
          collection,
          warnings: [...warnings, ...billingDayWarnings(record.request, after)],
          attempts: attempt,
        },
        clock.now(),
      );
      await ledger.advance(current, settled);
      return;
    }
    case 'rejected':
      await ledger.advance(
        current,
        codesThatFreeTheKey.has(execution.problem.code)
          ? // It never reached the provider's books, so it was not the one repeat.
            withNextCheck(
              { ...asUnknown(current.record, context), attempts: record.attempts, givenUpAt: record.givenUpAt },
              context,
            )
          : // That the repeat did nothing proves nothing of the first attempt.
            rejected(current.record, { ...execution.problem, outcome: 'unknown', retryable: false }, context),
      );
      return;
    case 'unknown':
      await ledger.advance(current, toUnknown(current.record, execution, context));
  }
};

/** After the settle time and with no repeat left: a trial that nobody converted, as far as anybody can tell. */
const giveUp = async (held: Held<SentRecord>, context: ConversionContext): Promise<void> => {
  const { record } = held;
  context.logger.error('conversion_outcome_unknown', {
    conversionId: record.conversionId,
    connection: record.connection,
    provider: record.provider,
    attempts: record.attempts,
  });
  const detail =
    record.write.repeat === 'never'
      ? 'The outcome of the write is not known, and a migration is never sent twice.'
      : 'The outcome of the write is not known, and its one repeat changed nothing.';
  const problem = createProblem('provider_timeout', `${detail} The account still shows its trial.`, {
    outcome: 'unknown',
    // The same key gets this answer for ever.
    retryable: false,
  });
  await context.ledger.advance(held, rejected(record, problem, context));
};

const rejected = (
  record: SentRecord,
  problem: Problem,
  { clock, renderProblem }: ConversionContext,
): ConversionRecord =>
  settleAsRejected(record, {
    problem,
    collection: { status: 'unknown', detail: null },
    isKeyBound: true,
    settledAt: clock.now(),
    renderProblem,
  });

/** Leaves the conversion for later, and raises the alarm, once, when it has been pending for too long. */
const postpone = async (held: Held<SentRecord>, context: ConversionContext): Promise<void> => {
  const { record } = held;
  const now = context.clock.now();
  const alarmedAt = record.phase === 'unknown' ? record.alarmedAt : null;
  const isOverdue = alarmedAt === null && now - record.createdAt >= context.rules.alarmMs;
  // Told before it is written down: a crash between the two tells it again, under the same id.
  const isTold = isOverdue && (await raiseAlarm(record, context));
  const next = withNextCheck(record, context);
  await context.ledger.advance(held, isTold ? { ...next, alarmedAt: now } : next);
};

const raiseAlarm = async (record: SentRecord, { clock, logger, journals }: ConversionContext): Promise<boolean> => {
  const { conversionId, connection, provider, before } = record;
  logger.error('conversion_pending_too_long', {
    conversionId,
    connection,
    provider,
    pendingMs: clock.now() - record.createdAt,
  });
  const told = await updateJournal(journals, subjectOf(record), (journal) =>
    // Somebody settled it since we looked.
    journal.toldIds.includes(eventIdOf(conversionId))
      ? journal
      : tell(journal, {
          id: `${eventIdOf(conversionId)}_pending_too_long`,
          type: 'conversion.pending_too_long',
          occurredAt: isoTime(clock.now()),
          subscriptionId: before.subscriptionId,
          before,
          after: null,
          cause: { conversion: conversionId },
        }),
  );
  return told.ok;
};

/** The record with its next look later than the last. */
const withNextCheck = (record: SentRecord, context: ConversionContext): UnknownRecord => {
  const now = context.clock.now();
  const unknown = record.phase === 'unknown' ? record : asUnknown(record, context);
  const pauseMs = Math.min(firstPauseMs * 2 ** Math.min(unknown.checks, 20), longestPauseMs);
  const deadAt = record.givenUpAt + context.rules.settleMs;
  return {
    ...unknown,
    checks: unknown.checks + 1,
    // Not later than the moment at which a look decides.
    nextCheckAt: now < deadAt ? Math.min(now + pauseMs, deadAt) : now + pauseMs,
  };
};

const longestPauseMs = 15 * 60_000;

const asUnknown = (record: WritingRecord, context: ConversionContext): UnknownRecord => ({
  ...toUnknown(record, { isAccepted: false, collection: { status: 'unknown', detail: null } }, context),
  givenUpAt: record.givenUpAt,
});

const asWriting = (record: SentRecord): WritingRecord => ({
  phase: 'writing',
  ...claimOf(record),
  before: record.before,
  write: record.write,
  knownSubscriptionIds: record.knownSubscriptionIds,
  attempts: record.attempts,
  writingAt: record.writingAt,
  givenUpAt: record.givenUpAt,
});
