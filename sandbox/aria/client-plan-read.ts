import { type Answer, type CallContext, ok } from './call.ts';
import { exactNumber } from './exact-numbers.ts';
import { readInput } from './input.ts';
import type { Row } from './parse-body.ts';
import { corePlanLists, numberOf, rolloverMembers } from './plan-detail-members.ts';
import { rateScheduleRow } from './rate-schedule-row.ts';
import { noDataFound, type Refusal } from './refusal.ts';
import { serviceMembers, serviceRateRows } from './service-rows.ts';
import type { AriaPlan, AriaService, AriaState } from './state.ts';

/**
 * `get_client_plans_all_m`: all plans, or the one named, with their prices. Prices of more than the default schedule come
 * only with include_all_rate_schedules "true".
 * https://developer.ariasystems.net/Aria_Crescendo_Documentation/Aria_Crescendo_core_api/get_client_plans_all_m
 */
export const getClientPlansAll = (body: Row, { state }: CallContext): Answer | Refusal => {
  const input = readInput(body);
  const planNo = input.long('plan_no');
  const clientPlanId = input.text('client_plan_id', 100);
  const allSchedules = input.flag('include_all_rate_schedules', false);
  input.flag('include_plan_hierarchy', false);
  const wrong = input.refusal();
  if (wrong !== null) {
    return wrong;
  }
  const plans = [...state.plans.values()].filter(
    (plan) =>
      (planNo === null || plan.planNo === planNo) && (clientPlanId === null || plan.clientPlanId === clientPlanId),
  );
  return plans.length === 0
    ? noDataFound
    : {
        error_code: ok.error_code,
        all_client_plan_dtls: plans.map((plan) => planRow(plan, { state, allSchedules })),
        error_msg: ok.error_msg,
      };
};

const planRow = (plan: AriaPlan, { state, allSchedules }: { state: AriaState; allSchedules: boolean }) => ({
  plan_no: exactNumber(plan.planNo),
  plan_name: plan.name,
  plan_desc: plan.description ?? '',
  client_plan_id: plan.clientPlanId ?? '',
  supp_plan_ind: plan.level === 'supplemental' ? 1 : 0,
  billing_ind: plan.type === 'Free' ? 0 : 1,
  display_ind: 1,
  prepaid_ind: plan.type === 'Pre-paid' ? 1 : 0,
  currency_cd: plan.currency,
  initial_plan_status_cd: plan.initialStatusCode,
  rollover_plan_status_cd: plan.statusRollover?.statusCode ?? null,
  rollover_plan_status_duration: plan.statusRollover?.duration ?? null,
  rollover_plan_status_uom_cd: plan.statusRollover?.unitCode ?? null,
  rollover_plan_no: rolloverMembers(state, plan).rollover_plan_no,
  init_free_period_duration: numberOf(plan.further.init_free_period_duration ?? null),
  init_free_period_uom_cd: numberOf(plan.further.init_free_period_uom_cd ?? null),
  ...corePlanLists(state, plan),
  plan_services: plan.services.map((service) => ({
    ...serviceMembers(service),
    ...(allSchedules ? ratesOfAllSchedules(plan, service) : ratesOfDefaultSchedule(plan, service)),
  })),
  plan_rate_schedules_details: allSchedules ? plan.rateSchedules.map(rateScheduleRow) : null,
});

const ratesOfAllSchedules = (plan: AriaPlan, service: AriaService) => ({
  all_plan_service_rates: plan.rateSchedules.map((schedule) => ({
    schedule_no: exactNumber(schedule.scheduleNo),
    client_rate_schedule_id: schedule.clientRateScheduleId ?? '',
    future_rate: numberOf(schedule.further.future_rate ?? null),
    future_change_date: schedule.further.future_change_dt ?? null,
    plan_service_rates: serviceRateRows(service, schedule),
  })),
  plan_service_rates: null,
});

const ratesOfDefaultSchedule = (plan: AriaPlan, service: AriaService) => {
  const schedule = plan.rateSchedules.find(({ isDefault }) => isDefault);
  return {
    all_plan_service_rates: null,
    plan_service_rates: schedule === undefined ? null : serviceRateRows(service, schedule),
  };
};
