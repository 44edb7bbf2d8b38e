import { type Refusal, refuse } from './refusal.ts';
import type { AriaPlan, AriaRateSchedule, AriaState } from './state.ts';

/**
 * Which calls answer this is not published; neither is the code.
 * https://developer.ariasystems.net/Tech_Writers_Hub/27_Release_Notes_Bucket/AC-API_Plan_Billing_Intervals_in_Days_or_Weeks_(DEV-9787)
 */
export const usageAccumulationNotSupported = (state: AriaState): Refusal =>
  refuse(
    state.settings.usageAccumulationErrorCode,
    'Usage accumulation is not supported by daily/weekly billing interval',
  );

type PeriodTypes = Pick<AriaRateSchedule, 'recurringPeriodType' | 'usagePeriodType'>;

export const isDailyOrWeekly = ({ recurringPeriodType, usagePeriodType }: PeriodTypes): boolean =>
  [1, 2].includes(recurringPeriodType ?? 3) || [1, 2].includes(usagePeriodType ?? 3);

/** A schedule becomes daily or weekly while a live instance of the plan accumulates usage. */
export const breaksAccumulation = (
  state: AriaState,
  plan: AriaPlan,
  schedulesAfter: readonly (PeriodTypes & Pick<AriaRateSchedule, 'scheduleNo'>)[],
): boolean => {
  const short = new Set(plan.rateSchedules.filter(isDailyOrWeekly).map(({ scheduleNo }) => scheduleNo));
  const becomesShort = schedulesAfter.some((after) => isDailyOrWeekly(after) && !short.has(after.scheduleNo));
  return becomesShort && accumulates(state, plan);
};

const accumulates = (state: AriaState, { planNo }: AriaPlan): boolean =>
  [...state.accounts.values()].some(({ instances }) =>
    instances.some(
      (instance) =>
        instance.planNo === planNo && instance.statusCode > -2 && (instance.usageAccumulationResetMonths ?? 0) > 0,
    ),
  );
