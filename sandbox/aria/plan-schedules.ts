import { duplicateRecord, invalidInput, objectDoesNotExist, type Refusal } from './refusal.ts';
import { completeIntervals, isUsageLonger, type ScheduleRowParameters } from './schedule-parameters.ts';
import type { AriaPlan, AriaRateSchedule, AriaState } from './state.ts';

/**
 * The schedule of the plan that each row means; null for a new one. A schedule of another plan is unknown to this one,
 * and its client id is taken.
 */
export const resolveSchedules = (
  rows: readonly ScheduleRowParameters[],
  { state, present }: { readonly state: AriaState; readonly present: AriaPlan | null },
): readonly (AriaRateSchedule | null)[] | Refusal => {
  const own = present?.rateSchedules ?? [];
  const resolved = rows.map((row) => own.find((schedule) => isMeant(row, schedule)) ?? null);
  if (rows.some(({ scheduleNo }, index) => scheduleNo !== null && resolved[index] === null)) {
    return objectDoesNotExist;
  }
  const clientIds = rows.flatMap(({ clientRateScheduleId }) => clientRateScheduleId ?? []);
  const foreign = [...state.plans.values()].filter((plan) => plan !== present);
  if (
    hasRepeated(clientIds) ||
    hasRepeated(resolved.filter((schedule) => schedule !== null)) ||
    clientIds.some((id) => isScheduleIdTaken(foreign, id))
  ) {
    return duplicateRecord(state);
  }
  const hasOtherCurrency = rows.some(({ currency }, index) => (resolved[index]?.currency ?? currency) !== currency);
  const isWrong = rows.some(({ intervals }, index) =>
    isUsageLonger(completeIntervals(intervals, resolved[index] ?? null)),
  );
  return hasOtherCurrency || isWrong ? invalidInput : resolved;
};

const isMeant = (row: ScheduleRowParameters, schedule: AriaRateSchedule): boolean =>
  row.scheduleNo === null
    ? row.clientRateScheduleId !== null && row.clientRateScheduleId === schedule.clientRateScheduleId
    : row.scheduleNo === schedule.scheduleNo;

export const isScheduleIdTaken = (plans: readonly AriaPlan[], clientRateScheduleId: string): boolean =>
  plans.some(({ rateSchedules }) =>
    rateSchedules.some((schedule) => schedule.clientRateScheduleId === clientRateScheduleId),
  );

const hasRepeated = (items: readonly unknown[]): boolean => new Set(items).size < items.length;

/** The schedule as the row says, with the defaults of what it leaves out. */
export const buildSchedule = (
  row: ScheduleRowParameters,
  { scheduleNo, present }: { readonly scheduleNo: string; readonly present: AriaRateSchedule | null },
): AriaRateSchedule => ({
  scheduleNo,
  clientRateScheduleId: row.clientRateScheduleId,
  name: row.name,
  currency: row.currency,
  ...completeIntervals(row.intervals, present),
  isDefault: row.isDefault,
  isDefaultOfCurrency: present?.isDefaultOfCurrency ?? false,
  further: row.further,
});

/** Each currency has one default: the plan's, or the one it had, or the first. */
export const settleCurrencyDefaults = (schedules: readonly AriaRateSchedule[]): void => {
  for (const currency of new Set(schedules.map((schedule) => schedule.currency))) {
    const ofCurrency = schedules.filter((schedule) => schedule.currency === currency);
    const chosen =
      ofCurrency.find(({ isDefault }) => isDefault) ??
      ofCurrency.find(({ isDefaultOfCurrency }) => isDefaultOfCurrency) ??
      ofCurrency[0];
    for (const schedule of ofCurrency) {
      schedule.isDefaultOfCurrency = schedule === chosen;
    }
  }
};
