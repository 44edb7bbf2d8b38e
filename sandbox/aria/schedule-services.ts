import { isServiceMeant } from './plan-services.ts';
import { duplicateRecord, invalidInput, isRefusal, objectDoesNotExist, type Refusal } from './refusal.ts';
import type { ScheduleServiceParameters } from './service-parameters.ts';
import type { AriaPlan, AriaRate, AriaState } from './state.ts';
import { toRates } from './tier-parameters.ts';

/** The rates that the rows of a rate-schedule call give to services of the plan, by service_no. */
export const resolveScheduleServices = (
  rows: readonly ScheduleServiceParameters[],
  { state, plan }: { readonly state: AriaState; readonly plan: AriaPlan },
): ReadonlyMap<string, AriaRate[]> | Refusal => {
  const ratesOfServices = new Map<string, AriaRate[]>();
  for (const row of rows) {
    const service = plan.services.find((candidate) => isServiceMeant(row, candidate));
    if (service === undefined) {
      return objectDoesNotExist;
    }
    if (ratesOfServices.has(service.serviceNo)) {
      return duplicateRecord(state);
    }
    const rates = toRates(row.tiers);
    if (isRefusal(rates)) {
      return rates;
    }
    if (service.further.rate_type === 'Flat Rate' && rates.length > 1) {
      return invalidInput;
    }
    ratesOfServices.set(service.serviceNo, rates);
  }
  return ratesOfServices;
};

/** Replaces the tiers of the services named under one schedule; the others keep theirs. */
export const setScheduleRates = (
  plan: AriaPlan,
  scheduleNo: string,
  ratesOfServices: ReadonlyMap<string, AriaRate[]>,
): void => {
  for (const service of plan.services) {
    const rates = ratesOfServices.get(service.serviceNo);
    if (rates !== undefined) {
      service.rates[scheduleNo] = rates;
    }
  }
};
