import { textOf } from '../../http/wire-values.ts';
import type { Fields } from './administration-write.ts';

/**
 * What get_plan_details_m answers, against what edit_plan_m takes. The call replaces a plan, so whatever is not in these
 * lists and not empty is a reason to leave the plan alone.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/get_plan_details_m
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/edit_plan_m
 */

export interface FieldRules {
  /** Name in the answer to name in the request. */
  readonly sent: Readonly<Record<string, string>>;
  /** Said elsewhere in the request, made by the vendor, or not the plan's own. */
  readonly ignored: ReadonlySet<string>;
  /** Cannot be sent, and 0 says that there is none. */
  readonly mustBeZero: ReadonlySet<string>;
}

const same = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, name]));

export const planRules: FieldRules = {
  sent: {
    ...same('plan_no', 'client_plan_id', 'plan_name'),
    // Three names for the description: this one in details, `description` in lists, `plan_description` on input.
    plan_desc: 'plan_description',
    currency_cd: 'currency',
    active_ind: 'active',
    allow_child_accounts: 'allow_child_accts',
    plan_cancel_min_months: 'plan_cancel_min_month',
    how_to_apply_min_fee: 'how_to_apply_min_fee',
    ...same('rollover_plan_duration', 'rollover_plan_uom_cd', 'rollover_plan_no', 'rollover_client_plan_id'),
    ...same('init_free_period_duration', 'init_free_period_uom_cd'),
    ...same('rollover_plan_status_duration', 'rollover_plan_status_uom_cd', 'rollover_plan_status_cd'),
    ...same('dunning_plan_no', 'dunning_client_plan_id'),
    ...same('template_no', 'notification_template_group_no', 'credit_note_template_no'),
    ...same('proration_invoice_timing_cd'),
    ...same('nso_group_min_qty', 'nso_group_max_qty', 'nso_group_item_scope', 'nso_incl_list_scope'),
  },
  ignored: new Set([
    ...['error_code', 'error_msg', 'is_deletable'],
    // Each has a part of its own in `administration-plan-state.ts` or `administration-plan-items.ts`.
    ...['plan_level', 'plan_type', 'plan_groups', 'plan_group_ids', 'initial_plan_status_cd', 'template_id'],
    ...['rate_sched', 'services', 'plan_nso_items', 'plan_nso_group', 'plan_nso_incl_list'],
  ]),
  mustBeZero: new Set([
    // Older names of what has newer ones.
    ...['rollover_months', 'initial_free_months', 'free_trial_duration'],
    ...['acct_status_cd', 'rollover_acct_status_days', 'rollover_acct_status_cd'],
    'plan_translation_info',
  ]),
};

export const scheduleRules: FieldRules = {
  sent: {
    ...same('schedule_no', 'schedule_name', 'client_rate_schedule_id'),
    default_ind: 'is_default',
    ...same('recurring_billing_interval', 'recurring_billing_period_type'),
    ...same('usage_billing_interval', 'usage_billing_period_type'),
    ...same('available_from_dt', 'available_to_dt', 'followup_rs_no', 'client_followup_rs_id'),
  },
  ignored: new Set([
    // Read by `currencyOfSchedule`.
    ...['schedule_currency', 'currency_cd'],
    // The default of its currency; there is no parameter for it.
    'default_ind_curr',
  ]),
  mustBeZero: new Set(['future_rate']),
};

/**
 * A service in the details, whose columns are not documented. What it is and costs comes from Core; these members are
 * those of the request's row that Core does not have.
 */
export const serviceRules: FieldRules = {
  sent: same(
    ...['gl_cd', 'commodity_cd', 'tax_group', 'tax_inclusive_ind', 'rate_type', 'pricing_rule'],
    ...['high_water', 'billing_option', 'fulfillment_based_ind', 'apply_usage_rates_daily'],
  ),
  ignored: new Set([
    ...['error_code', 'error_msg', 'service_no', 'client_service_id'],
    ...['name', 'service_name', 'service_desc', 'description', 'service_type'],
    ...['usage_type', 'usage_type_cd', 'taxable_ind', 'tiered_pricing_rule'],
    ...['is_recurring_ind', 'is_usage_based_ind', 'is_tax_ind', 'is_arrears_ind', 'is_setup_ind', 'is_misc_ind'],
    ...['is_donation_ind', 'is_order_based_ind', 'is_cancellation_ind', 'is_min_fee_ind'],
    // Of the service, which the plan only names.
    ...['coa_id', 'ledger_code', 'client_coa_code', 'display_ind'],
  ]),
  mustBeZero: new Set(),
};

export interface ReadFields {
  readonly fields: Fields;
  /** Names of what is there and cannot be sent. */
  readonly refusals: readonly string[];
}

/** The members of an answer's object as members of the request. `prefix` stands before the names of what is refused. */
export const readFields = (object: unknown, rules: FieldRules, prefix = ''): ReadFields => {
  const members = typeof object === 'object' && object !== null ? Object.entries(object) : [];
  const fields: Record<string, string> = {};
  const refusals: string[] = [];
  for (const [name, value] of members) {
    if (isEmpty(value) || rules.ignored.has(name)) {
      continue;
    }
    const text = textOf(value);
    const sentAs = rules.sent[name];
    if (sentAs !== undefined && text !== null) {
      fields[sentAs] = text;
    } else if (!(rules.mustBeZero.has(name) && text === '0')) {
      refusals.push(`${prefix}${name}`);
    }
  }
  return { fields, refusals };
};

/** Nothing, or a list or object that holds nothing. 0 and false are values: what they mean is known only for known names. */
const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && textOf(value) === null
    ? Object.values(value).every(isEmpty)
    : textOf(value) === null;

/** Rows of an answer; what is no list counts as one row, so that it is looked at. */
export const listOf = (value: unknown): readonly unknown[] =>
  isEmpty(value) ? [] : Array.isArray(value) ? value : [value];

export const memberOf = (object: unknown, name: string): unknown =>
  typeof object === 'object' && object !== null && Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
