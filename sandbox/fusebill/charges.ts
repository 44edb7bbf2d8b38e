import Big from 'big.js';
import type { Charge, PlanProduct, Price, Subscription } from './records.ts';
import { type FusebillState, findFrequency } from './state.ts';

/** What one period of a subscription costs, in the customer's currency. */
export interface SubscriptionCharges {
  readonly recurring: readonly Charge[];
  readonly once: readonly Charge[];
}

/**
 * The charges of a subscription's included products, or, on a plan of the older shape, of its frequency. Only standard
 * pricing: the arithmetic of the other models is not documented, so they charge nothing here.
 */
export const chargesOf = (state: FusebillState, subscription: Subscription): SubscriptionCharges => {
  const plan = state.plans.get(subscription.planId);
  const frequency = findFrequency(plan, subscription.planFrequencyId);
  const currency = state.customers.get(subscription.customerId)?.currency ?? 'USD';
  const recurring: Charge[] = [];
  const once: Charge[] = [];

  if (frequency !== undefined && frequency.charges.length > 0) {
    recurring.push(
      charge(plan?.name ?? '', '1', priceIn(frequency.charges, currency), subscription.discountPercentage),
    );
    once.push(charge(`${plan?.name} setup`, '1', priceIn(frequency.setupFees, currency), null));
  }
  for (const item of subscription.products.filter(({ isIncluded }) => isIncluded)) {
    const product = state.planProducts.get(item.planProductId);
    if (product?.status === 'Active') {
      const unitPrice = standardPrice(product, subscription.planFrequencyId, currency);
      if (product.productType === 'RecurringService') {
        recurring.push(charge(product.productName, item.quantity, unitPrice, subscription.discountPercentage));
      } else {
        once.push(charge(product.productName, item.quantity, unitPrice, null));
      }
    }
  }
  return { recurring, once };
};

export const sumOf = (amounts: readonly string[]): string =>
  amounts.reduce((sum, each) => sum.plus(each), new Big(0)).toFixed(2);

/** Before taxes: the sandbox has none. */
export const totalOf = (charges: readonly Charge[]): string =>
  new Big(sumOf(charges.map(({ amount }) => amount))).minus(sumOf(charges.map(({ discount }) => discount))).toFixed(2);

const standardPrice = (product: PlanProduct, planFrequencyId: string, currency: string): string => {
  const cycle = product.cycles.find((candidate) => candidate.planFrequencyId === planFrequencyId);
  return cycle?.pricingModelType === 'Standard' ? priceIn(cycle.quantityRanges[0]?.prices ?? [], currency) : '0';
};

const priceIn = (prices: readonly Price[], currency: string): string =>
  prices.find((price) => price.currency === currency)?.amount ?? '0';

const charge = (name: string, quantity: string, unitPrice: string, discountPercentage: string | null): Charge => {
  const amount = new Big(unitPrice).times(quantity);
  return {
    name,
    quantity,
    unitPrice,
    amount: amount.toFixed(2),
    discount: amount
      .times(discountPercentage ?? '0')
      .div(100)
      .toFixed(2),
  };
};
