import type { AccountPlan, AccountPlanStatus, AccountPlanTier } from '../domain/account-plan.ts';
import type { EventType } from '../domain/event.ts';
import type { IsSamePlan } from '../domain/provider.ts';

export type AccountPlanChange = Extract<EventType, `account_plan.${string}`>;

/**
 * What happened between two looks at one account plan, or null when nothing did that anybody has to know. By the states
 * alone: what a provider's message says of them may be old.
 */
export const changeOf = (before: AccountPlan, after: AccountPlan, isSamePlan: IsSamePlan): AccountPlanChange | null => {
  const isPlanKept = before.planId === after.planId || isSamePlan(before.planId, after.planId);
  if (isPlanKept && JSON.stringify(partsOf(before)) === JSON.stringify(partsOf(after))) {
    return null;
  }
  const [was, is] = [standingOf(before.status), standingOf(after.status)];
  if (was !== is) {
    return changeOfStanding(was, is);
  }
  return (isPlanKept ? tierChange(before, after) : null) ?? 'account_plan.changed';
};

/** What an account plan is told as that was never seen before: only its end and its suspension show by themselves. */
export const firstSightOf = ({ status }: AccountPlan): AccountPlanChange => {
  const standing = standingOf(status);
  return standing === 'ended'
    ? 'account_plan.canceled'
    : standing === 'suspended'
      ? 'account_plan.suspended'
      : 'account_plan.changed';
};

/**
 * The members that count, but for the plan's id, which may have several spellings. Not the usage, which moves all the time, nor the next bill, which moves every month, nor names
 * and the provider's own word where it means the same.
 */
const partsOf = ({ status, planLevel, billingDayOfMonth, interval, trialEndsAt, ...rest }: AccountPlan) => ({
  status: status === 'unknown' ? rest.providerStatus : status,
  planLevel,
  billingDayOfMonth,
  interval,
  trialEndsAt,
  tiers: rest.tiers.map(({ usageType, tier, from, to, price }) => ({ usageType, tier, from, to, price })),
});

type Standing = 'trial' | 'active' | 'suspended' | 'ended' | 'other';

const standingOf = (status: AccountPlanStatus): Standing => {
  switch (status) {
    case 'trial':
    case 'trial_ended':
      return 'trial';
    case 'active':
      return 'active';
    case 'suspended':
      return 'suspended';
    case 'canceled':
    case 'expired':
      return 'ended';
    case 'non_billable':
    case 'pending':
    case 'unknown':
      return 'other';
  }
};

const changeOfStanding = (was: Standing, is: Standing): AccountPlanChange => {
  switch (is) {
    case 'ended':
      return 'account_plan.canceled';
    case 'suspended':
      return 'account_plan.suspended';
    case 'active':
      return was === 'trial' ? 'account_plan.converted' : 'account_plan.activated';
    case 'trial':
    case 'other':
      return 'account_plan.changed';
  }
};

/** Null unless the tiers of the plan are all that changed, and all in one direction. */
const tierChange = (before: AccountPlan, after: AccountPlan): AccountPlanChange | null => {
  if (before.status !== after.status) {
    return null;
  }
  const moves = after.tiers.map((tier) => moveOf(before.tiers, tier)).filter((move) => move !== 0);
  return moves.length === 0
    ? null
    : moves.every((move) => move === 1)
      ? 'account_plan.tier_increased'
      : moves.every((move) => move === -1)
        ? 'account_plan.tier_decreased'
        : null;
};

/** 1 up, -1 down, 0 where it is the same or nothing says which is higher. */
const moveOf = (before: readonly AccountPlanTier[], after: AccountPlanTier): number => {
  const earlier = before.find(({ usageType }) => usageType === after.usageType);
  if (earlier === undefined) {
    return 0;
  }
  const [was, is] = [rankOf(earlier), rankOf(after)];
  return was === null || is === null ? 0 : Math.sign(is - was);
};

const rankOf = ({ tier, from }: AccountPlanTier): number | null => tier ?? (from === null ? null : Number(from));
