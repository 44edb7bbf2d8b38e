import type { Input } from './input.ts';
import { invalidInput, notValid } from './refusal.ts';
import type { RowInput } from './row-lists.ts';
import type { AriaRateSchedule, FurtherFields } from './state.ts';

/** A `schedule[]` row, and the flat fields of edit_rate_schedule_on_plan_m. Null is left out. */
export interface ScheduleParameters {
  readonly scheduleNo: string | null;
  readonly clientRateScheduleId: string | null;
  readonly name: string;
  readonly isDefault: boolean;
  readonly intervals: GivenIntervals;
  readonly further: FurtherFields;
}

export interface ScheduleRowParameters extends ScheduleParameters {
  readonly currency: string;
}

type Intervals = Pick<
  AriaRateSchedule,
  'recurringInterval' | 'recurringPeriodType' | 'usageInterval' | 'usagePeriodType'
>;

type GivenIntervals = { readonly [Member in keyof Intervals]: Intervals[Member] | null };

/** `currency_cd` is in lower case here; upper case is unknown. */
export const readScheduleRow = (item: RowInput): ScheduleRowParameters => ({
  ...readSchedule(item),
  currency: readCurrency(item.input, 'currency_cd'),
});

/**
 * The defaults of is_default are documented and useless: it is listed as required.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/edit_rate_schedule_on_plan_m
 */
export const readSchedule = ({ input }: RowInput): ScheduleParameters => {
  refuseFutureRates(input);
  input.requireOneOf('is_default');
  return {
    scheduleNo: input.long('schedule_no'),
    clientRateScheduleId: input.text('client_rate_schedule_id', 100),
    name: input.requiredText('schedule_name', 100),
    isDefault: input.truth('is_default') ?? false,
    intervals: {
      recurringInterval: readInterval(input, 'recurring_billing_interval'),
      recurringPeriodType: readPeriodType(input, 'recurring_billing_period_type'),
      usageInterval: readInterval(input, 'usage_billing_interval'),
      usagePeriodType: readPeriodType(input, 'usage_billing_period_type'),
    },
    further: withoutNull({
      available_from_dt: input.date('available_from_dt'),
      available_to_dt: input.date('available_to_dt'),
      followup_rs_no: input.long('followup_rs_no'),
      client_followup_rs_id: input.text('client_followup_rs_id', 100),
    }),
  };
};

export const readCurrency = (input: Input, name: string): string => {
  const currency = input.requiredText(name, 3);
  if (!currencies.has(currency)) {
    input.fail(notValid(name, 'string'));
  }
  return currency;
};

const currencies: ReadonlySet<string> = new Set(
  Intl.supportedValuesOf('currency').map((currency) => currency.toLowerCase()),
);

/** Needs the tenant's parameter VERSIONING_ENABLED, which this tenant does not have. */
export const refuseFutureRates = (input: Input): void => {
  for (const name of ['future_rate', 'future_change_dt', 'future_amount']) {
    if (!['', '0', 'false'].includes(input.text(name, 100) ?? '')) {
      input.fail(invalidInput);
    }
  }
};

/** Upper bound: https://developer.ariasystems.net/UserDocumentation/Aria6_admintools_api/create_new_plan */
const readInterval = (input: Input, name: string): number | null =>
  input.wholeNumber(name, { minimum: 1, maximum: 274_877_906_944 });

const readPeriodType = (input: Input, name: string): 1 | 2 | 3 | null => {
  switch (input.oneOf(name, ['1', '2', '3'])) {
    case '1':
      return 1;
    case '2':
      return 2;
    case '3':
      return 3;
    case null:
      return null;
  }
};

/** What is left out is 1, monthly; a tenant without period types goes on without them. */
export const completeIntervals = (
  given: GivenIntervals,
  present: Pick<AriaRateSchedule, 'recurringPeriodType' | 'usagePeriodType'> | null,
): Intervals => ({
  recurringInterval: given.recurringInterval ?? 1,
  recurringPeriodType: given.recurringPeriodType ?? (present?.recurringPeriodType === null ? null : 3),
  usageInterval: given.usageInterval ?? 1,
  usagePeriodType: given.usagePeriodType ?? (present?.usagePeriodType === null ? null : 3),
});

/**
 * The usage interval may not exceed the recurring one. Of different units only what is longer for certain is refused.
 * https://developer.ariasystems.net/UserDocumentation/Aria6_admintools_api/edit_plan
 */
export const isUsageLonger = (intervals: Intervals): boolean => {
  const recurringType = intervals.recurringPeriodType ?? 3;
  const usageType = intervals.usagePeriodType ?? 3;
  return recurringType === usageType
    ? intervals.usageInterval > intervals.recurringInterval
    : intervals.usageInterval * shortestDays[usageType] > intervals.recurringInterval * longestDays[recurringType];
};

const shortestDays = { 1: 1, 2: 7, 3: 28 } as const;
const longestDays = { 1: 1, 2: 7, 3: 31 } as const;

export const withoutNull = <Value>(fields: Readonly<Record<string, Value | null>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
