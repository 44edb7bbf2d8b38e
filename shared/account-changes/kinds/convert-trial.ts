import { createProblem } from '../../domain/problem.ts';
import type { Kind } from './kind.ts';

/** From trial to a paying account. It has a route and an answer of its own: a conversion. */
export const convertTrial: Kind = {
  refusal: ({ status, planId }) => {
    const plan = planId === null ? '' : ` on plan ${planId}`;
    return createProblem('not_in_trial', `The account plan is ${status}${plan}, not a trial.`);
  },
  isSoAlready: ({ planId }, accountPlan, isSamePlan) =>
    accountPlan.status === 'active' && (planId === undefined || isSamePlan(planId, accountPlan.planId)),
  goal: { notYet: ['trial', 'trial_ended'], done: ['active'] },
  // A billing day is honoured by no provider but in the write that ends the trial, and there not always.
  warningsAfter: ({ billingDayOfMonth }, { billingDayOfMonth: actual }) =>
    billingDayOfMonth === undefined || billingDayOfMonth === actual
      ? []
      : [
          {
            code: 'billing_day_ignored',
            detail: `Billing day ${billingDayOfMonth} was asked for; the provider shows ${actual ?? 'none'}.`,
          },
        ],
  words: {
    idPrefix: 'cnv_',
    operation: 'convert-trial',
    noun: 'conversion',
    inProgress: 'conversion_in_progress',
    done: 'converted',
    already: 'already_converted',
    stateBefore: 'its trial',
    refusalCodes: ['not_in_trial'],
  },
  events: {
    done: () => 'account_plan.converted',
    rejected: 'conversion.rejected',
    pendingTooLong: 'conversion.pending_too_long',
    isOldNews: ({ status }) => status === 'active',
  },
};
