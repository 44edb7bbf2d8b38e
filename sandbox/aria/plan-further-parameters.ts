import type { Input } from './input.ts';
import { readItemFields } from './plan-items.ts';
import { missingParameter } from './refusal.ts';
import { type RowInput, readKept, readRows, readTexts } from './row-lists.ts';
import { withoutNull } from './schedule-parameters.ts';
import type { FurtherFields, FurtherValue } from './state.ts';

/**
 * The rest of a plan, kept by the vendor's names. References are still as they were sent: by number or by client id.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/edit_plan_m
 */
export const readFurtherPlanFields = (parent: RowInput, mode: 'create' | 'edit'): FurtherFields => {
  const { input } = parent;
  bothOrNeither(input, 'rollover_plan_duration', 'rollover_plan_uom_cd');
  bothOrNeither(input, 'init_free_period_duration', 'init_free_period_uom_cd');
  return withoutNull<FurtherValue>({
    ...periods(input),
    ...references(input),
    ...readItemFields(parent),
    apply_cancellation: input.oneOf('apply_cancellation', ['Yes', 'No']),
    plan_cancel_min_month: digits(input, 'plan_cancel_min_month', 4),
    apply_minimum_fee: input.oneOf('apply_minimum_fee', ['Yes', 'No']),
    how_to_apply_min_fee: input.oneOf('how_to_apply_min_fee', ['0', '1']),
    template_no: digits(input, 'template_no', 8),
    client_email_template_id: input.text('client_email_template_id', 100),
    notification_template_group_no: input.long('notification_template_group_no'),
    credit_note_template_no: input.long('credit_note_template_no'),
    proration_invoice_timing_cd: input.text('proration_invoice_timing_cd', 100),
    arc_service_no: input.long('arc_service_no'),
    // Each exists in one of the two calls.
    template_ind: mode === 'create' ? toDigit(input.truth('template_ind')) : null,
    allow_child_accts: mode === 'edit' ? input.oneOf('allow_child_accts', ['0', '1']) : null,
    plan_group: listOrNull(readTexts(parent, 'plan_group', /^\d{1,3}$/)),
    plan_group_id: listOrNull(readTexts(parent, 'plan_group_id', anyId)),
    parent_plans: listOrNull(readTexts(parent, 'parent_plans', anyNumber)),
    parent_client_plan_ids: listOrNull(readTexts(parent, 'parent_client_plan_ids', anyId)),
    exclusion_plans: listOrNull(readTexts(parent, 'exclusion_plans', anyNumber)),
    child_plans: listOrNull(readTexts(parent, 'child_plans', anyNumber)),
    assign_field_categories: listOrNull(readTexts(parent, 'assign_field_categories', anyId)),
    surcharge_no: listOrNull(readTexts(parent, 'surcharge_no', anyNumber)),
    client_surcharge_id: listOrNull(readTexts(parent, 'client_surcharge_id', anyId)),
    supplemental_obj_field: listOrNull(readRows(parent, 'supplemental_obj_field', readSupplementalField)),
    resource: readKept(parent, 'resource'),
    contract_rollover_rate_sched: readKept(parent, 'contract_rollover_rate_sched'),
  });
};

const anyNumber = /^\d{1,22}$/;
const anyId = /^.{1,100}$/s;

/** `uom_cd` is 1 day, 2 week, 3 month, 4 quarter, 5 year: another list than that of the period types. */
const periods = (input: Input) => ({
  rollover_plan_duration: digits(input, 'rollover_plan_duration', 4),
  rollover_plan_uom_cd: input.oneOf('rollover_plan_uom_cd', ['1', '2', '3', '4', '5']),
  init_free_period_duration: digits(input, 'init_free_period_duration', 4),
  init_free_period_uom_cd: input.oneOf('init_free_period_uom_cd', ['1', '2', '3', '4', '5']),
});

const references = (input: Input) => ({
  rollover_plan_no: input.long('rollover_plan_no'),
  rollover_client_plan_id: input.text('rollover_client_plan_id', 100),
  dunning_plan_no: input.long('dunning_plan_no'),
  dunning_client_plan_id: input.text('dunning_client_plan_id', 100),
  contract_rollover_plan_no: input.long('contract_rollover_plan_no'),
  contract_rollover_client_plan_id: input.text('contract_rollover_client_plan_id', 100),
});

const readSupplementalField = (item: RowInput): FurtherValue => ({
  field_name: item.input.requiredText('field_name', 100),
  field_value: readTexts(item, 'field_value', anyId),
});

/** A whole number from 0 on, as its digits. */
const digits = (input: Input, name: string, maximumLength: number): string | null => {
  const number = input.wholeNumber(name, { minimum: 0, maximum: 10 ** maximumLength - 1 });
  return number === null ? null : String(number);
};

const toDigit = (truth: boolean | null): string | null => (truth === null ? null : truth ? '1' : '0');

const listOrNull = (items: readonly FurtherValue[]): FurtherValue | null => (items.length === 0 ? null : items);

const bothOrNeither = (input: Input, first: string, second: string): void => {
  const [hasFirst, hasSecond] = [input.text(first, 100) !== null, input.text(second, 100) !== null];
  if (hasFirst !== hasSecond) {
    input.fail(missingParameter(hasFirst ? second : first));
  }
};
