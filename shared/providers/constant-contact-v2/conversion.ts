import * as z from 'zod';
import { parseWithAbsentNulls } from '../../domain/absent-nulls.ts';
import type { ChangeRequest } from '../../domain/account-change.ts';
import type { Collection } from '../../domain/collection.ts';
import { fieldErrorsOf, invalidFields } from '../../domain/field-errors.ts';
import { createProblem, type FieldError } from '../../domain/problem.ts';
import type { ChangeOperations, Draft, SendResult } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import type { Warning } from '../../domain/warning.ts';
import type { Client } from './client.ts';
import { planTypeRule, trialPlanType } from './mapping.ts';

/** Constant Contact v2 takes none. */
export const conversionOptionsSchema = z.strictObject({});

/**
 * A trial becomes paid by one PUT of the plan. It sets a state and has no effect of its own, so sending it twice does what
 * sending it once does. https://v2.developer.constantcontact.com/docs/account-management/manage-plan.html
 */
export const createConversion = (client: Client): ChangeOperations => ({
  from: ['trial', 'trial_ended'],
  parseRequest,
  draft: (request, { accountPlan }) => {
    const parsed = parseRequest(request);
    return parsed.ok ? success(toWrite(accountPlan.accountId, parsed.value)) : parsed;
  },
  send: (write) => sendWrite(client, write),
});

type ParsedRequest = ChangeRequest & { readonly planId: string };

const parseRequest = (request: ChangeRequest): Result<ParsedRequest> => {
  const { planId } = request;
  const options = parseWithAbsentNulls(conversionOptionsSchema, request.providerOptions ?? {});
  const errors: FieldError[] = [
    ...planIdErrors(planId),
    ...(request.subscriptionId === undefined
      ? []
      : [{ path: 'subscriptionId', message: 'this provider has no subscriptions' }]),
    ...(options.success ? [] : fieldErrorsOf(options.error, 'providerOptions')),
  ];
  return planId === undefined || errors.length > 0 ? failed(invalidFields(errors)) : success({ ...request, planId });
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

const toWrite = (accountId: string, { planId, billingDayOfMonth }: ParsedRequest): Draft => {
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

const parametersSchema = z.strictObject({
  // The API rejects every PUT that holds plan_type 1.
  planType: z.int().gt(trialPlanType),
  billingDayOfMonth: z.int().min(1).max(31).exactOptional(),
});

type Parameters = z.output<typeof parametersSchema>;

const sendWrite = async (client: Client, write: Draft): Promise<SendResult> => {
  const parameters = parametersSchema.safeParse(write.parameters);
  if (!parameters.success) {
    const problem = createProblem('internal_error', 'The stored write is not valid.', { outcome: 'not_executed' });
    return { kind: 'refused', problem, collection: notApplicable };
  }
  const { planType, billingDayOfMonth } = parameters.data;
  const answer = await client.putPlan(write.accountId, {
    plan_type: planType,
    ...(billingDayOfMonth === undefined ? {} : { billing_day_of_month: billingDayOfMonth }),
  });
  if (answer.ok) {
    // What the 200 holds is not documented, so nothing is concluded from it.
    return { kind: 'accepted', collection: notApplicable, warnings: [] };
  }
  const { problem } = answer;
  return problem.outcome === 'unknown'
    ? { kind: 'unknown', problem }
    : { kind: 'refused', problem, collection: notApplicable };
};

/** Changing the plan charges nothing by itself; the vendor bills on its own day. */
const notApplicable: Collection = { status: 'not_applicable', detail: null };
