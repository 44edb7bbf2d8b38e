import type { AccountPlanStatus } from './account-plan.ts';
import { createProblem } from './problem.ts';
import type { AccountPlanRead } from './provider.ts';
import { failed, type Result, success } from './result.ts';

type Standing = 'live' | 'pending' | 'ended';

const standings: Readonly<Record<AccountPlanStatus, Standing>> = {
  trial: 'live',
  trial_ended: 'live',
  active: 'live',
  suspended: 'live',
  non_billable: 'live',
  unknown: 'live',
  pending: 'pending',
  canceled: 'ended',
  expired: 'ended',
};

export const isLive = (status: AccountPlanStatus): boolean => standings[status] === 'live';

export const isEnded = (status: AccountPlanStatus): boolean => standings[status] === 'ended';

/**
 * The account plan that a request is about. Named, it is that one. Otherwise the only live one; pending ones count when
 * nothing is live, and of ended ones the latest when there is nothing else. Reads and conversions both come here.
 *
 * Fails with `subscription_not_found`, or with `account_plan_ambiguous` that lists the candidates.
 */
export const chooseAccountPlan = (
  reads: readonly AccountPlanRead[],
  subscriptionId: string | undefined,
): Result<AccountPlanRead> => {
  if (subscriptionId !== undefined) {
    const named = reads.find((read) => read.accountPlan.subscriptionId === subscriptionId);
    return named
      ? success(named)
      : failed(createProblem('subscription_not_found', 'The account has no subscription with this id.'));
  }

  const plans = reads.filter((read) => !read.isAddOn);
  const inStanding = (standing: Standing) => plans.filter((read) => standings[read.accountPlan.status] === standing);
  const candidates = [inStanding('live'), inStanding('pending')].find((group) => group.length > 0);

  if (candidates === undefined) {
    const latest = inStanding('ended').toSorted(byEnd).at(-1);
    return latest
      ? success(latest)
      : failed(createProblem('subscription_not_found', 'The account has no subscription.'));
  }

  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) {
    return success(only);
  }
  return failed(
    createProblem('account_plan_ambiguous', 'The account has several subscriptions: name one with subscriptionId.', {
      extensions: {
        subscriptions: candidates.map(({ accountPlan }) => ({
          id: accountPlan.subscriptionId,
          planId: accountPlan.planId,
          status: accountPlan.status,
        })),
      },
    }),
  );
};

const byEnd = (left: AccountPlanRead, right: AccountPlanRead): number =>
  compareText(left.endedAt ?? '', right.endedAt ?? '') ||
  compareNumericText(left.accountPlan.subscriptionId ?? '', right.accountPlan.subscriptionId ?? '');

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const compareNumericText = (left: string, right: string): number =>
  left.length - right.length || compareText(left, right);
