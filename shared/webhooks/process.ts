import { faultFields } from '../domain/logger.ts';
import { createProblem, type Problem, type ProblemCode } from '../domain/problem.ts';
import type { HeldNotification, Inbox } from './inbox.ts';
import { type LookContext, type LookOutcome, lookAtSubject } from './look-at-subject.ts';

export interface ProcessingContext extends LookContext {
  readonly inbox: Inbox;
}

/**
 * Works off what came in about one subject: looks at the provider, and tells what has changed. Any instance may do it at
 * any time. What fails comes again, later each time; what never succeeds goes to the dead letters, and the rest goes on.
 * `out_of_reach` where the next notification of the same connection would fail in the same way now, `provider_failed` where it
 * may; `suspect` where it is to be processed `isAlone`, with nothing else in hand.
 */
export const processNotification = async (
  partition: string,
  context: ProcessingContext,
  { isAlone = false }: { readonly isAlone?: boolean } = {},
): Promise<ProcessingOutcome> => {
  const { inbox, clock } = context;
  const taken = await inbox.take(partition, { isAlone });
  if (!taken.ok || taken.value === null) {
    return 'nothing_due';
  }
  if (taken.value === 'suspect') {
    return 'suspect';
  }
  const held = taken.value;
  if (held.record.crashes >= maximumCrashes) {
    await bury(held, 'internal_error', context);
    return 'processed';
  }
  const outcome = await lookSafely(held, context);
  switch (outcome.kind) {
    case 'told':
      await inbox.putOff(held, clock.now() + context.rules.settleMs, afterALook);
      return 'processed';
    case 'unchanged':
      await (held.record.isLookedAt
        ? inbox.finish(held)
        : inbox.putOff(held, clock.now() + context.rules.settleMs, afterALook));
      return 'processed';
    case 'obsolete':
      await inbox.finish(held);
      return 'processed';
    case 'wait':
      await inbox.putOff(held, outcome.until, { attempts: held.record.attempts - 1, crashes: 0 });
      return 'processed';
    case 'failed':
      await fail(held, outcome.problem, context);
      return outcome.problem.code === 'provider_error'
        ? 'provider_failed'
        : transientCodes.has(outcome.problem.code)
          ? 'out_of_reach'
          : 'processed';
  }
};

export type ProcessingOutcome = 'processed' | 'nothing_due' | 'suspect' | 'provider_failed' | 'out_of_reach';

/** A process may die for many reasons; one that dies over the same notification again and again dies of it. */
const maximumCrashes = 10;

/**
 * Reads may lag for as long as the settle time: the first look may come too early, and one may show what was before another.
 * So the last word is a look that shows nothing new a settle time later.
 */
const afterALook = { isLookedAt: true, attempts: 0, crashes: 0, problem: null } as const;

/** A fault of ours in one notification must not keep the others from being processed. */
const lookSafely = async (held: HeldNotification, context: ProcessingContext): Promise<LookOutcome> => {
  try {
    return await lookAtSubject(held.record.notification, context);
  } catch (error) {
    context.logger.error('internal_error', faultFields(error));
    return { kind: 'failed', problem: createProblem('internal_error', 'A fault of this service.') };
  }
};

const fail = async (held: HeldNotification, problem: Problem, context: ProcessingContext): Promise<void> => {
  const { inbox, clock, logger } = context;
  const { notification, attempts } = held.record;
  const { connection, provider } = notification.subject;
  const isLost =
    attempts >= maximumAttempts &&
    (!transientCodes.has(problem.code) || clock.now() - notification.receivedAt >= maximumAgeMs);
  if (isLost) {
    await bury(held, problem.code, context);
    return;
  }
  logger.warn('webhook_put_off', { connection, provider, webhook: notification.id, code: problem.code, attempts });
  const pauseMs = Math.min(firstPauseMs * 3 ** Math.min(attempts - 1, 20), longestPauseMs);
  await inbox.putOff(held, clock.now() + pauseMs, { problem: problem.code });
};

const bury = async (held: HeldNotification, code: ProblemCode, { inbox, logger }: ProcessingContext): Promise<void> => {
  const { notification, attempts } = held.record;
  const { connection, provider } = notification.subject;
  logger.error('webhook_dead_lettered', { connection, provider, webhook: notification.id, code, attempts });
  await inbox.bury(held, code);
};

const firstPauseMs = 5_000;
const longestPauseMs = 15 * 60_000;

/** After some half an hour. */
const maximumAttempts = 8;

/** An outage of a day is no reason to lose what came in before it. */
const maximumAgeMs = 24 * 3_600_000;

const transientCodes: ReadonlySet<ProblemCode> = new Set([
  'provider_rate_limited',
  'provider_unauthorized',
  'provider_error',
  'provider_unavailable',
  'provider_timeout',
  'secrets_unavailable',
  'rate_limited',
  'ledger_unavailable',
]);
