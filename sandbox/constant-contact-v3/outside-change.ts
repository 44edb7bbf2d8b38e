import { type Done, done, impossible, notFound } from '../done.ts';
import type { ChangedAccount, OutsideChange } from '../outside-changes.ts';
import type { SandboxWorld } from '../world.ts';
import { type ConstantContactV3Account, type ConstantContactV3State, trialPlanType } from './state.ts';

/**
 * A change that the vendor's own people or the account's owner make. Not in the journal, which is for writes through the
 * API. Of a trial that is activated, or of any other change of plan, the vendor tells nobody.
 */
export const changeConstantContactV3Account = (
  state: ConstantContactV3State,
  world: SandboxWorld,
  { accountId, change }: { readonly accountId: string; readonly change: OutsideChange },
): Done<ChangedAccount> => {
  const account = state.accounts.get(accountId);
  if (account === undefined) {
    return notFound(`account ${accountId} at constant-contact-v3`, [...state.accounts.keys()]);
  }
  if (change !== 'cancel' && isCanceled(account)) {
    return impossible(`Account ${accountId} is canceled, and only a PUT of its plan opens it again.`);
  }
  const changed = changesOf(state, account, { change, today: new Date(world.clock.now()).getUTCDate() });
  if (!changed.ok) {
    return changed;
  }
  const before = { ...account };
  Object.assign(account, changed.value);
  const differences = wireNames
    .filter(([member]) => account[member] !== before[member])
    .map(([member, name]) => [name, [before[member], account[member]]]);
  return done({
    changes: differences.length === 0 ? [] : [{ subscriptionId: null, change: Object.fromEntries(differences) }],
    event: eventOf[change],
  });
};

const isCanceled = ({ billingStatus }: ConstantContactV3Account): boolean => /^cancel/i.test(billingStatus);

const changesOf = (
  state: ConstantContactV3State,
  account: ConstantContactV3Account,
  { change, today }: { readonly change: OutsideChange; readonly today: number },
): Done<Partial<ConstantContactV3Account>> => {
  switch (change) {
    case 'cancel':
      return done(isCanceled(account) ? {} : { billingStatus: 'Canceled' });
    case 'suspend':
      // The page has the event and no word for the status.
      return done({ billingStatus: 'Disabled' });
    case 'activate':
      return done({
        ...(!/^(open|active)$/i.test(account.billingStatus) && { billingStatus: 'Open' }),
        ...(account.planType === trialPlanType && {
          planType: firstPlanSold(state, account),
          billingDayOfMonth: today,
        }),
      });
    case 'tier-up':
      return moveTier(state, account, 1);
    case 'tier-down':
      return moveTier(state, account, -1);
  }
};

const firstPlanSold = ({ planGroups }: ConstantContactV3State, { planGroupId }: ConstantContactV3Account): string =>
  planGroups.get(planGroupId)?.find((planType) => planType !== trialPlanType) ?? trialPlanType;

/** The tier follows the contacts. */
const moveTier = (
  { tierLimits }: ConstantContactV3State,
  account: ConstantContactV3Account,
  step: 1 | -1,
): Done<Partial<ConstantContactV3Account>> => {
  if (account.planType === trialPlanType) {
    return impossible('A trial has no tier.');
  }
  const index = tierLimits.findIndex(({ to }) => account.contacts <= to) + step;
  const limits = tierLimits.at(Math.max(index, 0));
  return limits === undefined || index < 0
    ? impossible(`The account is in the ${step === 1 ? 'highest' : 'lowest'} tier already.`)
    : done({ contacts: step === 1 ? limits.from : limits.to });
};

const eventOf: Readonly<Record<OutsideChange, string | null>> = {
  cancel: 'account.cancel',
  suspend: 'account.disable',
  'tier-up': 'tier.increase',
  'tier-down': 'tier.decrease',
  activate: null,
};

const wireNames = [
  ['billingStatus', 'billing_status'],
  ['planType', 'plan_type'],
  ['billingDayOfMonth', 'billing_day_of_month'],
  ['contacts', 'current_usage'],
] as const;
