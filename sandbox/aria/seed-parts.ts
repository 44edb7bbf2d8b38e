import type { AriaPlan, AriaRate, AriaRateSchedule, AriaService } from './state.ts';

/** An active master plan in US dollars without a trial, unless said otherwise. */
export const plan = (planNo: string, name: string, given: Partial<AriaPlan>): AriaPlan => ({
  planNo,
  name,
  clientPlanId: null,
  description: null,
  level: 'master',
  type: 'Recurring',
  active: true,
  currency: 'usd',
  initialStatusCode: 1,
  statusRollover: null,
  rateSchedules: [],
  services: [],
  further: {},
  ...given,
});

/** A monthly schedule in US dollars: the plan's default and its currency's, unless said otherwise. */
export const schedule = (
  scheduleNo: string,
  name: string,
  given: Partial<AriaRateSchedule> = {},
): AriaRateSchedule => ({
  scheduleNo,
  clientRateScheduleId: null,
  name,
  currency: 'usd',
  recurringInterval: 1,
  recurringPeriodType: 3,
  usageInterval: 1,
  usagePeriodType: 3,
  isDefault: true,
  isDefaultOfCurrency: given.isDefault ?? true,
  further: {},
  ...given,
});

/** A recurring service of standard pricing, not taxed, unless said otherwise. */
export const service = (serviceNo: string, description: string, given: Partial<AriaService>): AriaService => ({
  serviceNo,
  clientServiceId: description.toLowerCase().replaceAll(' ', '-'),
  description,
  kind: 'recurring',
  pricingRule: 'Standard',
  usageTypeNo: null,
  taxPercent: 0,
  rates: {},
  further: {},
  ...given,
});

/** From unit 1 at `first`; each further pair is a first unit and its rate. */
export const tiers = (first: string, ...further: readonly (readonly [from: string, rate: string])[]): AriaRate[] =>
  [['1', first] as const, ...further].map(([fromUnit, ratePerUnit], index) => {
    const next = further[index]?.[0];
    return { fromUnit, toUnit: next === undefined ? null : String(Number(next) - 1), ratePerUnit, description: null };
  });
