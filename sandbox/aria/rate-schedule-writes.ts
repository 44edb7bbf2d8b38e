import { type Answer, type CallContext, ok } from './call.ts';
import { exactNumber } from './exact-numbers.ts';
import { findPlan } from './find.ts';
import { readInput } from './input.ts';
import type { Row } from './parse-body.ts';
import { nextNumber } from './plan-build.ts';
import { recordCatalogueWrite } from './plan-journal.ts';
import { buildSchedule, resolveSchedules, settleCurrencyDefaults } from './plan-schedules.ts';
import { invalidInput, isRefusal, objectDoesNotExist, type Refusal } from './refusal.ts';
import { readRequiredRows } from './row-lists.ts';
import {
  completeIntervals,
  isUsageLonger,
  readSchedule,
  readScheduleRow,
  type ScheduleParameters,
} from './schedule-parameters.ts';
import { resolveScheduleServices, setScheduleRates } from './schedule-services.ts';
import { readScheduleService } from './service-parameters.ts';
import type { AriaPlan, AriaRateSchedule, AriaState } from './state.ts';
import { breaksAccumulation, usageAccumulationNotSupported } from './usage-accumulation.ts';

/**
 * `add_rate_schedule_on_plan_m`: one more schedule, with an amount directly in each `tier[]` row. Since no key ties
 * amounts to schedules, more than one schedule is refused. A service that is not named has no rates under it.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/add_rate_schedule_on_plan_m
 */
export const addRateScheduleOnPlan = (body: Row, context: CallContext): Answer | Refusal => {
  const { state } = context;
  const input = readInput(body);
  input.requireOneOf('plan_no', 'client_plan_id');
  const reference = { planNo: input.long('plan_no'), clientPlanId: input.text('client_plan_id', 100) };
  const [row, ...others] = readRequiredRows({ row: body, input }, 'schedule', readScheduleRow);
  const serviceRows = readRequiredRows({ row: body, input }, 'service', readScheduleService);
  const wrong = input.refusal();
  if (wrong !== null) {
    return wrong;
  }
  const plan = findPlan(state, reference);
  if (isRefusal(plan)) {
    return plan;
  }
  if (row === undefined || others.length > 0) {
    return invalidInput;
  }
  const known = resolveSchedules([row], { state, present: null });
  if (isRefusal(known)) {
    return known;
  }
  const rates = resolveScheduleServices(serviceRows, { state, plan });
  if (isRefusal(rates)) {
    return rates;
  }
  const after = structuredClone(plan);
  const added = buildSchedule(row, { scheduleNo: nextNumber(state), present: null });
  after.rateSchedules.push(added);
  setScheduleRates(after, added.scheduleNo, rates);
  return finish(context, { before: plan, after, changed: added });
};

/**
 * `edit_rate_schedule_on_plan_m`: one schedule, and of the plan's services only the tiers of those named. It has no
 * parameters plan_no and currency_cd; sent, they do nothing. Amounts count for every instance at once.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/edit_rate_schedule_on_plan_m
 */
export const editRateScheduleOnPlan = (body: Row, context: CallContext): Answer | Refusal => {
  const { state } = context;
  const input = readInput(body);
  input.requireOneOf('schedule_no', 'client_rate_schedule_id');
  const given = readSchedule({ row: body, input });
  const serviceRows = readRequiredRows({ row: body, input }, 'service', readScheduleService);
  const wrong = input.refusal();
  if (wrong !== null) {
    return wrong;
  }
  const plan = [...state.plans.values()].find(({ rateSchedules }) =>
    rateSchedules.some((each) => isMeant(given, each)),
  );
  if (plan === undefined) {
    return objectDoesNotExist;
  }
  const rates = resolveScheduleServices(serviceRows, { state, plan });
  if (isRefusal(rates)) {
    return rates;
  }
  const after = structuredClone(plan);
  const schedule = after.rateSchedules.find((each) => isMeant(given, each));
  if (schedule === undefined || (schedule.isDefault && !given.isDefault)) {
    return invalidInput;
  }
  Object.assign(schedule, { name: given.name, isDefault: given.isDefault, ...intervalsAfter(state, given, schedule) });
  Object.assign(schedule.further, given.further);
  if (isUsageLonger(schedule)) {
    return invalidInput;
  }
  if (breaksAccumulation(state, plan, after.rateSchedules)) {
    return usageAccumulationNotSupported(state);
  }
  setScheduleRates(after, schedule.scheduleNo, rates);
  return finish(context, { before: plan, after, changed: schedule });
};

const isMeant = (
  { scheduleNo, clientRateScheduleId }: Pick<ScheduleParameters, 'scheduleNo' | 'clientRateScheduleId'>,
  schedule: AriaRateSchedule,
): boolean =>
  (scheduleNo === null || schedule.scheduleNo === scheduleNo) &&
  (clientRateScheduleId === null || schedule.clientRateScheduleId === clientRateScheduleId);

/** Left out, an interval is 1 and a period type 3, as documented; a setting keeps what was there. */
const intervalsAfter = (state: AriaState, { intervals }: ScheduleParameters, schedule: AriaRateSchedule) =>
  state.settings.absentScheduleInterval === 'default'
    ? completeIntervals(intervals, schedule)
    : {
        recurringInterval: intervals.recurringInterval ?? schedule.recurringInterval,
        recurringPeriodType: intervals.recurringPeriodType ?? schedule.recurringPeriodType,
        usageInterval: intervals.usageInterval ?? schedule.usageInterval,
        usagePeriodType: intervals.usagePeriodType ?? schedule.usagePeriodType,
      };

/** One default and only one: a new one takes it from the old. */
const finish = (
  context: CallContext,
  {
    before,
    after,
    changed,
  }: { readonly before: AriaPlan; readonly after: AriaPlan; readonly changed: AriaRateSchedule },
): Answer => {
  if (changed.isDefault) {
    for (const schedule of after.rateSchedules) {
      schedule.isDefault = schedule === changed;
    }
  }
  settleCurrencyDefaults(after.rateSchedules);
  context.state.plans.set(after.planNo, after);
  recordCatalogueWrite(context, { before, after, more: { schedule_no: changed.scheduleNo } });
  return context.state.settings.answersScheduleNo ? { ...ok, schedule_no: exactNumber(changed.scheduleNo) } : ok;
};
