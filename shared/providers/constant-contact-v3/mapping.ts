import type { AccountPlan, AccountPlanStatus, AccountPlanTier } from '../../domain/account-plan.ts';
import { toMoney, toPlainDecimal } from '../../domain/money.ts';
import { currencyOf } from '../../http/wire-values.ts';
import type { KnownPlans } from './catalogue.ts';
import type { WirePlan, WireTier } from './wire.ts';

export interface AccountPlanSource {
  readonly connection: string;
  readonly accountId: string;
  readonly knownPlans: KnownPlans;
}

/** The vendor's PlanTiersObject as an account plan. */
export const toAccountPlan = (
  { connection, accountId, knownPlans }: AccountPlanSource,
  wire: WirePlan,
): AccountPlan => {
  const planType = wire.plan_type?.trim() ?? null;
  const plan = planType === null ? null : knownPlans.find(planType);
  return {
    connection,
    provider: 'constant-contact-v3',
    accountId,
    subscriptionId: null,
    planId: plan?.id ?? planType,
    planName: plan?.name ?? planType,
    planLevel: null,
    status: toStatus(wire.billing_status),
    providerStatus: wire.billing_status,
    billingDayOfMonth: wire.billing_day_of_month,
    interval: null,
    trialEndsAt: null,
    nextBillingAt: null,
    tiers: wire.current_tiers.map(toTier),
  };
};

/**
 * An open set without an enum, in more than one case, and with `Active` on a page whose list lacks it:
 * https://v3.developer.constantcontact.com/api_guide/partners_accts_get.html
 */
const toStatus = (billingStatus: string | null): AccountPlanStatus => {
  const word = (billingStatus ?? '').trim().toLowerCase();
  if (word.startsWith('cancel')) {
    return 'canceled';
  }
  switch (word) {
    case 'trial end':
      return 'trial_ended';
    case 'trial':
      return 'trial';
    case 'open':
    case 'active':
      return 'active';
    default:
      return 'unknown';
  }
};

const toTier = (tier: WireTier): AccountPlanTier => ({
  // v3 writes `CONTACTS`, v2 `Contacts`.
  usageType: tier.usage_type?.toLowerCase() ?? null,
  currentUsage: tier.current_usage === null ? null : toPlainDecimal(tier.current_usage),
  tier: tier.tier,
  from: tier.tier_min === null ? null : toPlainDecimal(tier.tier_min),
  to: tier.tier_max === null ? null : toPlainDecimal(tier.tier_max),
  // The older guide says "ISO country code" of this member, so only what looks like a currency counts as one.
  price: tier.price === null ? null : toMoney(tier.price, currencyOf(tier.currency_code)),
});
