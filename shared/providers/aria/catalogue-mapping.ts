import type { Plan, Price } from '../../domain/plan.ts';
import type { Warning } from '../../domain/warning.ts';
import { textOf, wordOf } from '../../http/wire-values.ts';
import { toInterval } from './billing-interval.ts';
import type { PriceAmounts } from './price-amounts.ts';
import { type AriaPlan, type AriaRateSchedule, currencyOfSchedule } from './wire.ts';

/** The amounts of one rate schedule, in its currency. */
export type AmountsOf = (scheduleNumber: string, currency: string | null) => PriceAmounts;

/** A plan of the vendor's as a plan of ours, with a price for each rate schedule. */
export const toPlan = (connection: string, plan: AriaPlan, amountsOf: AmountsOf): Plan => {
  const active = wordOf(plan.active_ind);
  const level = wordOf(plan.plan_level);
  return {
    id: plan.plan_no,
    connection,
    provider: 'aria',
    code: textOf(plan.client_plan_id),
    name: textOf(plan.plan_name),
    reference: null,
    // get_plans_m has the first name, get_plan_details_m the second.
    description: textOf(plan.description) ?? textOf(plan.plan_desc),
    longDescription: null,
    status: active === '1' ? 'active' : active === '0' ? 'inactive' : 'unknown',
    providerStatus: active,
    level: level === '0' ? 'base' : level === '1' ? 'add_on' : null,
    source: 'provider',
    updatedAt: null,
    warnings: plan.rate_sched.some(lacksPeriodType) ? [periodTypeAbsent] : [],
    prices: plan.rate_sched.map((schedule) => toPrice(schedule, amountsOf)),
  };
};

/** For the calls that know no amounts. */
export const noAmounts: AmountsOf = () => ({ recurring: null, setup: null, tiers: [] });

const toPrice = (schedule: AriaRateSchedule, amountsOf: AmountsOf): Price => {
  const currency = currencyOfSchedule(schedule);
  const isDefault = wordOf(schedule.default_ind);
  const usageInterval = wordOf(schedule.usage_billing_interval);
  const usagePeriodType = wordOf(schedule.usage_billing_period_type);
  return {
    id: schedule.schedule_no,
    code: textOf(schedule.client_rate_schedule_id),
    name: textOf(schedule.schedule_name),
    // A rate schedule has no status.
    status: 'unknown',
    isDefault: isDefault === '1' ? true : isDefault === '0' ? false : null,
    currency,
    interval: toInterval(wordOf(schedule.recurring_billing_interval), wordOf(schedule.recurring_billing_period_type)),
    usageInterval:
      usageInterval === null && usagePeriodType === null ? null : toInterval(usageInterval, usagePeriodType),
    ...amountsOf(schedule.schedule_no, currency),
  };
};

const lacksPeriodType = (schedule: AriaRateSchedule): boolean =>
  wordOf(schedule.recurring_billing_period_type) === null ||
  (wordOf(schedule.usage_billing_interval) !== null && wordOf(schedule.usage_billing_period_type) === null);

const periodTypeAbsent: Warning = {
  code: 'period_type_absent',
  detail: 'A rate schedule names no period type for its billing interval; it is read as months.',
};
