import { type Answer, type CallContext, ok } from './call.ts';
import { exactNumber } from './exact-numbers.ts';
import { findPlan } from './find.ts';
import { readInput } from './input.ts';
import type { Row } from './parse-body.ts';
import { furtherPlanMembers } from './plan-detail-members.ts';
import { rateScheduleRow } from './rate-schedule-row.ts';
import { isRefusal, missingParameter, type Refusal } from './refusal.ts';
import { serviceTypeWord } from './service-rows.ts';
import type { AriaPlan, AriaState } from './state.ts';

/**
 * `get_plans_m`: every plan of the client at once, inactive ones too; nothing filters or pages it.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/get_plans_m
 */
export const getPlans = (body: Row, { state }: CallContext): Answer | Refusal => {
  const input = readInput(body);
  const withSchedules = input.flag('include_rs_summary', false);
  const wrong = input.refusal();
  if (wrong !== null) {
    return wrong;
  }
  const usedPlans = planNumbersInUse(state);
  const plans = [...state.plans.values()].map((plan) => ({
    plan_no: exactNumber(plan.planNo),
    client_plan_id: plan.clientPlanId ?? '',
    plan_name: plan.name,
    ...planLevelMembers(plan),
    // Here `description`; `plan_desc` in get_plan_details_m.
    description: plan.description ?? '',
    is_deletable: usedPlans.has(plan.planNo) ? 'false' : 'true',
    ...(withSchedules && { rate_sched: nested(state, plan.rateSchedules.map(rateScheduleRow)) }),
  }));
  return { plans: plans.length === 0 ? null : plans, ...ok };
};

/**
 * `get_plan_details_m`: one plan, without any price. An unknown plan answers 1010, the code of a missing parameter.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/get_plan_details_m
 */
export const getPlanDetails = (body: Row, { state }: CallContext): Answer | Refusal => {
  const input = readInput(body);
  input.requireOneOf('plan_no', 'client_plan_id');
  const reference = { planNo: input.long('plan_no'), clientPlanId: input.text('client_plan_id', 100) };
  const withSchedules = input.flag('include_rs_summary', false);
  const bundledItems = input.flag('retrieve_bundled_nso', false);
  const includedItems = input.flag('retrieve_included_nso', false);
  const wrong = input.refusal();
  if (wrong !== null) {
    return wrong;
  }
  const plan = findPlan(state, reference);
  if (isRefusal(plan)) {
    return missingParameter(reference.planNo === null ? 'client_plan_id' : 'plan_no');
  }
  return {
    ...ok,
    plan_no: exactNumber(plan.planNo),
    client_plan_id: plan.clientPlanId ?? '',
    plan_name: plan.name,
    plan_desc: plan.description ?? '',
    ...planLevelMembers(plan),
    currency_cd: plan.currency,
    plan_type: plan.type,
    ...furtherPlanMembers(state, plan, { bundledItems, includedItems }),
    initial_plan_status_cd: plan.initialStatusCode,
    rollover_plan_status_duration: plan.statusRollover?.duration ?? null,
    rollover_plan_status_uom_cd: plan.statusRollover?.unitCode ?? null,
    rollover_plan_status_cd: plan.statusRollover?.statusCode ?? null,
    services: plan.services.map((service) => ({
      service_no: exactNumber(service.serviceNo),
      service_name: service.description,
      service_type: serviceTypeWord(service, state.settings),
      client_service_id: service.clientServiceId ?? '',
    })),
    rate_sched: withSchedules ? plan.rateSchedules.map(rateScheduleRow) : null,
  };
};

const planLevelMembers = (plan: AriaPlan) => ({
  plan_level: plan.level === 'master' ? 0 : 1,
  active_ind: plan.active ? 1 : 0,
});

const nested = (state: AriaState, rows: readonly object[]) =>
  state.settings.rateScheduleNesting === 'rows' ? rows : [{ details: rows }];

const planNumbersInUse = (state: AriaState): ReadonlySet<string> =>
  new Set([...state.accounts.values()].flatMap(({ instances }) => instances.map(({ planNo }) => planNo)));
