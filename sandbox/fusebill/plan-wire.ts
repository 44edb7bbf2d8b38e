import type { OrderToCashCycle, Plan, PlanFrequency, PlanProduct, Price } from './records.ts';
import { type FusebillState, findFrequency } from './state.ts';
import { amount, decimal, integer, resourceUri, unknownTimestamp } from './wire-values.ts';

/** The plain view: no products, no trial, no pricing model. https://developer.staxbill.com/reference/plan-object */
export const printPlan = (state: FusebillState, plan: Plan): unknown => ({
  code: plan.code,
  name: plan.name,
  reference: plan.reference,
  description: plan.description,
  // All lower case, alone among the members.
  longdescription: plan.longDescription,
  status: plan.status,
  modificationTimestamp: unknownTimestamp,
  planFrequencies: plan.frequencies.map((frequency) => printFrequency(state, frequency)),
  autoApplyChanges: false,
  id: integer(plan.id),
  uri: resourceUri(`Plans/${plan.id}`),
});

export const printFrequency = (state: FusebillState, frequency: PlanFrequency): unknown => ({
  planRevisionId: integer(frequency.revisionId),
  numberOfIntervals: frequency.numberOfIntervals,
  interval: frequency.interval,
  numberOfSubscriptions: [...state.subscriptions.values()].filter(
    ({ planFrequencyId, status }) => planFrequencyId === frequency.id && status === 'Active',
  ).length,
  status: frequency.status,
  setupFees: frequency.setupFees.map((price) => printPrice(price, '0')),
  charges: frequency.charges.map((price) => printPrice(price, '0')),
  isProrated: false,
  prorationGranularity: null,
  planFrequencyUniqueId: integer(frequency.uniqueId),
  remainingInterval: frequency.remainingInterval,
  invoiceInAdvance: 0,
  salesforceId: null,
  id: integer(frequency.id),
  uri: null,
});

/**
 * https://developer.staxbill.com/reference/plan-product. `nestedId` is what everything inside a cycle has for an id: within
 * a subscription that is the subscription product's, over and over.
 */
export const printPlanProduct = (state: FusebillState, product: PlanProduct, nestedId: string | null): unknown => ({
  status: product.status,
  productId: integer(product.productId),
  planId: integer(product.planId),
  productCode: product.productCode,
  productName: product.productName,
  productStatus: product.status === 'Active' ? 'Active' : 'Retired',
  productDescription: product.productDescription,
  productType: product.productType,
  productGLCode: '',
  quantity: decimal(product.quantity),
  maxQuantity: null,
  isRecurring: product.productType === 'RecurringService',
  isFixed: false,
  isOptional: product.isOptional,
  isIncludedByDefault: product.isIncludedByDefault,
  isTrackingItems: false,
  chargeAtSubscriptionActivation: true,
  orderToCashCycles: product.cycles.map((cycle) =>
    printCycle(cycle, {
      product,
      frequency: findFrequency(state.plans.get(product.planId), cycle.planFrequencyId),
      id: nestedId ?? product.id,
    }),
  ),
  resetType: 'Never',
  planProductUniqueId: integer(product.uniqueId),
  sortOrder: 0,
  id: integer(product.id),
  uri: '',
});

const printCycle = (
  cycle: OrderToCashCycle,
  parts: { readonly product: PlanProduct; readonly frequency: PlanFrequency | undefined; readonly id: string },
): unknown => ({
  planFrequencyId: integer(cycle.planFrequencyId),
  planProductId: integer(parts.product.id),
  numberOfIntervals: parts.frequency?.numberOfIntervals ?? 1,
  interval: parts.frequency?.interval ?? 'Monthly',
  chargeModels: [printChargeModel(parts.product, parts.id)],
  remainingInterval: null,
  groupQuantityChangeCharges: false,
  // Null where a list is meant.
  planProductPriceUplifts: null,
  customServiceDateNumberOfIntervals: 0,
  customServiceDateInterval: 'Periods',
  customServiceDateProjection: 'Future',
  earningInterval: 'Monthly',
  earningNumberOfIntervals: null,
  earningTimingInterval: 'Daily',
  earningTimingType: 'StartOfInterval',
  pricingModel: {
    pricingModelType: cycle.pricingModelType,
    quantityRanges: cycle.quantityRanges.map((range) => ({
      min: amount(range.min),
      max: range.max === null ? null : amount(range.max),
      prices: range.prices.map((price) => printPrice(price, parts.id)),
      id: 0,
      uri: null,
    })),
    id: integer(parts.id),
    uri: null,
  },
  id: integer(parts.id),
  uri: null,
});

const printChargeModel = (product: PlanProduct, id: string): unknown => ({
  chargeModelType: product.productType === 'RecurringService' ? 'Lifetime' : 'Signup',
  chargeTimingType: product.productType === 'RecurringService' ? 'StartOfPeriod' : 'Immediate',
  prorationGranularity: null,
  prorateOnPositiveQuantity: false,
  prorateOnNegativeQuantity: false,
  reverseChargeOnNegativeQuantity: false,
  id: integer(id),
  uri: null,
});

/** The id of a price is 0 in a plan and repeats in a subscription: it is no key. */
const printPrice = (price: Price, id: string): unknown => ({
  amount: amount(price.amount),
  currency: price.currency,
  id: integer(id),
  uri: null,
});
