import * as z from 'zod';
import { parseWithAbsentNulls } from '../../domain/absent-nulls.ts';
import type { ChangeRequest } from '../../domain/account-change.ts';
import type { Collection } from '../../domain/collection.ts';
import { fieldErrorsOf, invalidFields } from '../../domain/field-errors.ts';
import { createProblem, type FieldError } from '../../domain/problem.ts';
import type { ChangeOperations, Draft, SendResult } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import type { Warning } from '../../domain/warning.ts';
import { tryParseExactJson } from '../../http/exact-json.ts';
import { problemOfInvalidAnswer } from '../../http/provider-problem.ts';
import type { KnownPlans } from './catalogue.ts';
import type { Client } from './client.ts';
import { wirePlanSchema } from './wire.ts';

const planGroupIdSchema = z.int32().positive();

export const conversionOptionsSchema = z.strictObject({
  planGroupId: planGroupIdSchema.exactOptional().meta({
    description:
      'The plan group to move the account to. The provider takes its default group, silently, for one that it does not know',
  }),
});

/**
 * A trial becomes paid by one PUT of the plan, which flips `billing_status` by itself. It sets a state and has no effect of
 * its own, so sending it twice does what sending it once does; but only while a read shows the trial, for a canceled
 * account is opened again by it.
 * https://developer.constantcontact.com/api_guide/partners_plans_update.html and
 * https://developer.constantcontact.com/api_guide/partners_plans_cancel.html
 */
export const createConversion = (client: Client, knownPlans: KnownPlans): ChangeOperations => ({
  from: ['trial', 'trial_ended'],
  parseRequest: (request) => {
    const parsed = parse(request, knownPlans);
    return parsed.ok ? success({ ...request, planId: parsed.value.planType }) : parsed;
  },
  draft: (request, { accountPlan }) => {
    const parsed = parse(request, knownPlans);
    return parsed.ok ? success(toWrite(accountPlan.accountId, parsed.value)) : parsed;
  },
  send: (write) => sendWrite(client, write),
});

const parametersSchema = z.strictObject({
  planType: z.string().min(1),
  planGroupId: planGroupIdSchema.exactOptional(),
  billingDayOfMonth: z.int().min(1).max(31).exactOptional(),
});

type Parameters = z.output<typeof parametersSchema>;

const parse = (request: ChangeRequest, knownPlans: KnownPlans): Result<Parameters> => {
  const { planId, billingDayOfMonth } = request;
  const options = parseWithAbsentNulls(conversionOptionsSchema, request.providerOptions ?? {});
  const errors: FieldError[] = [
    ...planIdErrors(planId),
    ...(request.subscriptionId === undefined
      ? []
      : [{ path: 'subscriptionId', message: 'this provider has no subscriptions' }]),
    ...(options.success ? [] : fieldErrorsOf(options.error, 'providerOptions')),
  ];
  if (planId === undefined || !options.success || errors.length > 0) {
    return failed(invalidFields(errors));
  }
  return success({
    planType: knownPlans.find(planId)?.id ?? planId,
    ...options.data,
    ...(billingDayOfMonth === undefined ? {} : { billingDayOfMonth }),
  });
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

const toWrite = (accountId: string, parameters: Parameters): Draft => ({
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

const sendWrite = async (client: Client, write: Draft): Promise<SendResult> => {
  const parameters = parametersSchema.safeParse(write.parameters);
  if (!parameters.success) {
    const problem = createProblem('internal_error', 'The stored write is not valid.', { outcome: 'not_executed' });
    return { kind: 'refused', problem, collection: notApplicable };
  }
  const { planType, planGroupId, billingDayOfMonth } = parameters.data;
  const answer = await client.putPlan(write.accountId, {
    plan_type: planType,
    ...(planGroupId === undefined ? {} : { plan_group_id: planGroupId }),
    ...(billingDayOfMonth === undefined ? {} : { billing_day_of_month: billingDayOfMonth }),
  });
  if (!answer.ok) {
    const { problem } = answer;
    return problem.outcome === 'unknown'
      ? { kind: 'unknown', problem }
      : { kind: 'refused', problem, collection: notApplicable };
  }
  // The answer is documented to be the state after the change; anything else did not come from the plan endpoint.
  const { purpose, status, text } = answer.value;
  return wirePlanSchema.safeParse(tryParseExactJson(text)).success
    ? { kind: 'accepted', collection: notApplicable, warnings: [] }
    : { kind: 'unknown', problem: problemOfInvalidAnswer(purpose, status, 'the plan after the change') };
};

/** Changing the plan charges nothing by itself; the vendor bills on its own day. */
const notApplicable: Collection = { status: 'not_applicable', detail: null };
