import * as z from 'zod';
import type { ChangeRequest } from '../../domain/account-change.ts';
import type { Random } from '../../domain/clock.ts';
import { invalidFields } from '../../domain/field-errors.ts';
import { isNumericIdentifier, numericIdentifierRule } from '../../domain/identifier.ts';
import { createProblem, type FieldError } from '../../domain/problem.ts';
import type { AccountPlanRead, Draft } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import { currencyOf } from '../../http/wire-values.ts';
import type { ParsedRequest } from '../../provider-kit/define-change.ts';
import { conversionSourceSchema } from './wire.ts';

const numericIdentifierSchema = z.string().refine(isNumericIdentifier, numericIdentifierRule);

const assignmentDirectiveSchema = z.literal([2, 3, 4]);
const forceBillDateResetSchema = z.literal([0, 1, 2]);

/**
 * Only directives that act now: after a dated one the instance shows the old plan until the date. 5, 6 and those from 10
 * are not documented.
 */
export const conversionOptionsSchema = z.strictObject({
  assignmentDirective: assignmentDirectiveSchema.exactOptional().meta({
    description:
      "Only with another plan. 2 (default): now, prorated as the client's own rule says; 3: now, without proration; 4: now, with proration",
  }),
  rateScheduleId: numericIdentifierSchema.exactOptional().meta({
    description: "Only with another plan: its rate schedule; without it the default one of the account's currency",
  }),
  forceBillDateReset: forceBillDateResetSchema.exactOptional().meta({
    description:
      "The billing anniversary: 0 stays, 1 becomes the day of the change, 2 the current anniversary; without it as the client's setting says",
  }),
});

/** What `send` needs. Ids stay text here, because this is stored: long ones would not survive as JSON numbers. */
export const writeParametersSchema = z.discriminatedUnion('call', [
  z.strictObject({
    call: z.literal('update_acct_plan_status_m'),
    planInstanceNumber: z.string(),
    receiptId: z.string(),
    forceBillDateReset: forceBillDateResetSchema.exactOptional(),
  }),
  z.strictObject({
    call: z.literal('replace_acct_plan_m'),
    planInstanceNumber: z.string(),
    receiptId: z.string(),
    /** acct_no, where callers know the account by the client's id. */
    accountNumber: z.string().exactOptional(),
    newPlanNumber: z.string(),
    assignmentDirective: assignmentDirectiveSchema,
    rateScheduleNumber: z.string().exactOptional(),
    forceBillDateReset: forceBillDateResetSchema.exactOptional(),
    /** Of the instance as it was read; the amounts of a dry run are in it. */
    currency: z.string().nullable(),
  }),
]);

export type WriteParameters = z.infer<typeof writeParametersSchema>;
export type ReplaceParameters = Extract<WriteParameters, { call: 'replace_acct_plan_m' }>;

/** Names every wrong member. */
export const parseConversionRequest = (request: ChangeRequest): Result<ChangeRequest, readonly FieldError[]> => {
  const errors: FieldError[] = [
    ...numericIdentifierErrors('planId', request.planId),
    ...numericIdentifierErrors('subscriptionId', request.subscriptionId),
    ...(request.billingDayOfMonth === undefined
      ? []
      : [{ path: 'billingDayOfMonth', message: 'aria does not take a billing day with a conversion' }]),
  ];
  return errors.length === 0 ? success(request) : failed(errors);
};

/**
 * The write that makes this trial paid. Its own plan goes on by a change of status; another plan replaces it on the same
 * instance. The receipt id is made here, so that it is stored before anything is sent.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Core_API/Account_Modification/replace_acct_plan_m_Guide
 */
export const draftConversion = (
  { request, options }: ParsedRequest<ChangeRequest, z.output<typeof conversionOptionsSchema>>,
  { accountPlan, raw }: AccountPlanRead,
  random: Random,
): Result<Draft> => {
  const { subscriptionId } = accountPlan;
  if (subscriptionId === null) {
    return failed(createProblem('subscription_not_found', 'The account plan has no plan instance number.'));
  }

  const { assignmentDirective, rateScheduleId, forceBillDateReset } = options;
  const common = {
    planInstanceNumber: subscriptionId,
    receiptId: makeReceiptId(random),
    ...(forceBillDateReset === undefined ? {} : { forceBillDateReset }),
  };
  const toWrite = (parameters: WriteParameters): Result<Draft> =>
    success({
      accountId: accountPlan.accountId,
      subscriptionId,
      wantedPlanId: request.planId ?? accountPlan.planId,
      // Aria refuses a receipt id that has succeeded once.
      repeat: 'guarded_by_receipt',
      replacedProviderStatus: null,
      warnings: [],
      parameters,
    });

  if (request.planId !== undefined && request.planId !== accountPlan.planId) {
    const source = conversionSourceSchema.safeParse(raw);
    return toWrite({
      call: 'replace_acct_plan_m',
      ...common,
      newPlanNumber: request.planId,
      assignmentDirective: assignmentDirective ?? defaultAssignmentDirective,
      ...(rateScheduleId === undefined ? {} : { rateScheduleNumber: rateScheduleId }),
      currency: source.success ? currencyOf(source.data.currency_cd) : null,
    });
  }
  const misplaced = Object.entries({ assignmentDirective, rateScheduleId }).filter(([, value]) => value !== undefined);
  return misplaced.length === 0
    ? toWrite({ call: 'update_acct_plan_status_m', ...common })
    : failed(
        invalidFields(
          misplaced.map(([name]) => ({
            path: `providerOptions.${name}`,
            message: "goes only with a planId other than the trial's own",
          })),
        ),
      );
};

/** The documentation calls both 1 (on the next anniversary) and 2 (now) the default, so it is always sent. */
const defaultAssignmentDirective = 2;

const numericIdentifierErrors = (path: string, identifier: string | undefined): FieldError[] =>
  identifier === undefined || isNumericIdentifier(identifier) ? [] : [{ path, message: numericIdentifierRule }];

/** Letters and digits alone, 50 at most; hyphens may be refused. */
const makeReceiptId = (random: Random): string =>
  Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
