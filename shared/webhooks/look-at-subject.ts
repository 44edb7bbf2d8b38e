import { ulid } from 'ulid';
import type { ChangeContext } from '../account-changes/context.ts';
import { settleByReading } from '../account-changes/look.ts';
import type { Connection, Connections } from '../connections/connections.ts';
import { readAccountPlans } from '../connections/read-account-plans.ts';
import type { AccountPlanStatus } from '../domain/account-plan.ts';
import { isoTime } from '../domain/clock.ts';
import { unsupportedOperation } from '../domain/operation.ts';
import { createProblem, type Problem } from '../domain/problem.ts';
import type { AccountPlanRead } from '../domain/provider.ts';
import { failed, success } from '../domain/result.ts';
import type { HeldJournal } from '../events/journal.ts';
import type { JournalRecord } from '../events/journal-record.ts';
import { type Observation, observeAccount, observePlan } from '../events/observe.ts';
import { lastSeen } from '../events/tell.ts';
import { tellSettled } from '../events/tell-account-change.ts';
import type { SettledRecord } from '../ledger/record.ts';
import type { LookBudget } from './look-budget.ts';
import type { Notification } from './notification.ts';

export interface LookContext extends ChangeContext {
  readonly connections: Connections;
  readonly lookBudget: LookBudget;
}

export type LookOutcome =
  | { readonly kind: 'told' }
  | { readonly kind: 'unchanged' }
  /** The connection has moved to another provider since, to which the id means nothing. */
  | { readonly kind: 'obsolete' }
  /** Something else has to come to its end first, or the looks of a connection are spent. */
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Reads the subject of a notification at the provider, and puts down what has changed since it was last seen. */
export const lookAtSubject = async (notification: Notification, context: LookContext): Promise<LookOutcome> => {
  const { connections, deadline, logger } = context;
  const { connection: name, kind, id } = notification.subject;
  const connection = await connections.open(name, { deadline, logger });
  if (!connection.ok) {
    return { kind: 'failed', problem: connection.problem };
  }
  if (connection.value.provider !== notification.subject.provider) {
    return { kind: 'obsolete' };
  }
  const look = { notification, connection: connection.value, context };
  for (let attempt = 0; attempt < looksAtOnce; attempt += 1) {
    const taken = notification.isHint ? await context.lookBudget.take(name) : unlimited;
    if (!taken.ok) {
      return { kind: 'failed', problem: taken.problem };
    }
    if (taken.value.until !== null) {
      return { kind: 'wait', until: taken.value.until };
    }
    const outcome = kind === 'account' ? await lookAtAccount(id, look) : await lookAtPlan(id, look);
    if (outcome !== 'again') {
      return outcome;
    }
  }
  return { kind: 'wait', until: context.clock.now() + pauseMs };
};

const unlimited = success({ until: null });

/** Whoever comes between a look and its writing down makes it stale. */
const looksAtOnce = 4;

const pauseMs = 5_000;

interface Look {
  readonly notification: Notification;
  readonly connection: Connection;
  readonly context: LookContext;
}

/**
 * The order is what makes it right. The journal is read first: a write of it that succeeds shows that no newer look was put
 * down meanwhile. The ledger is read after the provider: a conversion that the provider's state shows is known by then, and
 * tells itself what it did; without one the change is somebody else's.
 */
const lookAtAccount = async (accountId: string, look: Look): Promise<LookOutcome | 'again'> => {
  const { notification, connection, context } = look;
  const { clock, journals, ledger } = context;
  const journal = await journals.read(notification.subject);
  if (!journal.ok) {
    return { kind: 'failed', problem: journal.problem };
  }
  if (isFull(journal.value.record)) {
    return { kind: 'wait', until: clock.now() + fullPauseMs };
  }
  const readAt = clock.now();
  const reads = await readAccountPlans(connection, accountId);
  if (!reads.ok) {
    return { kind: 'failed', problem: reads.problem };
  }

  const guard = await ledger.readCurrent(connection.name, accountId);
  if (!guard.ok) {
    return { kind: 'failed', problem: guard.problem };
  }
  if (guard.value !== null) {
    const held = await settleByReading(connection, guard.value, context);
    const { record } = held;
    if (record.phase !== 'settled') {
      return { kind: 'wait', until: clock.now() + conversionPauseMs };
    }
    if (record.owed !== null) {
      const told = await tellSettled({ record, revision: held.revision }, context);
      return told.ok ? 'again' : { kind: 'failed', problem: told.problem };
    }
    const trustedFrom = trustedAfter(record, context);
    if (readAt < trustedFrom && showsOldTrial(journal.value.record, reads.value)) {
      return { kind: 'wait', until: trustedFrom };
    }
  }
  const next = observeAccount(journal.value.record, reads.value, observationOf(look));
  return putDown(journal.value, next, context);
};

/** Events that the bus did not take yet: no more are added before it does. */
const isFull = ({ outbox }: JournalRecord): boolean => outbox.length >= 50;

const fullPauseMs = 60_000;
const conversionPauseMs = 10_000;

/** Reads may lag behind a conversion for as long as its settle time. */
const trustedAfter = ({ lastWrite }: SettledRecord, { rules }: LookContext): number =>
  lastWrite === null ? 0 : lastWrite.until + rules.settleMs;

/** A trial where none was: the one that was converted, or a new one. Later reads tell. */
const showsOldTrial = ({ seen }: JournalRecord, reads: readonly AccountPlanRead[]): boolean =>
  reads.some(({ accountPlan: { status, subscriptionId } }) => {
    const before = lastSeen(seen, subscriptionId);
    return isTrial(status) && !(before !== undefined && isTrial(before.status));
  });

const isTrial = (status: AccountPlanStatus): boolean => status === 'trial' || status === 'trial_ended';

const lookAtPlan = async (planId: string, look: Look): Promise<LookOutcome | 'again'> => {
  const { notification, connection, context } = look;
  const journal = await context.journals.read(notification.subject);
  if (!journal.ok) {
    return { kind: 'failed', problem: journal.problem };
  }
  if (isFull(journal.value.record)) {
    return { kind: 'wait', until: context.clock.now() + fullPauseMs };
  }
  const read = await connection.run(async ({ getPlan }) =>
    getPlan === undefined ? failed(unsupportedOperation(connection, 'get-plan')) : getPlan(planId),
  );
  if (!read.ok) {
    return { kind: 'failed', problem: read.problem };
  }
  const { plan } = read.value;
  if (Buffer.byteLength(JSON.stringify(plan)) > largestPlanBytes) {
    return {
      kind: 'failed',
      problem: createProblem('provider_response_invalid', 'The plan is too large for an event.'),
    };
  }
  return putDown(journal.value, observePlan(journal.value.record, plan, observationOf(look)), context);
};

/** Twice a plan has to go into one event of 256 KB, and three times into one item of 400 KB. */
const largestPlanBytes = 120_000;

const observationOf = ({ notification, connection, context: { clock, random } }: Look): Observation => ({
  webhook: notification.id,
  occurredAt: isoTime(clock.now()),
  newId: () => `evt_${ulid(clock.now(), random)}`,
  isSamePlan: connection.configured.isSamePlan,
});

const putDown = async (
  journal: HeldJournal,
  next: JournalRecord,
  { journals }: LookContext,
): Promise<LookOutcome | 'again'> => {
  if (next === journal.record) {
    return { kind: 'unchanged' };
  }
  const written = await journals.write(journal, next);
  if (!written.ok) {
    return { kind: 'failed', problem: written.problem };
  }
  if (written.value === 'lost') {
    return 'again';
  }
  return { kind: next.sequence === journal.record.sequence ? 'unchanged' : 'told' };
};
