import type { AccountPlan } from '../domain/account-plan.ts';
import { chooseAccountPlan, isEnded, isLive } from '../domain/choose-account-plan.ts';
import type { Plan } from '../domain/plan.ts';
import type { AccountPlanRead, IsSamePlan } from '../domain/provider.ts';
import { type AccountPlanChange, changeOf, firstSightOf } from './compare-account-plans.ts';
import type { JournalRecord } from './journal-record.ts';
import { lastSeen, remember, tell } from './tell.ts';

export interface Observation {
  /** The notification that made us look. */
  readonly webhook: string;
  /** ISO 8601. */
  readonly occurredAt: string;
  /** A new id for each event. */
  readonly newId: () => string;
  /** The provider's. */
  readonly isSamePlan: IsSamePlan;
}

/** The journal after a look at an account: an event for each account plan that is not as it was. The same one when all is. */
export const observeAccount = (
  journal: JournalRecord,
  reads: readonly AccountPlanRead[],
  { webhook, occurredAt, newId, isSamePlan }: Observation,
): JournalRecord => {
  let current: JournalRecord =
    journal.known === 'wholly' || reads.length === 0 ? journal : { ...journal, known: 'wholly' };
  for (const { type, before, after } of changesIn(journal, reads, isSamePlan)) {
    current = { ...current, seen: remember(current.seen, after) };
    if (type !== null) {
      const { subscriptionId } = before ?? after;
      current = tell(current, { id: newId(), type, occurredAt, subscriptionId, before, after, cause: { webhook } });
    }
  }
  return current;
};

/** The same for a plan of the catalogue. */
export const observePlan = (journal: JournalRecord, plan: Plan, observation: Observation): JournalRecord => {
  const { seenPlan } = journal;
  if (JSON.stringify(seenPlan) === JSON.stringify(plan)) {
    return journal;
  }
  return tell(
    { ...journal, seenPlan: plan },
    {
      id: observation.newId(),
      type: 'plan.changed',
      occurredAt: observation.occurredAt,
      subscriptionId: null,
      before: seenPlan,
      after: plan,
      cause: { webhook: observation.webhook },
    },
  );
};

interface Change {
  /** Null for what is only to be remembered. */
  readonly type: AccountPlanChange | null;
  readonly before: AccountPlan | null;
  readonly after: AccountPlan;
}

const changesIn = (
  { seen, known }: JournalRecord,
  reads: readonly AccountPlanRead[],
  isSamePlan: IsSamePlan,
): readonly Change[] => {
  if (known === 'not') {
    return firstSight(reads);
  }
  const replacement = findReplacement(seen, reads, isSamePlan);
  return reads.flatMap(({ accountPlan: after }): Change[] => {
    const { subscriptionId } = after;
    if (subscriptionId === replacement?.after.subscriptionId) {
      return [replacement];
    }
    const before = lastSeen(seen, subscriptionId);
    if (before === undefined) {
      // No event for one that had ended when it was first seen, nor while only a change of ours is known (`partly`): it may be old.
      return [{ type: isEnded(after.status) || known === 'partly' ? null : appearanceOf(after), before: null, after }];
    }
    const type = changeOf(before, after, isSamePlan);
    if (type === null) {
      return [];
    }
    // The end of one whose place another one took is told with that one.
    return [{ type: subscriptionId === replacement?.before.subscriptionId ? null : type, before, after }];
  });
};

/** Of an account that was never seen before, what a caller of get-account-plan would get is told, and the rest remembered. */
const firstSight = (reads: readonly AccountPlanRead[]): readonly Change[] => {
  const chosen = chooseAccountPlan(reads, undefined);
  const told = chosen.ok
    ? [chosen.value]
    : reads.filter(({ isAddOn, accountPlan }) => !isAddOn && isLive(accountPlan.status)).slice(0, mostFirstEvents);
  return reads.map((read) => ({
    type: told.includes(read) ? firstSightOf(read.accountPlan) : null,
    before: null,
    after: read.accountPlan,
  }));
};

/** As many as an outbox takes. */
const mostFirstEvents = 50;

/** A subscription that begins on an account that is known. */
const appearanceOf = ({ status }: AccountPlan): AccountPlanChange =>
  status === 'active' ? 'account_plan.activated' : 'account_plan.changed';

/** One subscription that the provider says was replaced since the last look, and the only one that began since. */
const findReplacement = (
  seen: readonly AccountPlan[],
  reads: readonly AccountPlanRead[],
  isSamePlan: IsSamePlan,
): { readonly type: AccountPlanChange; readonly before: AccountPlan; readonly after: AccountPlan } | null => {
  const replaced = reads.flatMap(({ isReplaced, accountPlan }) => {
    const before = isReplaced ? lastSeen(seen, accountPlan.subscriptionId) : undefined;
    return before === undefined || isEnded(before.status) ? [] : [before];
  });
  const begun = reads.filter(
    ({ accountPlan: { status, subscriptionId } }) =>
      status === 'active' && lastSeen(seen, subscriptionId) === undefined,
  );
  const [before, ...otherReplaced] = replaced;
  const [successor, ...otherBegun] = begun;
  if (before === undefined || successor === undefined || otherReplaced.length > 0 || otherBegun.length > 0) {
    return null;
  }
  const after = successor.accountPlan;
  return { type: changeOf(before, after, isSamePlan) ?? 'account_plan.changed', before, after };
};
