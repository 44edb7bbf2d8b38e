import * as z from 'zod';
import {
  currencyOf,
  wireBoolean,
  wireDayOfMonth,
  wireDecimal,
  wireIdentifier,
  wireInteger,
  wireList,
  wireText,
  wireWord,
} from '../../http/wire-values.ts';

/**
 * What Aria sends, as far as it is used. Only ids are required: codes and flags stay text, so that a value that is new
 * here makes one field unknown and not the whole answer invalid.
 */

/** A list of rows, each beside the object that it was read from. Paired as lists: a schema around each row costs as much again. */
const wireListWithRaw = <Row extends z.ZodType>(row: Row) =>
  z
    .preprocess((list) => ({ rows: list, raw: list }), z.object({ rows: wireList(row), raw: wireList(z.unknown()) }))
    .transform(({ rows, raw }) => rows.map((row, index) => ({ row, raw: raw[index] })));

/** Read with `textOf` or `wordOf`: a catalogue has ten thousand rows and more, and no paging. */
const field = z.unknown().optional();

const rateScheduleSchema = z.object({
  schedule_no: wireIdentifier,
  schedule_name: field,
  schedule_currency: field,
  currency_cd: field,
  client_rate_schedule_id: field,
  recurring_billing_interval: field,
  recurring_billing_period_type: field,
  usage_billing_interval: field,
  usage_billing_period_type: field,
  default_ind: field,
});

/**
 * Rate schedules as flat rows. The vendor's page shows `rate_sched` with a level `details` below it, and does not say
 * whether answers have that level, or whether it is a list: all three shapes are read.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/get_plans_m
 */
export const scheduleRows = (value: unknown): unknown[] => {
  if (Array.isArray(value)) {
    return value.some(isWrapped) ? value.flatMap(scheduleRows) : value;
  }
  if (isWrapped(value)) {
    return scheduleRows(value.details);
  }
  return value === undefined || value === null || value === '' ? [] : [value];
};

/** `schedule_currency` is the vendor's name in answers, `currency_cd` the one in requests; a row that has only that reads as well. */
export const currencyOfSchedule = ({ schedule_currency, currency_cd }: AriaRateSchedule): string | null =>
  currencyOf(schedule_currency) ?? currencyOf(currency_cd);

const isWrapped = (value: unknown): value is { readonly details: unknown } =>
  typeof value === 'object' && value !== null && !('schedule_no' in value) && 'details' in value;

/** One plan in get_plans_m, and the whole answer of get_plan_details_m; they name the description differently. */
export const planSchema = z.object({
  plan_no: wireIdentifier,
  client_plan_id: field,
  plan_name: field,
  plan_level: field,
  active_ind: field,
  description: field,
  plan_desc: field,
  rate_sched: z.transform(scheduleRows).pipe(z.array(rateScheduleSchema)),
});

const planNumberSchema = z.object({ plan_no: wireIdentifier });

/** The rows are read one by one, with `planSchema`. A list without one id is not the catalogue, and must not pass for an empty one. */
export const plansAnswerSchema = z.object({
  plans: wireList(z.unknown()).refine(
    (rows) => rows.length === 0 || rows.some((row) => planNumberSchema.safeParse(row).success),
    'no row has an id',
  ),
});

/** get_plan_details_m. With `planNumber` an answer about another plan is not valid; by a code any may be meant. */
export const planDetailsAnswerSchema = (planNumber: string | null) =>
  z.preprocess(
    (raw) => ({ row: raw, raw }),
    z.object({
      row: planSchema.refine(({ plan_no }) => planNumber === null || plan_no === planNumber, {
        path: ['plan_no'],
        message: 'is that of another plan',
      }),
      raw: z.unknown(),
    }),
  );

const serviceRateSchema = z.object({
  from_unit: wireDecimal,
  to_unit: wireDecimal,
  rate_per_unit: wireDecimal,
  rate_tier_description: field,
  future_rate_per_unit: field,
});

const planServiceSchema = z.object({
  service_no: wireWord,
  client_service_id: field,
  service_desc: wireText,
  is_recurring_ind: wireBoolean,
  is_usage_based_ind: wireBoolean,
  is_arrears_ind: wireBoolean,
  is_setup_ind: wireBoolean,
  is_order_based_ind: wireBoolean,
  is_cancellation_ind: wireBoolean,
  is_min_fee_ind: wireBoolean,
  is_tax_ind: field,
  is_misc_ind: field,
  is_donation_ind: field,
  taxable_ind: field,
  usage_type: field,
  ledger_code: field,
  tiered_pricing_rule: field,
  all_plan_service_rates: wireList(
    z.object({
      schedule_no: wireWord,
      future_rate: field,
      future_change_date: field,
      plan_service_rates: wireList(serviceRateSchema),
    }),
  ),
});

const corePlanSchema = z.object({ plan_services: wireList(planServiceSchema), promotional_plan_sets: field });

/** get_client_plans_all_m: the only call that tells prices. Of other plans that come along nothing is read. */
export const planPricesAnswerSchema = (planId: string) =>
  z.object({
    all_client_plan_dtls: wireList(z.unknown())
      .transform((rows) => rows.find((row) => planNumberSchema.safeParse(row).data?.plan_no === planId))
      .pipe(corePlanSchema.optional()),
  });

const accountPlanSchema = z.object({
  plan_instance_no: wireIdentifier,
  plan_no: wireWord,
  plan_name: wireText,
  plan_instance_status_cd: wireWord,
  plan_instance_status_label: wireText,
  plan_instance_status_date: wireWord,
  plan_deprovisioned_date: wireWord,
  supp_plan_ind: wireWord,
  master_plan_instance_no: wireWord,
  recurring_billing_interval: wireWord,
  recurring_billing_period_type: wireWord,
  next_bill_date: wireWord,
  bill_day: wireDayOfMonth,
});

/** get_acct_plans_all_m; its flat sister get_acct_plans_m names the list differently. */
export const accountPlansAnswerSchema = z
  .object({
    record_count: wireInteger,
    all_acct_plans_m: wireListWithRaw(accountPlanSchema),
    acct_plans_m: wireListWithRaw(accountPlanSchema),
  })
  .transform(({ record_count, all_acct_plans_m, acct_plans_m }) => ({
    recordCount: record_count,
    rows: all_acct_plans_m.length > 0 ? all_acct_plans_m : acct_plans_m,
  }));

/** get_acct_details_all_m: the SDK says acct_no, the JSON schema of release 19 gives outputs named like an input a `_2`. */
export const accountDetailsAnswerSchema = z.object({ acct_no: wireText, acct_no_2: wireText });

/** What a conversion needs of the same row beyond the account plan. */
export const conversionSourceSchema = z.object({ currency_cd: wireText });

/** replace_acct_plan_m. An odd secondary result must not make an accepted write look invalid. */
export const replaceAnswerSchema = z.object({
  collection_error_code: wireText.catch(null),
  collection_error_msg: wireText.catch(null),
});

/** The same call with do_write "false". */
export const dryRunAnswerSchema = z.object({ total_charges_after_tax: wireDecimal });

/** get_all_actions_by_receipt_id_m: one row for each thing that was done under the receipt id. */
export const receiptActionsAnswerSchema = z.object({ receipt_action: wireList(z.unknown()) });

/** create_new_plan_m answers nothing else, the numbers of the new schedules neither. */
export const createdPlanAnswerSchema = z.object({ plan_no: wireIdentifier });

/** A call that answers error_code and error_msg alone. */
export const plainAnswerSchema = z.unknown();

export type PlanDetails = z.infer<ReturnType<typeof planDetailsAnswerSchema>>;
export type AriaPlan = z.infer<typeof planSchema>;
export type AriaRateSchedule = z.infer<typeof rateScheduleSchema>;
export type AriaCorePlan = z.infer<typeof corePlanSchema>;
export type AriaPlanService = z.infer<typeof planServiceSchema>;
export type AriaServiceRate = z.infer<typeof serviceRateSchema>;
export type AriaAccountPlan = z.infer<typeof accountPlanSchema>;
