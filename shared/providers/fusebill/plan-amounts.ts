import { type Money, sumMoney, toMoney, toPlainDecimal } from '../../domain/money.ts';
import type { PriceTier } from '../../domain/plan.ts';
import type { WirePlan, WirePlanFrequency, WirePlanProduct, WirePrice, WireQuantityRange } from './wire.ts';

export interface Amounts {
  readonly recurring: Money | null;
  readonly setup: Money | null;
  readonly tiers: PriceTier[];
}

/** A plan product that everybody gets who buys the plan, as one plan frequency prices it. */
export interface IncludedItem {
  readonly id: string | null;
  readonly name: string | null;
  readonly quantity: string;
  /** Null where the product does not say: it may belong to either sum. */
  readonly isRecurring: boolean | null;
  /** Standard pricing with its one range; anything else has no amount without a quantity of use. */
  readonly isSimple: boolean;
  readonly ranges: readonly WireQuantityRange[];
}

/**
 * What a plan frequency costs: what recurs, and what is charged once. Two views tell of it, and neither is the whole. In the
 * plain view a list without a price in this currency is silent, not free: newer plans have their money in their products.
 * Of the products only what everybody gets counts. Where the plain view names money and no product does, or the other way
 * round, that is the amount; where both do, they have to agree: whether the one is part of the other or comes on top is
 * documented nowhere, so two different amounts are null. Nothing is zero but what one of them says is, or what all products
 * leave out while the plain view has no price for it in any currency.
 */
export const amountsOf = (
  { charges, setupFees }: WirePlanFrequency,
  items: readonly IncludedItem[],
  currency: string | null,
): Amounts => {
  const amountOf = (prices: readonly WirePrice[], isRecurring: boolean): Money | null => {
    if (items.some((item) => item.isRecurring === null)) {
      return null;
    }
    const named = sumOfPrices(prices, currency);
    const ofItems = items.filter((item) => item.isRecurring === isRecurring);
    if (ofItems.length === 0) {
      return named ?? (items.length > 0 && currenciesOf(prices).length === 0 ? toMoney('0', currency) : null);
    }
    const sum = sumOfItems(ofItems, currency);
    return named === null || named.amount === sum?.amount ? sum : null;
  };
  return {
    recurring: amountOf(charges, true),
    setup: amountOf(setupFees, false),
    tiers: items.filter(({ isSimple }) => !isSimple).flatMap((item) => tiersOf(item, currency)),
  };
};

/**
 * The included items of a plan frequency: active products that come by default, with the pricing cycle of the frequency.
 * A cycle names the frequency by its `id`, which changes with each revision; where not one product does, by the unique id.
 */
export const includedItems = (
  plan: WirePlan,
  frequency: WirePlanFrequency,
  products: readonly WirePlanProduct[],
): IncludedItem[] => {
  if (products.length === 0) {
    return [];
  }
  const cyclesOf = (planFrequencyId: string) =>
    products.flatMap((product) =>
      product.orderToCashCycles
        .filter((cycle) => cycle.planFrequencyId === planFrequencyId)
        .map((cycle) => ({ product, cycle })),
    );
  const byId = cyclesOf(frequency.id);
  const uniqueId = frequency.planFrequencyUniqueId;
  // The unique id of one frequency may be the id of another, and the cycle is that one's then.
  const isTaken = plan.planFrequencies.some(({ id }) => id === uniqueId);
  const matching = byId.length > 0 || uniqueId === null || isTaken ? byId : cyclesOf(uniqueId);

  return matching
    .filter(({ product }) => isActive(product) && isIncluded(product))
    .map(({ product, cycle }) => {
      const ranges = cycle.pricingModel?.quantityRanges ?? [];
      return {
        id: product.id,
        name: product.productName,
        quantity: product.quantity ?? '1',
        isRecurring: product.isRecurring ?? recurringTypes.get(product.productType?.toLowerCase() ?? '') ?? null,
        isSimple: cycle.pricingModel?.pricingModelType?.toLowerCase() === 'standard' && ranges.length === 1,
        ranges,
      };
    });
};

/** Every currency that one of the prices is in, in the order of their first appearance. */
export const currenciesOf = (prices: readonly WirePrice[]): (string | null)[] => [
  ...new Set(prices.filter(({ amount }) => amount !== null).map(({ currency }) => currency)),
];

export const pricesOfItems = (items: readonly IncludedItem[]): WirePrice[] =>
  items.flatMap(({ ranges }) => ranges.flatMap(({ prices }) => prices));

/** https://developer.staxbill.com/reference/plan-product */
const recurringTypes: ReadonlyMap<string, boolean> = new Map([
  ['recurringservice', true],
  ['physicalgood', false],
  ['onetimecharge', false],
]);

const isActive = ({ status }: WirePlanProduct): boolean => status === null || status.toLowerCase() === 'active';

const isIncluded = ({ isIncludedByDefault, isOptional }: WirePlanProduct): boolean =>
  isIncludedByDefault ?? isOptional !== true;

const sumOfPrices = (prices: readonly WirePrice[], currency: string | null): Money | null => {
  const amounts = prices.flatMap((price) =>
    price.amount !== null && price.currency === currency ? [{ unitAmount: price.amount, quantity: '1' }] : [],
  );
  // Two prices without a currency may be in two.
  return amounts.length === 0 || (currency === null && amounts.length > 1) ? null : sumMoney(amounts, currency);
};

/**
 * Null where an item has no price in this currency or is not priced simply; such an item's ranges are the tiers. How Tiered,
 * Volume and StairStep count is not documented, and with Formula the amount is a minimum:
 * https://developer.staxbill.com/reference/update-plan-product-pricing
 */
const sumOfItems = (items: readonly IncludedItem[], currency: string | null): Money | null => {
  const amounts = items.flatMap(({ isSimple, ranges: [range], quantity }) => {
    const unitAmount = isSimple && range !== undefined ? amountIn(range, currency) : null;
    return unitAmount === null ? [] : [{ unitAmount, quantity }];
  });
  return amounts.length === items.length ? sumMoney(amounts, currency) : null;
};

const tiersOf = ({ id, name, isRecurring, ranges }: IncludedItem, currency: string | null): PriceTier[] =>
  ranges.flatMap((range) => {
    const amount = amountIn(range, currency);
    return amount === null
      ? []
      : [
          {
            itemId: id,
            name,
            type: isRecurring === null ? null : isRecurring ? 'recurring' : 'one_time',
            from: range.min === null ? null : toPlainDecimal(range.min),
            to: range.max === null ? null : toPlainDecimal(range.max),
            amount: toMoney(amount, currency).amount,
          },
        ];
  });

const amountIn = ({ prices }: WireQuantityRange, currency: string | null): string | null => {
  const [price, ...others] = prices.filter((candidate) => candidate.currency === currency);
  // Two that name no currency may be in two, and two in one are one too many.
  return price !== undefined && others.length === 0 ? price.amount : null;
};
