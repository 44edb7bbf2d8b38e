import { exactNumber } from './exact-numbers.ts';
import type { AriaRateSchedule } from './state.ts';

/** A rate schedule as get_plans_m, get_plan_details_m and get_client_plans_all_m show it. */
export const rateScheduleRow = (schedule: AriaRateSchedule) => ({
  schedule_no: exactNumber(schedule.scheduleNo),
  schedule_name: schedule.name,
  schedule_currency: schedule.currency,
  client_rate_schedule_id: schedule.clientRateScheduleId ?? '',
  ...intervalMembers(schedule),
  default_ind: schedule.isDefault ? 1 : 0,
  default_ind_curr: schedule.isDefaultOfCurrency ? 1 : 0,
});

/**
 * Tenants before release 27 have no period types, not even empty ones:
 * https://developer.ariasystems.net/Tech_Writers_Hub/27_Release_Notes_Bucket/AC-API_Plan_Billing_Intervals_in_Days_or_Weeks_(DEV-9787)
 */
export const intervalMembers = (schedule: AriaRateSchedule) => ({
  recurring_billing_interval: schedule.recurringInterval,
  ...(schedule.recurringPeriodType === null ? {} : { recurring_billing_period_type: schedule.recurringPeriodType }),
  usage_billing_interval: schedule.usageInterval,
  ...(schedule.usagePeriodType === null ? {} : { usage_billing_period_type: schedule.usagePeriodType }),
});
