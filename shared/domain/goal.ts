import * as z from 'zod';
import { type AccountPlan, accountPlanStatusSchema } from './account-plan.ts';
import type { Draft } from './draft.ts';
import { createProblem, type Problem } from './problem.ts';
import type { AccountPlanRead, IsSamePlan } from './provider.ts';
import type { Warning } from './warning.ts';

/** What a read has to show of a change, as data: stored with it, so that it is judged alike after a crash. */
export const goalSchema = z.object({
  /** Statuses that the change starts from: what shows as long as it is not done. */
  notYet: z.array(accountPlanStatusSchema),
  /** Statuses that show it done, on the plan that the draft wants. */
  done: z.array(accountPlanStatusSchema),
});

export type Goal = Readonly<z.infer<typeof goalSchema>>;

/** What the provider's own state says of a change. */
export type Judgement =
  | { readonly kind: 'done'; readonly after: AccountPlan; readonly warnings: readonly Warning[] }
  /**
   * The account plan has gone on and this change did not do it, or not as asked. That proves nothing of the write: it may
   * have been done before somebody else's change, or land after it.
   */
  | { readonly kind: 'elsewhere'; readonly problem: Problem }
  /** As before. Proves nothing of a write that may land late. */
  | { readonly kind: 'not_yet' }
  /** Neither: a status that says nothing, or a replacement that does not show yet. */
  | { readonly kind: 'undetermined' };

export interface Judged {
  readonly goal: Goal;
  readonly draft: Draft;
  /** Subscriptions that the account had before the write. */
  readonly knownSubscriptionIds: readonly string[];
}

export interface JudgementOptions {
  /** The provider answered the write with a clear OK. */
  readonly isAccepted: boolean;
  /** The settle time is over: what the state shows now is all that it will show. */
  readonly isFinal: boolean;
  /** The provider's. */
  readonly isSamePlan: IsSamePlan;
}

/** Judges a write by what the account looks like now. Pure: the same reads give the same judgement. */
export const judge = (judged: Judged, reads: readonly AccountPlanRead[], options: JudgementOptions): Judgement => {
  const { goal, draft } = judged;
  const undetermined = (detail: string): Judgement =>
    options.isFinal ? { kind: 'elsewhere', problem: conflict(detail) } : { kind: 'undetermined' };
  const source = reads.find(({ accountPlan }) => accountPlan.subscriptionId === draft.subscriptionId);
  if (source === undefined) {
    return undetermined('The subscription is gone.');
  }
  if (isReplaced(draft, source)) {
    return judgeReplacement(judged, { ...options, source, reads });
  }
  const { accountPlan } = source;
  const { status } = accountPlan;
  if (goal.notYet.includes(status)) {
    return { kind: 'not_yet' };
  }
  if (goal.done.includes(status)) {
    return judgePlan(draft, accountPlan, options);
  }
  return status === 'canceled' || status === 'expired'
    ? { kind: 'elsewhere', problem: conflict(`The account plan has ended: it is ${status} now.`) }
    : undetermined(`The account plan is ${status}, neither as before nor as wanted.`);
};

const isReplaced = ({ replacedProviderStatus }: Draft, { accountPlan }: AccountPlanRead): boolean =>
  replacedProviderStatus !== null && accountPlan.providerStatus?.toLowerCase() === replacedProviderStatus.toLowerCase();

interface Replacement extends JudgementOptions {
  readonly source: AccountPlanRead;
  readonly reads: readonly AccountPlanRead[];
}

const judgeReplacement = (
  { goal, draft, knownSubscriptionIds }: Judged,
  { source, reads, ...options }: Replacement,
): Judgement => {
  const started = reads.filter(
    ({ accountPlan: { status, subscriptionId } }) =>
      goal.done.includes(status) && subscriptionId !== null && !knownSubscriptionIds.includes(subscriptionId),
  );
  const onWantedPlan = started.filter(({ accountPlan }) => options.isSamePlan(accountPlan.planId, draft.wantedPlanId));
  const [replacement, ...others] = started.length > 1 && onWantedPlan.length > 0 ? onWantedPlan : started;
  if (replacement === undefined && !options.isFinal) {
    return { kind: 'undetermined' };
  }
  if (replacement === undefined || others.length > 0) {
    // The source is gone for good, so the change was made; what took its place nobody says.
    const detail = `Another subscription took the place of ${draft.subscriptionId}; it is not known which.`;
    return { kind: 'done', after: source.accountPlan, warnings: [{ code: 'subscription_replaced', detail }] };
  }
  const judgement = judgePlan(draft, replacement.accountPlan, options);
  const detail = `Subscription ${replacement.accountPlan.subscriptionId} took the place of ${draft.subscriptionId}.`;
  return judgement.kind === 'done'
    ? { ...judgement, warnings: [{ code: 'subscription_replaced', detail }, ...judgement.warnings] }
    : judgement;
};

const judgePlan = (draft: Draft, after: AccountPlan, { isAccepted, isSamePlan }: JudgementOptions): Judgement => {
  if (draft.wantedPlanId === null || after.planId === null || isSamePlan(after.planId, draft.wantedPlanId)) {
    return { kind: 'done', after, warnings: [] };
  }
  if (!isAccepted) {
    return { kind: 'elsewhere', problem: conflict(`The account is paid on plan ${after.planId}.`) };
  }
  const detail = `The provider accepted plan ${draft.wantedPlanId} and shows ${after.planId}.`;
  return { kind: 'done', after, warnings: [{ code: 'plan_differs', detail }] };
};

const conflict = (detail: string): Problem => createProblem('provider_conflict', detail, { outcome: 'unknown' });
