import type { AccountPlanStatus } from '../../domain/account-plan.ts';
import { isNumericIdentifier } from '../../domain/identifier.ts';
import type { AccountPlanRead } from '../../domain/provider.ts';
import { rawJsonText } from '../../http/exact-json.ts';
import { toInterval } from './billing-interval.ts';
import type { WireSubscription } from './wire.ts';

export interface SubscriptionContext {
  readonly connection: string;
  readonly accountId: string;
  /** Plans that the merchant calls trials, compared exactly. */
  readonly trialPlanCodes: readonly string[];
  readonly planId: string | null;
  readonly raw: unknown;
}

/** One subscription. The vendor's object has no field for the next bill's day: what looks like one is a period's start. */
export const toAccountPlanRead = (
  { connection, accountId, trialPlanCodes, planId, raw }: SubscriptionContext,
  subscription: WireSubscription,
): AccountPlanRead => {
  const status = toStatus(subscription, trialPlanCodes);
  const { invoiceDay, planFrequency } = subscription;
  return {
    accountPlan: {
      connection,
      provider: 'fusebill',
      accountId,
      subscriptionId: subscription.id,
      planId,
      planName: subscription.planName,
      planLevel: null,
      status,
      providerStatus: subscription.status,
      billingDayOfMonth: invoiceDay,
      interval: planFrequency ? toInterval(planFrequency) : null,
      // Only a provisioned subscription activates by itself; on a draft the date does nothing.
      // https://support.fusebill.com/hc/en-us/articles/115010148507-Why-did-my-scheduled-subscription-not-activate-on-the-date-I-selected-
      trialEndsAt: isProvisioning(subscription.status) ? subscription.scheduledActivationTimestamp : null,
      nextBillingAt: null,
      tiers: [],
    },
    isAddOn: false,
    endedAt: status === 'expired' || status === 'canceled' ? endOf(subscription) : null,
    isReplaced: subscription.status?.toLowerCase() === 'migrated',
    hasDiscounts: hasDiscounts(subscription),
    raw,
  };
};

/**
 * Ends that can be compared: all of them, or none. A cancelled subscription does not say when it ended, and must not lose
 * against one that says so; ids then tell which is the latest.
 */
export const withComparableEnds = (reads: readonly AccountPlanRead[]): readonly AccountPlanRead[] => {
  const isEnded = ({ accountPlan: { status } }: AccountPlanRead) => status === 'expired' || status === 'canceled';
  return reads.filter(isEnded).every(({ endedAt }) => endedAt !== null)
    ? reads
    : reads.map((read) => ({ ...read, endedAt: null }));
};

/** The plan's id as the subscription's products have it; null when they have none or disagree. */
export const planIdOfProducts = ({ subscriptionProducts }: WireSubscription): string | null => {
  const planIds = new Set(
    subscriptionProducts
      .map(({ planProduct }) => planProduct?.planId ?? '')
      // Nested ids are 0 in places.
      .filter((planId) => isNumericIdentifier(planId)),
  );
  const [planId] = planIds;
  return planId !== undefined && planIds.size === 1 ? planId : null;
};

export const isProvisioning = (status: string | null): boolean => status?.toLowerCase() === 'provisioning';

/**
 * The vendor has no trial status. Trials are provisioned ("commonly a free trial period"), or active on a plan that only
 * the merchant can name. https://developer.staxbill.com/reference/provision-subscription and
 * https://support.staxbill.com/hc/en-us/articles/7350491727635-Migrating-a-Subscription
 */
const toStatus = ({ status, planCode }: WireSubscription, trialPlanCodes: readonly string[]): AccountPlanStatus => {
  switch (status?.toLowerCase()) {
    case 'provisioning':
      return 'trial';
    case 'active':
      return planCode !== null && trialPlanCodes.includes(planCode) ? 'trial' : 'active';
    case 'draft':
      return 'pending';
    case 'suspended':
      return 'suspended';
    case 'cancelled':
    case 'migrated':
      return 'canceled';
    case 'expired':
      return 'expired';
    default:
      return 'unknown';
  }
};

const endOf = ({ expiredTimestamp, migrationDate }: WireSubscription): string | null =>
  expiredTimestamp ?? migrationDate;

const hasDiscounts = (subscription: WireSubscription): boolean =>
  [
    subscription.chargeDiscount,
    subscription.chargeDiscounts,
    subscription.setupFeeDiscount,
    subscription.setupFeeDiscounts,
    subscription.coupons,
    ...subscription.subscriptionProducts.flatMap((product) => [
      product.subscriptionProductDiscount,
      product.subscriptionProductDiscounts,
    ]),
  ].some(isPresent);

/** Null even where a list is meant, and empty lists, stand for no discount. */
const isPresent = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : typeof value === 'object' && value !== null && rawJsonText(value) === null;
