import * as z from 'zod';
import type { ChangeRequest } from '../../domain/account-change.ts';
import { notApplicableCollection } from '../../domain/collection.ts';
import type { FieldError } from '../../domain/problem.ts';
import type { Draft, SendResult } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import type { Warning } from '../../domain/warning.ts';
import { tryParseExactJson } from '../../http/exact-json.ts';
import { problemOfInvalidAnswer } from '../../http/provider-problem.ts';
import { defineChange, unsuccessful } from '../../provider-kit/define-change.ts';
import type { KnownPlans } from './catalogue.ts';
import type { Connected } from './client.ts';
import { wirePlanSchema } from './wire.ts';

const planGroupIdSchema = z.int32().positive();

const optionsSchema = z.strictObject({
  planGroupId: planGroupIdSchema.exactOptional().meta({
    description:
      'The plan group to move the account to. The provider takes its default group, silently, for one that it does not know',
  }),
});

const parametersSchema = z.strictObject({
  planType: z.string().min(1),
  planGroupId: planGroupIdSchema.exactOptional(),
  billingDayOfMonth: z.int().min(1).max(31).exactOptional(),
});

type Parameters = z.output<typeof parametersSchema>;

const writeSchema = z.object({ parameters: parametersSchema });

type Write = Draft & z.output<typeof writeSchema>;

/**
 * A trial becomes paid by one PUT of the plan, which flips `billing_status` by itself. It sets a state and has no effect of
 * its own, so sending it twice does what sending it once does; but only while a read shows the trial, for a canceled
 * account is opened again by it.
 * https://developer.constantcontact.com/api_guide/partners_plans_update.html and
 * https://developer.constantcontact.com/api_guide/partners_plans_cancel.html
 */
export const convertTrial = defineChange({
  from: ['trial', 'trial_ended'],
  options: optionsSchema,
  write: writeSchema,
  parseRequest: (request, { knownPlans }: Connected) => parseRequest(request, knownPlans),
  draft: ({ request, options }, { accountPlan }) =>
    success(
      draft(accountPlan.accountId, {
        planType: request.planId,
        ...options,
        ...(request.billingDayOfMonth === undefined ? {} : { billingDayOfMonth: request.billingDayOfMonth }),
      }),
    ),
  send: (connected: Connected, write) => send(connected, write),
});

type ParsedRequest = ChangeRequest & { readonly planId: string };

/** The plan as it is known, where it is. */
const parseRequest = (request: ChangeRequest, knownPlans: KnownPlans): Result<ParsedRequest, readonly FieldError[]> => {
  const { planId } = request;
  const errors: FieldError[] = [
    ...planIdErrors(planId),
    ...(request.subscriptionId === undefined
      ? []
      : [{ path: 'subscriptionId', message: 'this provider has no subscriptions' }]),
  ];
  return planId === undefined || errors.length > 0
    ? failed(errors)
    : success({ ...request, planId: knownPlans.find(planId)?.id ?? planId });
};

const planIdErrors = (planId: string | undefined): FieldError[] => {
  const message =
    planId === undefined
      ? 'is required: the plan that the account is to be on'
      : planId.toUpperCase() === 'TRIAL'
        ? 'must not be the trial plan: the provider has no way back to it'
        : null;
  return message === null ? [] : [{ path: 'planId', message }];
};

const draft = (accountId: string, parameters: Parameters): Draft => ({
  accountId,
  subscriptionId: null,
  wantedPlanId: parameters.planType,
  repeat: 'naturally_repeatable',
  replacedProviderStatus: null,
  warnings: warningsOf(parameters),
  parameters,
});

const warningsOf = ({ billingDayOfMonth, planGroupId }: Parameters): Warning[] => [
  ...(billingDayOfMonth === undefined || billingDayOfMonth < 29
    ? []
    : [
        {
          code: 'billing_day_late_in_month' as const,
          detail: `Not every month has a day ${billingDayOfMonth}; the provider does not say when it bills then.`,
        },
      ]),
  // The group is write-only, and an unknown one silently becomes the default partner plan group.
  ...(planGroupId === undefined
    ? []
    : [
        {
          code: 'plan_group_unverified' as const,
          detail: `The provider never shows an account's plan group, and takes its default group where it does not know ${planGroupId}.`,
        },
      ]),
];

const send = async ({ client }: Connected, { accountId, parameters }: Write): Promise<SendResult> => {
  const { planType, planGroupId, billingDayOfMonth } = parameters;
  const answer = await client.putPlan(accountId, {
    plan_type: planType,
    ...(planGroupId === undefined ? {} : { plan_group_id: planGroupId }),
    ...(billingDayOfMonth === undefined ? {} : { billing_day_of_month: billingDayOfMonth }),
  });
  if (!answer.ok) {
    return unsuccessful(answer.problem, notApplicableCollection);
  }
  // The answer is documented to be the state after the change; anything else did not come from the plan endpoint.
  const { purpose, status, text } = answer.value;
  return wirePlanSchema.safeParse(tryParseExactJson(text)).success
    ? // The vendor bills on its own day.
      { kind: 'accepted', collection: notApplicableCollection, warnings: [] }
    : { kind: 'unknown', problem: problemOfInvalidAnswer(purpose, status, 'the plan after the change') };
};
