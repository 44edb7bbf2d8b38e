import Big from 'big.js';
import { sumMoney, toMoney, toPlainDecimal } from '../../domain/money.ts';
import type { Price, PriceTier } from '../../domain/plan.ts';
import type { AriaPlanService, AriaServiceRate } from './wire.ts';

export type PriceAmounts = Pick<Price, 'recurring' | 'setup' | 'tiers'>;

/**
 * What the services of a plan cost in one rate schedule. `recurring` and `setup` are exact sums over the services of
 * those kinds, or null where one of them has no single, unbounded rate; the rates of such a service, and of every
 * service of another kind, are `tiers`. Amounts are currency units, never cents.
 */
export const toPriceAmounts = (
  services: readonly AriaPlanService[],
  scheduleNumber: string,
  currency: string | null,
): PriceAmounts => {
  const priced = services.map((service) => ({
    service,
    kind: kindOf(service),
    rates: ratesOf(service, scheduleNumber),
  }));
  // Nothing is said of this schedule, which is not the same as free.
  if (priced.every(({ rates }) => rates.length === 0)) {
    return { recurring: null, setup: null, tiers: [] };
  }

  const sumOf = (sum: SumName) => {
    const amounts = priced.filter(({ kind }) => sumNameOf(kind) === sum).map(({ rates }) => standardAmount(rates));
    return amounts.includes(null)
      ? null
      : sumMoney(
          amounts.filter((amount) => amount !== null).map((unitAmount) => ({ unitAmount, quantity: '1' })),
          currency,
        );
  };

  return {
    recurring: sumOf('recurring'),
    setup: sumOf('setup'),
    tiers: priced
      .filter(({ kind, rates }) => sumNameOf(kind) === null || standardAmount(rates) === null)
      .flatMap(({ service, kind, rates }) => rates.flatMap((rate) => toTier(service, { kind, rate, currency }))),
  };
};

export type ServiceKind =
  | 'usage'
  | 'activation'
  | 'order'
  | 'cancellation'
  | 'minimum_fee'
  | 'recurring_arrears'
  | 'recurring';

type SumName = 'recurring' | 'setup';

/** The flags in the order that decides: a minimum fee, for one, is flagged recurring as well. */
export const kindOf = (service: AriaPlanService): ServiceKind | null => {
  if (service.is_usage_based_ind) {
    return 'usage';
  }
  if (service.is_setup_ind) {
    return 'activation';
  }
  if (service.is_order_based_ind) {
    return 'order';
  }
  if (service.is_cancellation_ind) {
    return 'cancellation';
  }
  if (service.is_min_fee_ind) {
    return 'minimum_fee';
  }
  if (service.is_recurring_ind) {
    return service.is_arrears_ind ? 'recurring_arrears' : 'recurring';
  }
  return null;
};

const sumNameOf = (kind: ServiceKind | null): SumName | null =>
  kind === 'activation' ? 'setup' : kind === 'recurring' || kind === 'recurring_arrears' ? 'recurring' : null;

export const ratesOf = (service: AriaPlanService, scheduleNumber: string): readonly AriaServiceRate[] =>
  service.all_plan_service_rates
    .filter(({ schedule_no }) => schedule_no === scheduleNumber)
    .flatMap(({ plan_service_rates }) => plan_service_rates);

/** The amount of a service with a single rate that holds for any number of units; null otherwise. */
const standardAmount = (rates: readonly AriaServiceRate[]): string | null => {
  const [rate, ...others] = rates;
  if (rate === undefined || others.length > 0) {
    return null;
  }
  const isUnbounded = rate.to_unit === null && (rate.from_unit === null || new Big(rate.from_unit).lte(1));
  return isUnbounded ? rate.rate_per_unit : null;
};

interface TierOptions {
  readonly kind: ServiceKind | null;
  readonly rate: AriaServiceRate;
  readonly currency: string | null;
}

const toTier = (service: AriaPlanService, { kind, rate, currency }: TierOptions): PriceTier[] =>
  rate.rate_per_unit === null
    ? []
    : [
        {
          itemId: service.service_no,
          name: service.service_desc,
          type: kind,
          from: rate.from_unit === null ? null : toPlainDecimal(rate.from_unit),
          to: rate.to_unit === null ? null : toPlainDecimal(rate.to_unit),
          amount: toMoney(rate.rate_per_unit, currency).amount,
        },
      ];
