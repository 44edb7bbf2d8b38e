import type { AccountPlan, AccountPlanStatus, AccountPlanTier } from '../../domain/account-plan.ts';
import { toMoney, toPlainDecimal } from '../../domain/money.ts';
import type { IdentifierRule } from '../../domain/provider.ts';
import type { WirePlan, WireTier } from './wire.ts';

/** `1` is Trial, the default of a new account; the only integer whose meaning the vendor gives. */
export const trialPlanType = 1;

/** A plan's id is its `plan_type` as text, in one spelling. */
export const planTypeRule: IdentifierRule = {
  matches: (identifier) => /^[1-9][0-9]{0,8}$/.test(identifier),
  message: 'must be a whole number from 1, 9 digits at most and without leading zeros',
};

/** What a plan type is called: by the connection's secret, else what the vendor documents, else nobody knows. */
export const planNameOf = (planId: string, planNames: Readonly<Record<string, string>>): string | null =>
  planNames[planId] ?? (planId === String(trialPlanType) ? 'Trial' : null);

export interface AccountPlanSource {
  readonly connection: string;
  readonly accountId: string;
  readonly currency: string | null;
  readonly planNames: Readonly<Record<string, string>>;
}

/** The vendor's answer to GET plan as an account plan. */
export const toAccountPlan = (source: AccountPlanSource, wire: WirePlan): AccountPlan => {
  const planId = String(wire.plan_type);
  return {
    connection: source.connection,
    provider: 'constant-contact-v2',
    accountId: source.accountId,
    subscriptionId: null,
    planId,
    planName: planNameOf(planId, source.planNames),
    planLevel: wire.plan_level,
    status: toStatus(wire),
    providerStatus: wire.status,
    billingDayOfMonth: wire.billing_day_of_month,
    interval: null,
    trialEndsAt: null,
    nextBillingAt: null,
    tiers: wire.current_tiers.map((tier) => toTier(tier, source.currency)),
  };
};

/**
 * The status words are an open set and their case differs by endpoint (`Open`, `OPEN`); what a trial's word is, is not
 * documented, so plan type 1 counts as trial whatever the word.
 * https://v2.developer.constantcontact.com/docs/account-management/manage-plan.html
 */
const toStatus = ({ status, plan_type }: WirePlan): AccountPlanStatus => {
  const word = (status ?? '').trim().toLowerCase();
  if (word.startsWith('cancel')) {
    return 'canceled';
  }
  if (word === 'trial end') {
    return 'trial_ended';
  }
  if (word === 'trial' || plan_type === trialPlanType) {
    return 'trial';
  }
  return word === 'open' || word === 'active' ? 'active' : 'unknown';
};

const toTier = (tier: WireTier, currency: string | null): AccountPlanTier => ({
  // v2 writes `Contacts`, v3 `CONTACTS`.
  usageType: tier.usage_type?.toLowerCase() ?? null,
  currentUsage: tier.current_usage === null ? null : toPlainDecimal(tier.current_usage),
  tier: tier.tier,
  from: tier.tier_min === null ? null : toPlainDecimal(tier.tier_min),
  to: tier.tier_max === null ? null : toPlainDecimal(tier.tier_max),
  price: tier.price === null ? null : toMoney(tier.price, currency),
});
