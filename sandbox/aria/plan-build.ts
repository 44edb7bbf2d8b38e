import type { PlanParameters } from './plan-parameters.ts';
import { resolveReferences } from './plan-references.ts';
import { buildSchedule, resolveSchedules, settleCurrencyDefaults } from './plan-schedules.ts';
import { buildService, resolveServices } from './plan-services.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import type { AriaPlan, AriaState } from './state.ts';

/**
 * The plan that the parameters describe, whole: `present` gives what they cannot name, its numbers and its client id.
 * Numbers are given out only when nothing is refused, and the state gets the plan from the caller.
 */
export const buildPlan = (parameters: PlanParameters, { state, present, clientPlanId }: Target): AriaPlan | Refusal => {
  const schedules = resolveSchedules(parameters.schedules, { state, present });
  if (isRefusal(schedules)) {
    return schedules;
  }
  const services = resolveServices(parameters.services, { state, present });
  if (isRefusal(services)) {
    return services;
  }
  const further = resolveReferences(parameters.further, state);
  if (isRefusal(further)) {
    return further;
  }
  const { name, description, level, type, active, currency, initialStatusCode, statusRollover } = parameters;
  const planNo = present?.planNo ?? nextNumber(state);
  const rateSchedules = parameters.schedules.map((row, index) => {
    const presentSchedule = schedules[index] ?? null;
    const scheduleNo = presentSchedule?.scheduleNo ?? nextNumber(state);
    return buildSchedule(row, { scheduleNo, present: presentSchedule });
  });
  settleCurrencyDefaults(rateSchedules);
  return {
    planNo,
    clientPlanId,
    name,
    description,
    level,
    type,
    active,
    currency,
    initialStatusCode,
    statusRollover,
    rateSchedules,
    services: services.map((service) =>
      buildService(service, {
        serviceNo: service.known?.serviceNo ?? nextNumber(state),
        scheduleNumbers: rateSchedules.map(({ scheduleNo }) => scheduleNo),
        taxPercent: state.settings.taxPercent,
      }),
    ),
    further,
  };
};

interface Target {
  readonly state: AriaState;
  /** Null for a new plan. */
  readonly present: AriaPlan | null;
  readonly clientPlanId: string | null;
}

export const nextNumber = (state: AriaState): string => {
  state.lastNumber += 1;
  return String(state.lastNumber);
};
