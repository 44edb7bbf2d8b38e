import * as z from 'zod';
import { parseJson, printList, printObject } from '../json-text.ts';
import type { SandboxWorld } from '../world.ts';
import { type ConstantContactV3Account, type ConstantContactV3State, trialPlanType } from './state.ts';

/** What stands wrong in a request, in the vendor's words. */
export interface PlanRefusal {
  readonly key: string;
  readonly message: string;
}

/**
 * Carries out a PUT, or says what is wrong with it and changes nothing. The vendor's rules, from
 * https://developer.constantcontact.com/api_guide/partners_plans_update.html: never back to TRIAL; the plan must stand in
 * the account's plan group; billing_day_of_month counts only in the PUT that leaves TRIAL; a trial that is left opens.
 * A canceled account is opened again by any plan but TRIAL:
 * https://developer.constantcontact.com/api_guide/partners_plans_cancel.html
 */
export const putPlan = (
  world: SandboxWorld,
  state: ConstantContactV3State,
  { accountId, account, body }: { accountId: string; account: ConstantContactV3Account; body: string },
): PlanRefusal | null => {
  const json = parseJson(body);
  if (json === undefined) {
    return { key: 'partner.api.bad_request', message: 'The JSON was malformed.' };
  }
  const parsed = planChangeSchema.safeParse(json);
  if (!parsed.success) {
    const member = parsed.error.issues[0]?.path.join('.') || 'The body';
    return { key: 'partner.api.validation', message: `${member} is not valid.` };
  }
  const { plan_type: planType, billing_day_of_month: billingDayOfMonth } = parsed.data;
  const planGroupId = chooseGroup(state, account, parsed.data.plan_group_id);
  if (planGroupId === null) {
    return { key: 'partner.api.validation', message: "plan_group_id does not match the account's plan group." };
  }
  if (!state.planGroups.get(planGroupId)?.includes(planType)) {
    return { key: 'partner.api.validation', message: "plan_type is not in the account's plan group." };
  }
  const isCanceled = /^cancel/i.test(account.billingStatus);
  if (planType === trialPlanType && (isCanceled || account.planType !== trialPlanType)) {
    return { key: 'partner.api.validation', message: 'plan_type cannot go back to TRIAL.' };
  }

  const leavesTrial = account.planType === trialPlanType && planType !== trialPlanType;
  const changed: ConstantContactV3Account = {
    ...account,
    planType,
    planGroupId,
    ...(leavesTrial || isCanceled ? { billingStatus: 'Open' } : {}),
    ...(leavesTrial ? { billingDayOfMonth: billingDayOfMonth ?? new Date(world.clock.now()).getUTCDate() } : {}),
  };
  const change = {
    ...difference('plan_type', account.planType, changed.planType),
    ...difference('plan_group_id', account.planGroupId, changed.planGroupId),
    ...difference('billing_status', account.billingStatus, changed.billingStatus),
    ...difference('billing_day_of_month', account.billingDayOfMonth, changed.billingDayOfMonth),
  };
  Object.assign(account, changed);
  if (Object.keys(change).length > 0) {
    world.journal.record({
      provider: 'constant-contact-v3',
      operation: 'PUT plan',
      accountId,
      subscriptionId: null,
      change,
    });
  }
  return null;
};

/** The answer to GET, and to a PUT that went well. The plan group is never told. */
export const printPlan = (state: ConstantContactV3State, account: ConstantContactV3Account): string =>
  printObject({
    plan_type: JSON.stringify(account.planType),
    ...printTiers(state, account),
    billing_status: JSON.stringify(account.billingStatus),
    billing_day_of_month: String(account.billingDayOfMonth),
  });

const printTiers = (state: ConstantContactV3State, account: ConstantContactV3Account): Record<string, string> => {
  const prices = state.prices.get(account.planType);
  if (prices === undefined) {
    return { absent: {}, null: { current_tiers: 'null' }, empty: { current_tiers: '[]' } }[account.trialTiers];
  }
  const index = state.tierLimits.findIndex(({ to }) => account.contacts <= to);
  const limits = state.tierLimits.at(index);
  const price = prices.at(index);
  return limits === undefined || price === undefined
    ? { current_tiers: '[]' }
    : {
        current_tiers: printList([
          printObject({
            usage_type: '"CONTACTS"',
            current_usage: printFloat(String(account.contacts)),
            tier: String(state.tierLimits.indexOf(limits) + 1),
            tier_min: printFloat(String(limits.from)),
            tier_max: printFloat(String(limits.to)),
            price: printFloat(price),
            currency_code: JSON.stringify(account.currencyCode),
          }),
        ]),
      };
};

/** `47.5` as `47.50000`: amounts and counts alike have five digits after the point. */
const printFloat = (decimal: string): string => {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return `${whole}.${fraction.padEnd(5, '0')}`;
};

/** The group that a PUT leads to, or null where the vendor refuses: a group that exists but is not the account's. */
const chooseGroup = (
  state: ConstantContactV3State,
  account: ConstantContactV3Account,
  asked: number | undefined,
): number | null => {
  if (asked === undefined || asked === account.planGroupId) {
    return account.planGroupId;
  }
  return state.planGroups.has(asked) ? null : state.defaultPlanGroupId;
};

const difference = (name: string, before: unknown, after: unknown): Record<string, unknown> =>
  before === after ? {} : { [name]: [before, after] };

/** Further members are ignored. The guide's example has the billing day as a string, its answer as a number. */
const planChangeSchema = z.object({
  plan_type: z.string(),
  plan_group_id: z.int32().optional(),
  billing_day_of_month: z
    .union([
      z.int().min(1).max(31),
      z
        .string()
        .regex(/^([1-9]|[12][0-9]|3[01])$/)
        .transform(Number),
    ])
    .optional(),
});
