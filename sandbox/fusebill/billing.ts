import type { SandboxWorld } from '../world.ts';
import { chargesOf, totalOf } from './charges.ts';
import type { Charge, Invoice, PlanFrequency, Subscription, SubscriptionProduct } from './records.ts';
import { type FusebillState, findFrequency, productsOfPlan, takeId } from './state.ts';
import { timestamp } from './wire-values.ts';

/** How an activation bills: both are parameters of the vendor's calls. */
export interface BillingOptions {
  readonly showZeroDollarCharges: boolean;
  /** The invoice stays a draft, so nothing is collected. */
  readonly temporarilyDisableAutoPost: boolean;
}

/**
 * Makes a subscription Active and bills its first period. It is Active whether or not the collection succeeds, as on
 * https://developer.staxbill.com/reference/activate-subscription. Gives the invoice, null where nothing was to be billed.
 */
export const startBilling = (
  state: FusebillState,
  subscription: Subscription,
  { world, options }: { readonly world: SandboxWorld; readonly options: BillingOptions },
): Invoice | null => {
  const now = world.clock.now();
  const charges = firstCharges(state, subscription, options);
  const invoice = charges.length === 0 ? null : bill(state, subscription, { charges, now, options });
  subscription.status = 'Active';
  subscription.activatedTimestamp = timestamp(now);
  subscription.lastPeriodStartDate = timestamp(now);
  subscription.nextPeriodStartDate = nextPeriodStart(
    now,
    findFrequency(state.plans.get(subscription.planId), subscription.planFrequencyId),
  );
  subscription.hasPostedInvoice ||= invoice !== null && invoice.invoiceNumber !== null;
  return invoice;
};

/** The first period's charges and what is charged once. Zero dollar charges are left out unless asked for. */
export const firstCharges = (
  state: FusebillState,
  subscription: Subscription,
  { showZeroDollarCharges }: BillingOptions,
): Charge[] => {
  const { recurring, once } = chargesOf(state, subscription);
  return [...recurring, ...once].filter(({ amount }) => showZeroDollarCharges || Number(amount) !== 0);
};

/** A new subscription takes in every active product as the plan says: https://developer.staxbill.com/reference/create-subscription */
export const subscriptionProductsOf = (state: FusebillState, planId: string): SubscriptionProduct[] =>
  productsOfPlan(state, planId)
    .filter((product) => product.status === 'Active')
    .map((product) => ({
      id: takeId(state),
      planProductId: product.id,
      quantity: product.quantity,
      isIncluded: product.isIncludedByDefault,
    }));

/** For the journal: what was billed and what became of it. */
export const describeInvoice = (invoice: Invoice | null): Readonly<Record<string, unknown>> | null =>
  invoice === null
    ? null
    : {
        id: invoice.id,
        posted: invoice.invoiceNumber !== null,
        amount: totalOf(invoice.charges),
        totalPayments: invoice.totalPayments,
      };

const bill = (
  state: FusebillState,
  subscription: Subscription,
  parts: { readonly charges: Charge[]; readonly now: number; readonly options: BillingOptions },
): Invoice => {
  const posted = !parts.options.temporarilyDisableAutoPost;
  const collected = posted && state.customers.get(subscription.customerId)?.collection === 'succeeds';
  const id = takeId(state);
  const invoice: Invoice = {
    id,
    invoiceNumber: posted ? id : null,
    customerId: subscription.customerId,
    subscriptionId: subscription.id,
    effectiveTimestamp: timestamp(parts.now),
    charges: parts.charges,
    totalPayments: collected ? totalOf(parts.charges) : '0.00',
  };
  state.invoices.set(id, invoice);
  return invoice;
};

/** Midnight in the account's zone, which shows as 05:00 in UTC; the last day of a shorter month. */
const nextPeriodStart = (now: number, frequency: PlanFrequency | undefined): string => {
  const months = (frequency?.numberOfIntervals ?? 1) * (frequency?.interval === 'Yearly' ? 12 : 1);
  const from = new Date(now);
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0)).getUTCDate();
  const day = Math.min(from.getUTCDate(), lastDay);
  return timestamp(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, day, 5));
};
