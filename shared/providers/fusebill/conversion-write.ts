import * as z from 'zod';
import type { ChangeRequest } from '../../domain/account-change.ts';
import { invalidFields } from '../../domain/field-errors.ts';
import { isNumericIdentifier, numericIdentifierRule } from '../../domain/identifier.ts';
import type { FieldError } from '../../domain/problem.ts';
import type { AccountPlanRead, Draft } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import type { ParsedRequest } from '../../provider-kit/define-change.ts';
import { isProvisioning } from './subscription-mapping.ts';

export const numericIdentifierSchema = z.string().refine(isNumericIdentifier, numericIdentifierRule);

export const conversionOptionsSchema = z.strictObject({
  planFamilyRelationshipId: z
    .union([numericIdentifierSchema, z.int().positive()], { error: numericIdentifierRule })
    .exactOptional()
    .meta({
      description:
        'The relationship from the trial plan to the plan asked for; required for a subscription that is active on a trial plan',
    }),
  temporarilyDisableAutoPost: z.boolean().exactOptional().meta({
    description: 'Leaves the invoice of an activation as a draft, so that nothing is collected',
  }),
});

type Options = z.output<typeof conversionOptionsSchema>;

export const parseRequest = (request: ChangeRequest): Result<ChangeRequest, readonly FieldError[]> =>
  request.billingDayOfMonth === undefined
    ? success(request)
    : failed([{ path: 'billingDayOfMonth', message: 'this provider bills by its own billing periods' }]);

/** An id is text from here on, however the caller spelled it, so that one request has one spelling. */
export const spellOptions = (request: ChangeRequest, options: Options): ChangeRequest => {
  const { planFamilyRelationshipId } = options;
  return planFamilyRelationshipId === undefined
    ? request
    : { ...request, providerOptions: { ...options, planFamilyRelationshipId: String(planFamilyRelationshipId) } };
};

/** A provisioned trial is activated, a subscription that is active on a trial plan is migrated; never both. */
export const draft = (
  { request, options }: ParsedRequest<ChangeRequest, Options>,
  account: AccountPlanRead,
): Result<Draft> => {
  const trial = { request, options, account };
  return isProvisioning(account.accountPlan.providerStatus) ? draftActivation(trial) : draftMigration(trial);
};

interface Trial {
  readonly request: ChangeRequest;
  readonly options: Options;
  readonly account: AccountPlanRead;
}

const draftActivation = ({ request, options, account: { accountPlan } }: Trial): Result<Draft> => {
  const errors: FieldError[] = [
    ...(request.planId === undefined || request.planId === accountPlan.planId
      ? []
      : [
          { path: 'planId', message: "must be the trial's own plan or absent: the subscription is activated as it is" },
        ]),
    ...(options.planFamilyRelationshipId === undefined
      ? []
      : [{ path: relationshipPath, message: 'must be absent: the subscription is activated and not migrated' }]),
  ];
  return errors.length > 0
    ? failed(invalidFields(errors))
    : success({
        accountId: accountPlan.accountId,
        subscriptionId: accountPlan.subscriptionId,
        wantedPlanId: accountPlan.planId,
        repeat: 'guarded_by_state',
        replacedProviderStatus: null,
        warnings: [],
        parameters: {
          action: 'activate',
          temporarilyDisableAutoPost: options.temporarilyDisableAutoPost ?? false,
        } satisfies Parameters,
      });
};

const draftMigration = ({ request, options, account }: Trial): Result<Draft> => {
  const { accountPlan, hasDiscounts } = account;
  const { planId } = request;
  const { planFamilyRelationshipId } = options;
  const errors: FieldError[] = [
    ...(planId === undefined
      ? [{ path: 'planId', message: 'is required: the plan that the subscription is to be migrated to' }]
      : []),
    ...(planId !== undefined && planId === accountPlan.planId
      ? [{ path: 'planId', message: "must not be the trial's own plan" }]
      : []),
    ...(planFamilyRelationshipId === undefined
      ? [
          {
            path: relationshipPath,
            message: 'is required: the provider migrates along a plan family relationship only',
          },
        ]
      : []),
    ...(options.temporarilyDisableAutoPost === true
      ? [{ path: 'providerOptions.temporarilyDisableAutoPost', message: 'is not known for a migration' }]
      : []),
  ];
  return planId === undefined || planFamilyRelationshipId === undefined || errors.length > 0
    ? failed(invalidFields(errors))
    : success({
        accountId: accountPlan.accountId,
        subscriptionId: accountPlan.subscriptionId,
        wantedPlanId: planId,
        repeat: 'never',
        replacedProviderStatus: 'Migrated',
        warnings: hasDiscounts ? [{ code: 'discounts_not_carried', detail: discountsDetail }] : [],
        parameters: {
          action: 'migrate',
          planFamilyRelationshipId: String(planFamilyRelationshipId),
        } satisfies Parameters,
      });
};

const relationshipPath = 'providerOptions.planFamilyRelationshipId';

/** https://support.staxbill.com/hc/en-us/articles/7625110064659 */
const discountsDetail =
  'The provider does not apply discounts to the first invoice of a migrated subscription (a known issue).';

export const parametersSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('activate'), temporarilyDisableAutoPost: z.boolean() }),
  z.strictObject({ action: z.literal('migrate'), planFamilyRelationshipId: numericIdentifierSchema }),
]);

type Parameters = z.output<typeof parametersSchema>;
