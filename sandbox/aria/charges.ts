import Big from 'big.js';
import type { AriaPlan, AriaRate, AriaRateSchedule, AriaService, AriaServiceKind } from './state.ts';

export interface ChargeLine {
  readonly service: AriaService;
  readonly units: string;
  readonly ratePerUnit: string;
  /** Of the recurring price that is charged now. */
  readonly factor: string;
  readonly amount: string;
}

export interface Charges {
  readonly lines: readonly ChargeLine[];
  readonly beforeTax: string;
  readonly tax: string;
  readonly afterTax: string;
}

/** What the recurring (times `factor`) and the activation services of a schedule cost now. The others are billed later. */
export const chargesNow = (
  plan: AriaPlan,
  schedule: AriaRateSchedule,
  { units, factor }: { readonly units: string; readonly factor: string },
): Charges => {
  const lines = plan.services.flatMap((service): ChargeLine[] => {
    const share = service.kind === 'recurring' ? factor : '1';
    const amount = rounded(Big(servicePrice(service, schedule, units)).times(share), schedule.currency);
    return !chargedNow.includes(service.kind) || amount.eq(0)
      ? []
      : [
          {
            service,
            units: service.kind === 'recurring' ? units : '1',
            ratePerUnit: service.rates[schedule.scheduleNo]?.[0]?.ratePerUnit ?? '0',
            factor: share,
            amount: amount.toFixed(),
          },
        ];
  });
  const beforeTax = sum(lines.map(({ amount }) => amount));
  const tax = sum(
    lines.map(({ amount, service }) => rounded(Big(amount).times(service.taxPercent).div(100), schedule.currency)),
  );
  return { lines, beforeTax: beforeTax.toFixed(), tax: tax.toFixed(), afterTax: beforeTax.plus(tax).toFixed() };
};

const chargedNow: readonly AriaServiceKind[] = ['recurring', 'activation'];

export const noCharges: Charges = { lines: [], beforeTax: '0', tax: '0', afterTax: '0' };

/** What Aria expects the schedule to bring: activation once, and its recurring price by month and by year. */
export const expectedRevenue = (plan: AriaPlan, schedule: AriaRateSchedule, units: string) => {
  const total = (kind: AriaService['kind']) =>
    sum(plan.services.filter((service) => service.kind === kind).map((each) => servicePrice(each, schedule, units)));
  const annual = total('recurring')
    .times(periodsPerYear[schedule.recurringPeriodType ?? 3])
    .div(schedule.recurringInterval);
  return {
    activation: rounded(total('activation'), schedule.currency).toFixed(),
    monthly: rounded(annual.div(12), schedule.currency).toFixed(),
    annual: rounded(annual, schedule.currency).toFixed(),
  };
};

const periodsPerYear = { 1: 365, 2: 52, 3: 12 } as const;

const servicePrice = (service: AriaService, schedule: AriaRateSchedule, units: string): Big => {
  const rates = service.rates[schedule.scheduleNo] ?? [];
  const count = service.kind === 'activation' ? Big(1) : Big(units);
  const reached = rates.filter((rate) => count.gte(rate.fromUnit));
  const highest = reached.at(-1);
  switch (service.pricingRule) {
    case 'Standard':
      return sum(reached.map((rate) => unitsWithin(rate, count).times(rate.ratePerUnit)));
    case 'Volume Discount':
      return count.times(highest?.ratePerUnit ?? 0);
    case 'Flat Rate Per Tier':
      return Big(highest?.ratePerUnit ?? 0);
  }
};

const unitsWithin = (rate: AriaRate, count: Big): Big => {
  const last = rate.toUnit === null || count.lt(rate.toUnit) ? count : Big(rate.toUnit);
  return last.minus(rate.fromUnit).plus(1);
};

const rounded = (amount: Big, currency: string): Big => amount.round(currency === 'jpy' ? 0 : 2, Big.roundHalfUp);

const sum = (amounts: readonly (string | Big)[]): Big => amounts.reduce((total: Big, each) => total.plus(each), Big(0));
