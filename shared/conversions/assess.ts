import type { AccountPlan } from '../domain/account-plan.ts';
import { createProblem, type Problem } from '../domain/problem.ts';
import type { AccountPlanRead, Draft } from '../domain/provider.ts';
import { samePlan } from '../domain/same-plan.ts';
import type { Warning } from '../domain/warning.ts';

/** What the provider's own state says of a conversion. */
export type Assessment =
  | { readonly kind: 'converted'; readonly after: AccountPlan; readonly warnings: readonly Warning[] }
  /**
   * The trial is over and this conversion did not end it, or not as asked. That proves nothing of the write: it may have
   * been done before somebody else's change, or land after it.
   */
  | { readonly kind: 'elsewhere'; readonly problem: Problem }
  /** Still a trial. Proves nothing of a write that may land late. */
  | { readonly kind: 'unchanged' }
  /** Neither: a status that says nothing, or a replacement that does not show yet. */
  | { readonly kind: 'undetermined' };

export interface AssessmentOptions {
  /** The provider answered the write with a clear OK. */
  readonly isAccepted: boolean;
  /** Subscriptions that the account had before the write. */
  readonly knownSubscriptionIds: readonly string[];
  /** The settle time is over: what the state shows now is all that it will show. */
  readonly isFinal: boolean;
}

/** Judges a write by what the account looks like now. Pure: the same reads give the same judgement. */
export const assessConversion = (
  write: Draft,
  reads: readonly AccountPlanRead[],
  { isAccepted, knownSubscriptionIds, isFinal }: AssessmentOptions,
): Assessment => {
  const undetermined = (detail: string): Assessment =>
    isFinal ? { kind: 'elsewhere', problem: conflict(detail) } : { kind: 'undetermined' };
  const source = reads.find(({ accountPlan }) => accountPlan.subscriptionId === write.subscriptionId);
  if (source === undefined) {
    return undetermined('The subscription is gone.');
  }
  if (isReplaced(write, source)) {
    return assessReplacement(write, { source, reads, isAccepted, knownSubscriptionIds, isFinal });
  }
  const { accountPlan } = source;
  switch (accountPlan.status) {
    case 'trial':
    case 'trial_ended':
      return { kind: 'unchanged' };
    case 'active':
      return assessPaid(write, accountPlan, isAccepted);
    case 'canceled':
    case 'expired':
      return { kind: 'elsewhere', problem: conflict(`The trial has ended: it is ${accountPlan.status} now.`) };
    case 'suspended':
    case 'non_billable':
    case 'pending':
    case 'unknown':
      return undetermined(`The account plan is ${accountPlan.status}, neither a trial nor paid.`);
  }
};

const isReplaced = ({ replacedProviderStatus }: Draft, { accountPlan }: AccountPlanRead): boolean =>
  replacedProviderStatus !== null && accountPlan.providerStatus?.toLowerCase() === replacedProviderStatus.toLowerCase();

interface Replacement extends AssessmentOptions {
  readonly source: AccountPlanRead;
  readonly reads: readonly AccountPlanRead[];
}

const assessReplacement = (
  write: Draft,
  { source, reads, isAccepted, knownSubscriptionIds, isFinal }: Replacement,
): Assessment => {
  const started = reads.filter(
    ({ accountPlan: { status, subscriptionId } }) =>
      status === 'active' && subscriptionId !== null && !knownSubscriptionIds.includes(subscriptionId),
  );
  const onWantedPlan = started.filter(({ accountPlan }) => samePlan(accountPlan.planId, write.wantedPlanId));
  const [replacement, ...others] = started.length > 1 && onWantedPlan.length > 0 ? onWantedPlan : started;
  if (replacement === undefined && !isFinal) {
    return { kind: 'undetermined' };
  }
  if (replacement === undefined || others.length > 0) {
    // The source is gone for good, so the trial was converted; what took its place nobody says.
    const detail = `Another subscription took the place of ${write.subscriptionId}; it is not known which.`;
    return {
      kind: 'converted',
      after: source.accountPlan,
      warnings: [{ code: 'subscription_replaced', detail }],
    };
  }
  const paid = assessPaid(write, replacement.accountPlan, isAccepted);
  const detail = `Subscription ${replacement.accountPlan.subscriptionId} took the place of ${write.subscriptionId}.`;
  return paid.kind === 'converted'
    ? { ...paid, warnings: [{ code: 'subscription_replaced', detail }, ...paid.warnings] }
    : paid;
};

const assessPaid = (write: Draft, after: AccountPlan, isAccepted: boolean): Assessment => {
  if (write.wantedPlanId === null || after.planId === null || samePlan(after.planId, write.wantedPlanId)) {
    return { kind: 'converted', after, warnings: [] };
  }
  if (!isAccepted) {
    return { kind: 'elsewhere', problem: conflict(`The account is paid on plan ${after.planId}.`) };
  }
  const detail = `The provider accepted plan ${write.wantedPlanId} and shows ${after.planId}.`;
  return { kind: 'converted', after, warnings: [{ code: 'plan_differs', detail }] };
};

const conflict = (detail: string): Problem => createProblem('provider_conflict', detail, { outcome: 'unknown' });
