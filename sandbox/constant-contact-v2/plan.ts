import * as z from 'zod';
import { parseJson, printList, printObject } from '../json-text.ts';
import type { SandboxWorld } from '../world.ts';
import { type ConstantContactV2Account, type ConstantContactV2State, trialPlanType } from './state.ts';

/** What stands wrong in a request, in the vendor's words. */
export interface PlanRefusal {
  readonly key: string;
  readonly message: string;
}

/**
 * Carries out a PUT, or says what is wrong with it and changes nothing. The vendor's rules: plan_type 1 never, and
 * billing_day_of_month counts only in the PUT that leaves the trial and is dropped without a word in any other.
 */
export const putPlan = (
  world: SandboxWorld,
  state: ConstantContactV2State,
  { accountId, account, body }: { accountId: string; account: ConstantContactV2Account; body: string },
): PlanRefusal | null => {
  const json = parseJson(body);
  if (json === undefined) {
    return { key: 'json.malformed', message: 'The body is not JSON.' };
  }
  const parsed = planChangeSchema.safeParse(json);
  if (!parsed.success) {
    const member = parsed.error.issues[0]?.path.join('.') || 'The body';
    return { key: 'json.field.invalid', message: `${member} is not valid.` };
  }
  const { plan_type: planType, billing_day_of_month: billingDayOfMonth } = parsed.data;
  if (planType === trialPlanType) {
    return { key: 'partner.plan_type.invalid', message: 'plan_type cannot be set to 1.' };
  }
  if (!state.prices.has(planType)) {
    return { key: 'partner.plan_type.invalid', message: 'plan_type is not a plan of this partner.' };
  }
  if (/^cancel/i.test(account.status)) {
    return { key: 'partner.account.cancelled', message: 'The account is cancelled.' };
  }
  if (planType === account.planType) {
    return null;
  }

  const change: Record<string, unknown> = { plan_type: [account.planType, planType] };
  if (account.planType === trialPlanType) {
    const billingDay = billingDayOfMonth ?? new Date(world.clock.now()).getUTCDate();
    change.billing_day_of_month = [account.billingDayOfMonth, billingDay];
    change.status = [account.status, 'Open'];
    account.billingDayOfMonth = billingDay;
    account.status = 'Open';
  }
  account.planType = planType;
  world.journal.record({
    provider: 'constant-contact-v2',
    operation: 'PUT plan',
    accountId,
    subscriptionId: null,
    change,
  });
  return null;
};

/** The answer to GET, and to a PUT that went well: amounts as numbers, no currency. */
export const printPlan = (state: ConstantContactV2State, account: ConstantContactV2Account): string =>
  printObject({
    status: JSON.stringify(account.status),
    plan_type: String(account.planType),
    ...(account.planLevel === null ? {} : { plan_level: String(account.planLevel) }),
    billing_day_of_month: String(account.billingDayOfMonth),
    ...printTiers(state, account),
  });

const printTiers = (state: ConstantContactV2State, account: ConstantContactV2Account): Record<string, string> => {
  const prices = state.prices.get(account.planType);
  if (prices === undefined) {
    return { absent: {}, null: { current_tiers: 'null' }, empty: { current_tiers: '[]' } }[account.trialTiers];
  }
  const index = state.tierLimits.findIndex(({ to }) => account.activeContacts <= to);
  const limits = state.tierLimits.at(index);
  const price = prices.at(index);
  return limits === undefined || price === undefined
    ? { current_tiers: '[]' }
    : {
        current_tiers: printList([
          printObject({
            price,
            tier: String(state.tierLimits.indexOf(limits) + 1),
            tier_min: String(limits.from),
            tier_max: String(limits.to),
            current_usage: String(account.activeContacts),
            usage_type: '"Contacts"',
          }),
        ]),
      };
};

/** Other members are ignored: `/plan` has no more than these two. */
const planChangeSchema = z.object({
  plan_type: z.int(),
  billing_day_of_month: z.int().min(1).max(31).optional(),
});
