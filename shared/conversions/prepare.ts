import type { Connection } from '../connections/connections.ts';
import type { AccountPlan } from '../domain/account-plan.ts';
import { chooseAccountPlan } from '../domain/choose-account-plan.ts';
import type { ConversionRequest } from '../domain/conversion.ts';
import { unsupportedOperation } from '../domain/operation.ts';
import { createProblem } from '../domain/problem.ts';
import type { AccountPlanRead, Draft, ProviderOperations } from '../domain/provider.ts';
import { failed, type Result, success } from '../domain/result.ts';
import { samePlan } from '../domain/same-plan.ts';
import type { Warning } from '../domain/warning.ts';

/** What a conversion has to do, as the provider's state stands. Plain JSON. */
export type Preparation =
  | { readonly kind: 'already_converted'; readonly before: AccountPlan; readonly warnings: readonly Warning[] }
  | {
      readonly kind: 'write';
      readonly before: AccountPlan;
      readonly write: Draft;
      /** All subscriptions of the account, to tell later which one is new. */
      readonly knownSubscriptionIds: readonly string[];
    };

/**
 * Checks a conversion request as far as that goes without the provider. Fails with `invalid_request` or
 * `unsupported_operation`.
 */
export const checkConversionRequest = (
  connection: Connection,
  request: ConversionRequest,
): Result<ConversionRequest> => {
  const { conversion } = connection.operations;
  return conversion === undefined
    ? failed(unsupportedOperation(connection, 'convert-trial'))
    : conversion.parseRequest(request);
};

/**
 * Reads the account and decides what is to be done. Sends nothing that changes anything. Fails with `not_in_trial`,
 * `account_plan_ambiguous`, `account_not_found`, `subscription_not_found`, `invalid_request` where a member does not go
 * with the account's state, or as the provider's read does.
 */
export const prepareConversion = async (
  connection: Connection,
  accountId: string,
  request: ConversionRequest,
): Promise<Result<Preparation>> => {
  const reads = await readAccountPlans(connection, accountId);
  if (!reads.ok) {
    return reads;
  }
  const chosen = chooseAccountPlan(reads.value, request.subscriptionId);
  if (!chosen.ok) {
    return chosen;
  }
  const before = chosen.value.accountPlan;
  if (before.status === 'active' && (request.planId === undefined || samePlan(request.planId, before.planId))) {
    return success({ kind: 'already_converted', before, warnings: billingDayWarnings(request, before) });
  }
  const planned = draft(connection.operations, request, chosen.value);
  const write = planned.ok ? await completeWrite(connection, planned.value) : planned;
  return write.ok
    ? success({
        kind: 'write',
        before,
        write: write.value,
        knownSubscriptionIds: reads.value.flatMap(({ accountPlan: { subscriptionId } }) =>
          subscriptionId === null ? [] : [subscriptionId],
        ),
      })
    : write;
};

const completeWrite = (connection: Connection, write: Draft): Promise<Result<Draft>> =>
  connection.run(({ conversion }) => conversion?.completeWrite?.(write) ?? Promise.resolve(success(write)));

export const readAccountPlans = (
  connection: Connection,
  accountId: string,
): Promise<Result<readonly AccountPlanRead[]>> =>
  connection.run(async ({ listAccountPlans }) => {
    if (listAccountPlans === undefined) {
      return failed(unsupportedOperation(connection, 'get-account-plan'));
    }
    const reads = await listAccountPlans(accountId);
    return reads.ok && reads.value.some(({ accountPlan }) => isTooLarge(accountPlan))
      ? failed(createProblem('provider_response_invalid', 'An account plan is longer than any real one.'))
      : reads;
  });

/** A conversion keeps several of them in one item of 400 KB, and an event two in 256 KB. Real ones have some 500 bytes. */
const isTooLarge = (accountPlan: AccountPlan): boolean =>
  Buffer.byteLength(JSON.stringify(accountPlan)) > largestAccountPlanBytes;

const largestAccountPlanBytes = 32_000;

/** A billing day is honoured by no provider but in the write that ends the trial, and there not always. */
export const billingDayWarnings = (
  { billingDayOfMonth }: ConversionRequest,
  { billingDayOfMonth: actual }: AccountPlan,
): Warning[] =>
  billingDayOfMonth === undefined || billingDayOfMonth === actual
    ? []
    : [
        {
          code: 'billing_day_ignored',
          detail: `Billing day ${billingDayOfMonth} was asked for; the provider shows ${actual ?? 'none'}.`,
        },
      ];

const draft = (
  { conversion }: ProviderOperations,
  request: ConversionRequest,
  read: AccountPlanRead,
): Result<Draft> => {
  const { status, planId } = read.accountPlan;
  if (conversion === undefined || !conversion.convertible.includes(status)) {
    const plan = planId === null ? '' : ` on plan ${planId}`;
    return failed(createProblem('not_in_trial', `The account plan is ${status}${plan}, not a trial.`));
  }
  return conversion.draft(request, read);
};
