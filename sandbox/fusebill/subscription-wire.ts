import Big from 'big.js';
import { chargesOf, sumOf, totalOf } from './charges.ts';
import { printFrequency, printPlanProduct } from './plan-wire.ts';
import type { Subscription, SubscriptionProduct } from './records.ts';
import { type FusebillState, findFrequency } from './state.ts';
import { amount, decimal, integer, resourceUri } from './wire-values.ts';

/** https://developer.staxbill.com/reference/subscriptions-object and https://developer.staxbill.com/reference/read-subscription */
export const printSubscription = (state: FusebillState, subscription: Subscription): Record<string, unknown> => {
  const plan = state.plans.get(subscription.planId);
  const frequency = findFrequency(plan, subscription.planFrequencyId);
  const { recurring } = chargesOf(state, subscription);
  const gross = sumOf(recurring.map((charge) => charge.amount));
  const months = (frequency?.numberOfIntervals ?? 1) * (frequency?.interval === 'Yearly' ? 12 : 1);
  return {
    customerId: integer(subscription.customerId),
    planFrequency: frequency === undefined ? null : printFrequency(state, frequency),
    planCode: plan?.code,
    planName: plan?.name,
    planDescription: plan?.description,
    planReference: plan?.reference,
    status: subscription.status,
    reference: subscription.reference,
    subscriptionOverride: subscription.subscriptionOverride,
    hasPostedInvoice: subscription.hasPostedInvoice,
    createdTimestamp: subscription.createdTimestamp,
    activatedTimestamp: subscription.activatedTimestamp,
    provisionedTimestamp: subscription.provisionedTimestamp,
    nextPeriodStartDate: subscription.nextPeriodStartDate,
    lastPeriodStartDate: subscription.lastPeriodStartDate,
    scheduledActivationTimestamp: subscription.scheduledActivationTimestamp,
    subscriptionProducts: subscription.products.map((product) => printProduct(state, subscription, product)),
    remainingInterval: frequency?.remainingInterval ?? null,
    remainingIntervalPushOut: null,
    openSubscriptionPeriodEndDate: subscription.nextPeriodStartDate,
    chargeDiscount: printDiscount(subscription),
    setupFeeDiscount: null,
    // Null where lists are meant.
    chargeDiscounts: subscription.discountPercentage === null ? null : [printDiscount(subscription)],
    setupFeeDiscounts: null,
    customFields: null,
    planAutoApplyChanges: false,
    autoApplyCatalogChanges: false,
    monthlyRecurringRevenue: amount(new Big(gross).div(months).toFixed(2)),
    netMonthlyRecurringRevenue: amount(new Big(totalOf(recurring)).div(months).toFixed(2)),
    amount: amount(gross),
    contractStartTimestamp: null,
    contractEndTimestamp: null,
    expiredTimestamp: subscription.expiredTimestamp,
    coupons: subscription.couponCodes.map((couponCode) => ({ couponCode, id: 0, uri: null })),
    subscriptionHasRecurringEndOfPeriodCharge: false,
    nextRechargeDate: subscription.nextPeriodStartDate,
    invoiceDay: null,
    invoiceMonth: null,
    canMigrate: canMigrate(state, subscription),
    migrationDate: subscription.migrationDate,
    scheduledMigrationDate: subscription.scheduledMigrationDate,
    invoiceInAdvance: 0,
    billingPeriodDefinitionId: null,
    id: integer(subscription.id),
    uri: resourceUri(`subscriptions/${subscription.id}`),
  };
};

const printProduct = (state: FusebillState, subscription: Subscription, product: SubscriptionProduct): unknown => {
  const planProduct = state.planProducts.get(product.planProductId);
  const own = chargesOf(state, { ...subscription, products: [product] });
  const total = sumOf([...own.recurring, ...own.once].map((charge) => charge.amount));
  return {
    subscriptionId: integer(subscription.id),
    planProduct: planProduct === undefined ? null : printPlanProduct(state, planProduct, product.id),
    quantity: decimal(product.quantity),
    isIncluded: product.isIncluded,
    startDate: null,
    subscriptionProductOverride: null,
    subscriptionProductPriceOverride: null,
    chargeAtSubscriptionActivation: true,
    isCharged: subscription.hasPostedInvoice && product.isIncluded,
    subscriptionProductDiscount: null,
    subscriptionProductDiscounts: [],
    customFields: null,
    monthlyRecurringRevenue: amount(totalOf(own.recurring)),
    netMonthlyRecurringRevenue: amount(totalOf(own.recurring)),
    amount: amount(total),
    status: planProduct?.status ?? 'Active',
    lastPurchaseDate: null,
    earningSettings: { earningTimingInterval: 'Daily', earningTimingType: 'StartOfInterval' },
    remainingInterval: null,
    groupQuantityChangeCharges: false,
    priceUpliftsEnabled: false,
    priceUplifts: [],
    historicalPriceUplifts: [],
    customServiceDateNumberOfIntervals: 0,
    customServiceDateInterval: 'Periods',
    customServiceDateProjection: 'Future',
    id: integer(product.id),
    uri: resourceUri(`SubscriptionProducts/${product.id}`),
  };
};

const printDiscount = (subscription: Subscription): unknown =>
  subscription.discountPercentage === null
    ? null
    : {
        discountType: 'Percent',
        amount: amount(subscription.discountPercentage),
        remainingUsagesUntilStart: 0,
        remainingUsage: null,
        id: integer(subscription.id),
        uri: null,
      };

const canMigrate = (state: FusebillState, subscription: Subscription): boolean =>
  subscription.status === 'Active' &&
  [...state.planFamilyRelationships.values()].some(
    ({ sourcePlanFrequencyId }) => sourcePlanFrequencyId === subscription.planFrequencyId,
  );
