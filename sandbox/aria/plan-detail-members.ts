import { exactNumber } from './exact-numbers.ts';
import { itemMembers } from './plan-items.ts';
import { texts } from './plan-references.ts';
import type { AriaPlan, AriaState, FurtherValue } from './state.ts';

/**
 * What get_plan_details_m tells of a plan's further fields. It has no place for child plans, field categories, fees of
 * cancellation, notification templates, nor for an account's receivable service.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/get_plan_details_m
 */
export const furtherPlanMembers = (
  state: AriaState,
  plan: AriaPlan,
  asked: { readonly bundledItems: boolean; readonly includedItems: boolean },
) => {
  const kept = (name: string): FurtherValue | null => plan.further[name] ?? null;
  const groups = texts(plan.further.plan_group);
  const parents = texts(plan.further.parent_plans);
  return {
    plan_groups: rowsOf(groups, (group) => ({ plan_group: exactNumber(group) })),
    plan_group_ids: rowsOf(groups, (group) => ({ plan_group_id: state.planGroups.get(group) ?? '' })),
    ...rolloverMembers(state, plan),
    init_free_period_duration: numberOf(kept('init_free_period_duration')),
    init_free_period_uom_cd: numberOf(kept('init_free_period_uom_cd')),
    allow_child_accounts: numberOf(kept('allow_child_accts')),
    dunning_plan_no: numberOf(kept('dunning_plan_no')),
    dunning_client_plan_id: state.dunningPlans.get(String(kept('dunning_plan_no'))) ?? '',
    template_no: numberOf(kept('template_no')),
    template_id: kept('client_email_template_id') ?? '',
    plan_cancel_min_months: numberOf(kept('plan_cancel_min_month')),
    how_to_apply_min_fee: kept('how_to_apply_min_fee') ?? '',
    proration_invoice_timing_cd: kept('proration_invoice_timing_cd') ?? '',
    supplemental_obj_fields: supplementalFields(plan),
    parent_plans: rowsOf(parents, (planNo) => ({ parent_plan: exactNumber(planNo) })),
    parent_plan_ids: rowsOf(parents, (planNo) => ({ parent_plan_id: clientIdOf(state, planNo) })),
    exclusion_plans: rowsOf(texts(plan.further.exclusion_plans), (planNo) => ({
      exclusion_plan: exactNumber(planNo),
    })),
    resources: kept('resource'),
    surcharges: rowsOf(texts(plan.further.surcharge_no), (surchargeNo) => ({
      surcharge_no: exactNumber(surchargeNo),
    })),
    contract_rollover_plan_no: numberOf(kept('contract_rollover_plan_no')),
    contract_rollover_client_plan_id: clientIdOf(state, kept('contract_rollover_plan_no')),
    contract_rollover_rate_sched: kept('contract_rollover_rate_sched'),
    ...itemMembers(plan, asked),
  };
};

/** Core names the rows of both lists in another way than Admin Tools. */
export const corePlanLists = (state: AriaState, { further }: AriaPlan) => ({
  plan_groups: rowsOf(texts(further.plan_group), (group) => ({
    plan_group_no: exactNumber(group),
    client_plan_group_id: state.planGroups.get(group) ?? '',
  })),
  promotional_plan_sets: further.promotional_plan_sets ?? null,
  parent_plans: rowsOf(texts(further.parent_plans), (planNo) => ({
    parent_plan_no: exactNumber(planNo),
    parent_plan_name: state.plans.get(planNo)?.name ?? '',
    client_parent_plan_id: clientIdOf(state, planNo),
  })),
});

export const rolloverMembers = (state: AriaState, { further }: AriaPlan) => ({
  rollover_plan_duration: numberOf(further.rollover_plan_duration ?? null),
  rollover_plan_uom_cd: numberOf(further.rollover_plan_uom_cd ?? null),
  rollover_plan_no: numberOf(further.rollover_plan_no ?? null),
  rollover_client_plan_id: clientIdOf(state, further.rollover_plan_no ?? null),
});

/** A row for each value of a field. */
const supplementalFields = ({ further }: AriaPlan) => {
  const fields = Array.isArray(further.supplemental_obj_field) ? further.supplemental_obj_field : [];
  const rows = fields.flatMap((field) =>
    typeof field === 'object' && 'field_value' in field
      ? texts(field.field_value).map((value) => ({ field_name: field.field_name, field_value: value }))
      : [],
  );
  return rows.length === 0 ? null : rows;
};

const clientIdOf = (state: AriaState, planNo: FurtherValue | null): string =>
  state.plans.get(String(planNo))?.clientPlanId ?? '';

export const numberOf = (value: FurtherValue | null) => exactNumber(typeof value === 'string' ? value : null);

/** An empty list is null. */
const rowsOf = <Item>(items: readonly string[], toRow: (item: string) => Item): readonly Item[] | null =>
  items.length === 0 ? null : items.map(toRow);
