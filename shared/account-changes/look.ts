import type { Connection } from '../connections/connections.ts';
import { readAccountPlans } from '../connections/read-account-plans.ts';
import { type Judgement, judge } from '../domain/goal.ts';
import { createProblem, type Problem } from '../domain/problem.ts';
import {
  type ChangeRecord,
  claimOf,
  type Held,
  type LiveRecord,
  type Sent,
  type SentRecord,
  type UnprovenRecord,
} from '../ledger/record.ts';
import type { ChangeContext } from './context.ts';
import { reject, succeed } from './settle.ts';

/** A change after a look at the provider's state. */
export interface Look {
  readonly held: Held;
  /** What was seen, where it settled nothing; `no_answer` when the provider gave none. */
  readonly seen: 'settled' | 'not_yet' | 'undetermined' | 'no_answer' | 'not_looked';
  /** The state is no older than this. */
  readonly lookedAt: number;
}

/**
 * Settles a change whose outcome is not known by reading the provider's state, where that proves something. Changes nothing
 * at the provider; gives the change as it is then.
 */
export const settleByReading = async (connection: Connection, held: Held, context: ChangeContext): Promise<Held> =>
  (await look(connection, held, context)).held;

export const look = async (connection: Connection, held: Held, context: ChangeContext): Promise<Look> => {
  const { record } = held;
  const lookedAt = context.clock.now();
  if (record.phase === 'settled' || record.phase === 'claimed' || isLeased(record, lookedAt)) {
    return { held, seen: record.phase === 'settled' ? 'settled' : 'not_looked', lookedAt };
  }
  const judgement = await judgeNow(connection, record, { isFinal: isDead(record.sent, lookedAt, context) });
  if (judgement === null) {
    return { held, seen: 'no_answer', lookedAt };
  }
  const settled = settledBy(record, judgement, context);
  if (settled === null) {
    return { held, seen: judgement.kind === 'undetermined' ? 'undetermined' : 'not_yet', lookedAt };
  }
  const written = await context.ledger.advance(held, settled);
  if (written.ok && written.value !== 'lost') {
    return { held: written.value, seen: 'settled', lookedAt };
  }
  const current = await context.ledger.readChange(record);
  const found = current.ok ? current.value : null;
  return { held: found ?? held, seen: found?.record.phase === 'settled' ? 'settled' : 'no_answer', lookedAt };
};

/** Whether a write that was not proved is taken to be dead at `time`: what the state shows then is all that it will show. */
export const isDead = ({ overAt }: Sent, time: number, { rules }: Pick<ChangeContext, 'rules'>): boolean =>
  time >= overAt + rules.settleMs;

/** The record of a write that was given up, or answered without proof: to be looked after by reconciliation. */
export const toUnproven = (
  record: SentRecord,
  sent: Sent,
  { clock }: Pick<ChangeContext, 'clock'>,
): UnprovenRecord => ({
  phase: 'unproven',
  ...claimOf(record),
  leaseUntil: null,
  sent,
  watch: { ...record.watch, nextCheckAt: clock.now() + firstPauseMs },
});

export const firstPauseMs = 1_000;

/** Its holder may be about to send, and knows more than a look shows: what was collected, or that the provider agreed. */
const isLeased = ({ leaseUntil }: LiveRecord, now: number): boolean => leaseUntil !== null && now < leaseUntil;

const judgeNow = async (
  connection: Connection,
  { accountId, sent }: SentRecord,
  { isFinal }: { readonly isFinal: boolean },
): Promise<Judgement | null> => {
  const reads = await readAccountPlans(connection, accountId);
  if (!reads.ok) {
    return isFinal && reads.problem.code === 'account_not_found'
      ? { kind: 'elsewhere', problem: unknownConflict('The account is gone.') }
      : null;
  }
  const { isSamePlan } = connection.configured;
  return judge(sent, reads.value, { isAccepted: sent.learned.isAccepted, isFinal, isSamePlan });
};

/** What a proof in the provider's state makes of the record, or null when it proves nothing. */
const settledBy = (record: SentRecord, judgement: Judgement, context: ChangeContext): ChangeRecord | null => {
  switch (judgement.kind) {
    case 'done':
      return succeed(record, { ...judgement, isOurs: true }, context);
    case 'elsewhere':
      return reject(record, { problem: judgement.problem, collection: record.sent.learned.collection }, context);
    case 'not_yet':
    case 'undetermined':
      return null;
  }
};

const unknownConflict = (detail: string): Problem => createProblem('provider_conflict', detail, { outcome: 'unknown' });
