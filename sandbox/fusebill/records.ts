/**
 * What the simulated Fusebill keeps. Ids are decimal digits (an id may pass 2^53), amounts and quantities decimal strings,
 * timestamps the vendor's own text: UTC without a zone. Everything is plain and mutable, so that tests may edit it.
 */
export interface Price {
  amount: string;
  currency: string;
}

export interface Plan {
  id: string;
  code: string;
  name: string;
  reference: string | number | null;
  description: string | null;
  longDescription: string | null;
  status: 'Active' | 'Retired';
  frequencies: PlanFrequency[];
}

export interface PlanFrequency {
  /** Of this revision: what plan products, subscriptions and relationships refer to. */
  id: string;
  /** Stays when the plan is revised. */
  uniqueId: string;
  revisionId: string;
  interval: Interval;
  numberOfIntervals: number;
  status: 'Draft' | 'Active' | 'Retired';
  /** Plans of the newer shape leave both empty: their money is in the plan products. */
  setupFees: Price[];
  charges: Price[];
  remainingInterval: number | null;
}

export type Interval = 'Monthly' | 'Yearly';

export interface PlanProduct {
  id: string;
  uniqueId: string;
  planId: string;
  productId: string;
  /** A number where the merchant's codes look like numbers. */
  productCode: string | number;
  productName: string;
  productDescription: string | null;
  productType: 'RecurringService' | 'PhysicalGood' | 'OneTimeCharge';
  status: 'Active' | 'Deleted' | 'Retired';
  quantity: string;
  isOptional: boolean;
  isIncludedByDefault: boolean;
  cycles: OrderToCashCycle[];
}

export interface OrderToCashCycle {
  planFrequencyId: string;
  pricingModelType: 'Standard' | 'Tiered' | 'StairStep' | 'Formula' | 'Volume';
  quantityRanges: QuantityRange[];
}

export interface QuantityRange {
  min: string;
  /** Null is no end. */
  max: string | null;
  prices: Price[];
}

/** A configured way from one plan frequency to another: without it no migration. */
export interface PlanFamilyRelationship {
  id: string;
  planFamilyId: string;
  sourcePlanFrequencyId: string;
  destinationPlanFrequencyId: string;
}

export interface Customer {
  id: string;
  firstName: string;
  lastName: string;
  companyName: string | number | null;
  primaryEmail: string | null;
  primaryPhone: string | number | null;
  reference: string | number | null;
  status: 'Draft' | 'Active' | 'Hold' | 'Suspended' | 'Cancelled';
  customerAccountStatus: 'Good' | 'PoorStanding' | 'Collection';
  currency: string;
  /** What becomes of a posted invoice: `none` leaves it due, without an attempt. */
  collection: 'succeeds' | 'fails' | 'none';
}

export const subscriptionStatuses = [
  'Draft',
  'Active',
  'Provisioning',
  'Suspended',
  'Cancelled',
  'Expired',
  'Migrated',
  'StandingOrder',
] as const;

export interface Subscription {
  id: string;
  customerId: string;
  planId: string;
  planFrequencyId: string;
  status: (typeof subscriptionStatuses)[number];
  reference: string | number | null;
  subscriptionOverride: { name: string | null; description: string | null } | null;
  createdTimestamp: string;
  activatedTimestamp: string | null;
  provisionedTimestamp: string | null;
  scheduledActivationTimestamp: string | null;
  expiredTimestamp: string | null;
  lastPeriodStartDate: string | null;
  nextPeriodStartDate: string | null;
  migrationDate: string | null;
  scheduledMigrationDate: string | null;
  hasPostedInvoice: boolean;
  products: SubscriptionProduct[];
  couponCodes: string[];
  /** Off the recurring charges; null without a discount. */
  discountPercentage: string | null;
}

export interface SubscriptionProduct {
  id: string;
  planProductId: string;
  quantity: string;
  isIncluded: boolean;
}

export interface Invoice {
  id: string;
  /** Null while it is a draft. */
  invoiceNumber: string | null;
  customerId: string;
  subscriptionId: string;
  effectiveTimestamp: string;
  charges: Charge[];
  totalPayments: string;
}

export interface Charge {
  name: string;
  quantity: string;
  unitPrice: string;
  /** Unit price times quantity, before the discount. */
  amount: string;
  discount: string;
}

/** A migration that is to happen later. */
export interface ScheduledMigration {
  subscriptionId: string;
  planFamilyRelationshipId: string;
  migrationTimingOption: 'NextBillingPeriod' | 'SpecificDate';
}
