import type { Connection } from '../connections/connections.ts';
import { isoTime } from '../domain/clock.ts';
import { unknownCollection } from '../domain/collection.ts';
import { createProblem, type Problem } from '../domain/problem.ts';
import { leaseMarginMs, writeDeadline } from '../domain/write-deadline.ts';
import { tellPendingTooLong } from '../events/tell-account-change.ts';
import {
  type ClaimedRecord,
  claimOf,
  type Held,
  type SentRecord,
  type SettledRecord,
  type UnprovenRecord,
  type WritingRecord,
} from '../ledger/record.ts';
import type { ChangeContext } from './context.ts';
import { codesThatFreeTheKey } from './finish.ts';
import { kindOf } from './kinds/kinds.ts';
import { firstPauseMs, isDead, look, toUnproven } from './look.ts';
import { executeWrite } from './send.ts';
import { free, reject, succeed } from './settle.ts';

/**
 * Brings one pending change nearer to its end: reads the provider's state; after the settle time repeats a guarded write
 * once; then gives up. Any instance may do it at any time, several at once too.
 */
export const reconcileChange = async (
  /** Null when it cannot be opened now: then nothing can be looked at, and the change must not stand in the way. */
  connection: Connection | null,
  held: Held,
  context: ChangeContext,
): Promise<void> => {
  const { record } = held;
  const now = context.clock.now();
  if (record.phase === 'settled' || (record.leaseUntil !== null && now < record.leaseUntil)) {
    return;
  }
  if (record.phase === 'claimed') {
    await context.ledger.advance(held, settleAbandoned(record, context));
    return;
  }
  const sent: Held<SentRecord> = { record, revision: held.revision };
  if (connection === null) {
    await postpone(sent, context);
    return;
  }
  const looked = await look(connection, held, context);
  if (looked.seen === 'settled' || looked.held.revision !== held.revision) {
    return;
  }
  if (!isDead(record.sent, looked.lookedAt, context) || looked.seen === 'no_answer') {
    await postpone(sent, context);
    return;
  }
  if (looked.seen === 'not_yet' && record.sent.draft.repeat !== 'never' && record.sent.attempts === 1) {
    await repeatWrite(connection, sent, context);
    return;
  }
  await giveUp(sent, context);
};

/** The end of a change whose holder vanished before anything was sent. The key is free. */
export const settleAbandoned = (
  record: ClaimedRecord,
  context: Pick<ChangeContext, 'clock' | 'render'>,
): SettledRecord =>
  free(
    record,
    createProblem(
      'internal_error',
      `The ${kindOf(record).words.noun} was interrupted before anything was sent. Try it again.`,
      { outcome: 'not_executed' },
    ),
    // Somebody may have been told that it is pending.
    { owesEvent: true },
    context,
  );

/** The same write once more, after the first is dead. ADR 11 says what makes that safe. */
const repeatWrite = async (connection: Connection, held: Held<SentRecord>, context: ChangeContext): Promise<void> => {
  const { clock, ledger, logger } = context;
  const { record } = held;
  const deadline = writeDeadline(context);
  if (deadline === null) {
    return;
  }
  const writing = await ledger.advance<WritingRecord>(held, {
    ...claimOf(record),
    phase: 'writing',
    leaseUntil: context.deadline.at + leaseMarginMs,
    sent: { ...record.sent, attempts: record.sent.attempts + 1, overAt: deadline.at },
    watch: record.watch,
  });
  if (!writing.ok || writing.value === 'lost' || deadline.remainingMs() === 0) {
    return;
  }
  logger.warn(`${kindOf(record).words.noun}_write_repeated`, {
    [`${kindOf(record).words.noun}Id`]: record.changeId,
    provider: record.provider,
  });
  const current = writing.value;
  const execution = await executeWrite(connection, current.record, {
    clock,
    writeDeadline: deadline,
    requestDeadline: context.deadline,
  });
  const { sent } = execution;
  switch (execution.kind) {
    case 'done':
      await ledger.advance(current, succeed({ ...current.record, sent }, execution.seen, context));
      return;
    case 'rejected':
      await ledger.advance(
        current,
        codesThatFreeTheKey.has(execution.problem.code)
          ? // It never reached the provider's books, so it was not the one repeat.
            withNextCheck({ ...current.record, sent: record.sent }, context)
          : // That the repeat did nothing proves nothing of the first attempt.
            unknownEnd(
              { ...current.record, sent },
              { ...execution.problem, outcome: 'unknown', retryable: false },
              context,
            ),
      );
      return;
    case 'unproven':
      await ledger.advance(current, toUnproven(current.record, sent, context));
  }
};

/** After the settle time and with no repeat left: as far as anybody can tell, nobody made the change. */
const giveUp = async (held: Held<SentRecord>, context: ChangeContext): Promise<void> => {
  const { record } = held;
  const { words } = kindOf(record);
  context.logger.error(`${words.noun}_outcome_unknown`, {
    [`${words.noun}Id`]: record.changeId,
    connection: record.connection,
    provider: record.provider,
    attempts: record.sent.attempts,
  });
  const detail =
    record.sent.draft.repeat === 'never'
      ? 'The outcome of the write is not known, and this write is never sent twice.'
      : 'The outcome of the write is not known, and its one repeat changed nothing.';
  const problem = createProblem('provider_timeout', `${detail} The account still shows ${words.stateBefore}.`, {
    outcome: 'unknown',
    // The same key gets this answer for ever.
    retryable: false,
  });
  await context.ledger.advance(held, unknownEnd(record, problem, context));
};

const unknownEnd = (record: SentRecord, problem: Problem, context: ChangeContext): SettledRecord =>
  reject(record, { problem, collection: unknownCollection }, context);

/** Leaves the change for later, and raises the alarm, once, when it has been pending for too long. */
const postpone = async (held: Held<SentRecord>, context: ChangeContext): Promise<void> => {
  const { record } = held;
  const now = context.clock.now();
  const isOverdue = record.watch.alarmedAt === null && now - record.createdAt >= context.rules.alarmMs;
  // Told before it is written down: a crash between the two tells it again, under the same id.
  const isAlarmed = isOverdue && (await raiseAlarm(record, context));
  const watch = isAlarmed ? { ...record.watch, alarmedAt: now } : record.watch;
  await context.ledger.advance(held, withNextCheck({ ...record, watch }, context));
};

const raiseAlarm = async (record: SentRecord, { clock, logger, journals }: ChangeContext): Promise<boolean> => {
  const { changeId, connection, provider } = record;
  const { words, events } = kindOf(record);
  logger.error(`${words.noun}_pending_too_long`, {
    [`${words.noun}Id`]: changeId,
    connection,
    provider,
    pendingMs: clock.now() - record.createdAt,
  });
  const told = await tellPendingTooLong(record, journals, {
    type: events.pendingTooLong,
    occurredAt: isoTime(clock.now()),
  });
  return told.ok;
};

/** The record with its next look later than the last. */
const withNextCheck = (record: SentRecord, context: ChangeContext): UnprovenRecord => {
  const now = context.clock.now();
  const { sent, watch } = record;
  const pauseMs = Math.min(firstPauseMs * 2 ** Math.min(watch.checks, 20), longestPauseMs);
  const deadAt = sent.overAt + context.rules.settleMs;
  return {
    ...toUnproven(record, sent, context),
    watch: {
      ...watch,
      checks: watch.checks + 1,
      // Not later than the moment at which a look decides.
      nextCheckAt: now < deadAt ? Math.min(now + pauseMs, deadAt) : now + pauseMs,
    },
  };
};

const longestPauseMs = 15 * 60_000;
