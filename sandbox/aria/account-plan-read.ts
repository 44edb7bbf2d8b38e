import { type Answer, type CallContext, ok } from './call.ts';
import { exactNumber } from './exact-numbers.ts';
import { catalogueOf, findAccount, readAccountReference } from './find.ts';
import { readInput } from './input.ts';
import type { Row } from './parse-body.ts';
import { planInstanceStatusLabels } from './plan-instance-status.ts';
import { intervalMembers } from './rate-schedule-row.ts';
import { invalidInput, isRefusal, noDataFound, type Refusal } from './refusal.ts';
import { serviceMembers, serviceRateRows } from './service-rows.ts';
import type { AriaAccount, AriaPlanInstance, AriaState } from './state.ts';

/**
 * `get_acct_plans_all_m`: master and supplemental instances in one list, the ended ones too. The filters are ignored. Of a
 * long list the limits of `limit` (1 to 999) and `offset` (0 to 998) leave the end out of reach.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Core_API/Account_Data_Retrieval/get_acct_plans_all_m_Guide
 */
export const getAccountPlansAll = (body: Row, { state }: CallContext): Answer | Refusal => {
  const input = readInput(body);
  const reference = readAccountReference(input);
  const limit = input.integer('limit') ?? 100;
  const offset = input.integer('offset') ?? 0;
  if (limit < 1 || limit > 999 || offset < 0 || offset > 998) {
    input.fail(invalidInput);
  }
  const parts: Parts = {
    services: input.flag('include_plan_services', true),
    rateSchedule: input.flag('include_rate_schedule', true),
    rollover: input.flag('include_contract_and_rollover_info', true),
    dunning: input.flag('include_dunning_info', true),
  };
  for (const name of partsWithoutContent) {
    input.flag(name, true);
  }
  const wrong = input.refusal();
  if (wrong !== null) {
    return wrong;
  }
  const account = findAccount(state, reference);
  if (isRefusal(account)) {
    return account;
  }
  const page = account.instances.slice(offset, offset + limit);
  if (page.length === 0 && account.emptyListAnswer === '1002') {
    return noDataFound;
  }
  return {
    all_acct_plans_m:
      page.length === 0 ? null : page.map((instance) => instanceRow(instance, { account, state, parts })),
    error_msg: ok.error_msg,
    record_count: state.settings.recordCount === 'all_rows' ? account.instances.length : page.length,
    error_code: ok.error_code,
    acct_locale_name: 'US_ENG_LOCALE',
    acct_locale_no_2: 1,
  };
};

interface Parts {
  readonly services: boolean;
  readonly rateSchedule: boolean;
  readonly rollover: boolean;
  readonly dunning: boolean;
}

const partsWithoutContent = [
  'include_service_supp_fields',
  'include_product_fields',
  'include_plan_instance_fields',
  'include_surcharges',
] as const;

interface RowContext {
  readonly account: AriaAccount;
  readonly state: AriaState;
  readonly parts: Parts;
}

const instanceRow = (instance: AriaPlanInstance, { account, state, parts }: RowContext) => {
  const { plan, schedule } = catalogueOf(state, instance);
  const master = account.instances.find(({ planInstanceNo }) => planInstanceNo === instance.masterInstanceNo);
  return {
    plan_no: exactNumber(plan.planNo),
    client_plan_id: plan.clientPlanId ?? '',
    plan_name: plan.name,
    plan_desc: plan.description ?? '',
    plan_instance_no: exactNumber(instance.planInstanceNo),
    client_plan_instance_id: instance.clientPlanInstanceId ?? '',
    supp_plan_ind: instance.masterInstanceNo === null ? 0 : 1,
    plan_instance_status_cd: instance.statusCode,
    plan_instance_status_label: planInstanceStatusLabels.get(instance.statusCode) ?? '',
    plan_instance_status_date: instance.statusDate,
    plan_units: exactNumber(instance.units),
    master_plan_instance_no: exactNumber(instance.masterInstanceNo ?? instance.planInstanceNo),
    client_master_plan_instance_id: (master ?? instance).clientPlanInstanceId ?? '',
    parent_plan_instance_no: exactNumber(instance.masterInstanceNo),
    client_parent_plan_instance_id: master?.clientPlanInstanceId ?? '',
    currency_cd: schedule.currency,
    ...intervalMembers(schedule),
    plan_date: instance.planDate,
    plan_assignment_date: instance.planDate,
    plan_deprovisioned_date: instance.deprovisionedDate,
    last_bill_date: instance.lastBillDate,
    next_bill_date: instance.nextBillDate,
    bill_thru_date: instance.nextBillDate,
    bill_day: instance.billDay,
    client_receipt_id: instance.clientReceiptId ?? '',
    usage_accumulation_reset_months: instance.usageAccumulationResetMonths,
    ...(parts.rateSchedule && {
      rate_schedule_no: exactNumber(schedule.scheduleNo),
      client_rate_schedule_id: schedule.clientRateScheduleId ?? '',
      rate_schedule_name: schedule.name,
      rate_sched_is_default_ind: schedule.isDefault ? 1 : 0,
    }),
    ...(parts.rollover && {
      initial_plan_status: plan.initialStatusCode,
      rollover_plan_status: plan.statusRollover?.statusCode ?? null,
      rollover_plan_status_duration: plan.statusRollover?.duration ?? null,
      rollover_plan_status_uom_cd: plan.statusRollover?.unitCode ?? null,
      rollover_plan_no: null,
      client_rollover_plan_id: '',
    }),
    ...(parts.dunning && { dunning_state: instance.dunningState, dunning_step: null, dunning_degrade_date: null }),
    ...(parts.services && {
      plan_instance_services: plan.services.map((service) => ({
        ...serviceMembers(service),
        plan_service_rates: serviceRateRows(service, schedule),
      })),
    }),
  };
};
