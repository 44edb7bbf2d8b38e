import type { PlanFrequency } from './records.ts';
import { type FusebillState, productsOfPlan } from './state.ts';
import { decimal, integer } from './wire-values.ts';

/**
 * The clean template for creating a subscription of one frequency. The vendor documents that it exists and not its members:
 * these are the creation call's, filled in from the plan. https://developer.staxbill.com/reference/read-plan
 */
export const printTemplate = (state: FusebillState, planId: string, frequency: PlanFrequency): unknown => ({
  customerId: null,
  planFrequencyId: integer(frequency.id),
  subscriptionOverride: null,
  reference: null,
  scheduledActivationTimestamp: null,
  contractStartTimestamp: null,
  contractEndTimestamp: null,
  remainingInterval: frequency.remainingInterval,
  couponCodes: [],
  subscriptionProducts: productsOfPlan(state, planId)
    .filter((product) => product.status === 'Active')
    .map((product) => ({
      planProduct: { id: integer(product.id), productCode: product.productCode },
      quantity: decimal(product.quantity),
      isIncluded: product.isIncludedByDefault,
      startDate: null,
      subscriptionProductOverride: null,
      subscriptionProductPriceOverride: null,
    })),
});
