import {
  duplicateRecord,
  invalidInput,
  isRefusal,
  missingParameter,
  objectDoesNotExist,
  type Refusal,
} from './refusal.ts';
import type { ServiceParameters } from './service-parameters.ts';
import type { AriaPlan, AriaRate, AriaService, AriaState } from './state.ts';
import { toRates } from './tier-parameters.ts';

/** A row with the service that it means, null for a new one, and the rates of each schedule. */
export interface ResolvedService {
  readonly row: ServiceParameters;
  readonly known: AriaService | null;
  readonly ratesOfSchedules: readonly (readonly AriaRate[])[];
}

/**
 * Services belong to the tenant: a row names one by number or client id, or a new one by `name`. The name of a known one
 * is not changed by it.
 */
export const resolveServices = (
  rows: readonly ServiceParameters[],
  { state, present }: { readonly state: AriaState; readonly present: AriaPlan | null },
): readonly ResolvedService[] | Refusal => {
  const services = knownServices(state, present);
  const resolved: ResolvedService[] = [];
  for (const row of rows) {
    const known = services.find((service) => isServiceMeant(row, service)) ?? null;
    const wrong = known === null ? refuseNewService(row) : refuseKnownService(row, known);
    if (wrong !== null) {
      return wrong;
    }
    const ratesOfSchedules: (readonly AriaRate[])[] = [];
    for (const tiers of row.tiersOfSchedules) {
      const rates = toRates(tiers);
      if (isRefusal(rates)) {
        return rates;
      }
      ratesOfSchedules.push(rates);
    }
    resolved.push({ row, known, ratesOfSchedules });
  }
  const identities = resolved.map(({ row, known }) => known?.serviceNo ?? row.clientServiceId ?? row);
  return new Set(identities).size < identities.length ? duplicateRecord(state) : resolved;
};

/** Those of the plan first: a service that several plans hold has other rates in each. */
const knownServices = (state: AriaState, present: AriaPlan | null): readonly AriaService[] => [
  ...(present?.services ?? []),
  ...[...state.plans.values()].flatMap(({ services }) => services),
  ...state.unusedServices.values(),
];

interface ServiceReference {
  readonly serviceNo: string | null;
  readonly clientServiceId: string | null;
}

/** Both ids given have to fit. */
export const isServiceMeant = ({ serviceNo, clientServiceId }: ServiceReference, service: AriaService): boolean =>
  (serviceNo !== null || clientServiceId !== null) &&
  (serviceNo === null || service.serviceNo === serviceNo) &&
  (clientServiceId === null || service.clientServiceId === clientServiceId);

const refuseNewService = ({
  serviceNo,
  clientServiceId,
  name,
  kind,
  usageTypeNo,
}: ServiceParameters): Refusal | null => {
  if (serviceNo !== null || (clientServiceId !== null && name === null)) {
    return objectDoesNotExist;
  }
  if (name === null) {
    return missingParameter('service_no');
  }
  return kind === 'usage' && usageTypeNo === null ? missingParameter('usage_type') : null;
};

const refuseKnownService = ({ kind, usageTypeNo }: ServiceParameters, known: AriaService): Refusal | null =>
  kind === known.kind && (usageTypeNo === null || usageTypeNo === known.usageTypeNo) ? null : invalidInput;

/** What the row leaves out of a known service is gone, but what belongs to the service itself. */
export const buildService = (
  { row, known, ratesOfSchedules }: ResolvedService,
  {
    serviceNo,
    scheduleNumbers,
    taxPercent,
  }: { readonly serviceNo: string; readonly scheduleNumbers: readonly string[]; readonly taxPercent: number },
): AriaService => ({
  serviceNo,
  clientServiceId: known === null ? row.clientServiceId : known.clientServiceId,
  description: known?.description ?? row.name ?? '',
  kind: row.kind,
  pricingRule: row.pricingRule,
  usageTypeNo: known?.usageTypeNo ?? row.usageTypeNo,
  taxPercent: row.isTaxable ? known?.taxPercent || taxPercent : 0,
  rates: Object.fromEntries(
    scheduleNumbers.map((scheduleNo, index) => [scheduleNo, [...(ratesOfSchedules[index] ?? [])]]),
  ),
  further: row.further,
});
