import * as z from 'zod';
import type { ChangeRequest } from '../../domain/account-change.ts';
import { notApplicableCollection } from '../../domain/collection.ts';
import type { FieldError } from '../../domain/problem.ts';
import type { Draft, SendResult } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import type { Warning } from '../../domain/warning.ts';
import { defineChange, unsuccessful } from '../../provider-kit/define-change.ts';
import type { Connected } from './client.ts';
import { planTypeRule, trialPlanType } from './mapping.ts';

const parametersSchema = z.strictObject({
  // The API rejects every PUT that holds plan_type 1.
  planType: z.int().gt(trialPlanType),
  billingDayOfMonth: z.int().min(1).max(31).exactOptional(),
});

type Parameters = z.output<typeof parametersSchema>;

const writeSchema = z.object({ parameters: parametersSchema });

type Write = Draft & z.output<typeof writeSchema>;

/**
 * A trial becomes paid by one PUT of the plan. It sets a state and has no effect of its own, so sending it twice does what
 * sending it once does. https://v2.developer.constantcontact.com/docs/account-management/manage-plan.html
 */
export const convertTrial = defineChange({
  from: ['trial', 'trial_ended'],
  options: z.strictObject({}),
  write: writeSchema,
  parseRequest: (request) => parseRequest(request),
  draft: ({ request }, { accountPlan }) => success(draft(accountPlan.accountId, request)),
  send: (connected: Connected, write) => send(connected, write),
});

type ParsedRequest = ChangeRequest & { readonly planId: string };

const parseRequest = (request: ChangeRequest): Result<ParsedRequest, readonly FieldError[]> => {
  const { planId } = request;
  const errors: FieldError[] = [
    ...planIdErrors(planId),
    ...(request.subscriptionId === undefined
      ? []
      : [{ path: 'subscriptionId', message: 'this provider has no subscriptions' }]),
  ];
  return planId === undefined || errors.length > 0 ? failed(errors) : success({ ...request, planId });
};

const planIdErrors = (planId: string | undefined): FieldError[] => {
  const message =
    planId === undefined
      ? 'is required: the plan that the account is to be on'
      : !planTypeRule.matches(planId)
        ? planTypeRule.message
        : Number(planId) === trialPlanType
          ? 'must not be the trial plan: the provider has no way back to it'
          : null;
  return message === null ? [] : [{ path: 'planId', message }];
};

const draft = (accountId: string, { planId, billingDayOfMonth }: ParsedRequest): Draft => {
  const parameters: Parameters = {
    planType: Number(planId),
    ...(billingDayOfMonth === undefined ? {} : { billingDayOfMonth }),
  };
  return {
    accountId,
    subscriptionId: null,
    wantedPlanId: planId,
    repeat: 'naturally_repeatable',
    replacedProviderStatus: null,
    warnings: billingDayWarnings(billingDayOfMonth),
    parameters,
  };
};

const billingDayWarnings = (day: number | undefined): Warning[] =>
  day === undefined || day < 29
    ? []
    : [
        {
          code: 'billing_day_late_in_month',
          detail: `Not every month has a day ${day}; the provider does not say when it bills then.`,
        },
      ];

const send = async ({ client }: Connected, { accountId, parameters }: Write): Promise<SendResult> => {
  const { planType, billingDayOfMonth } = parameters;
  const answer = await client.putPlan(accountId, {
    plan_type: planType,
    ...(billingDayOfMonth === undefined ? {} : { billing_day_of_month: billingDayOfMonth }),
  });
  // What the 200 holds is not documented, so nothing is concluded from it. The vendor bills on its own day.
  return answer.ok
    ? { kind: 'accepted', collection: notApplicableCollection, warnings: [] }
    : unsuccessful(answer.problem, notApplicableCollection);
};
