import { type Done, done, impossible, notFound } from '../done.ts';
import type { ChangedAccount, OutsideChange } from '../outside-changes.ts';
import type { SandboxWorld } from '../world.ts';
import { type ConstantContactV2Account, type ConstantContactV2State, trialPlanType } from './state.ts';

/**
 * A change that the vendor's own people or the account's owner make. Not in the journal, which is for writes through the
 * API. Of a trial that is activated, or of any other change of plan, the vendor tells nobody.
 */
export const changeConstantContactV2Account = (
  state: ConstantContactV2State,
  world: SandboxWorld,
  { accountId, change }: { readonly accountId: string; readonly change: OutsideChange },
): Done<ChangedAccount> => {
  const account = state.accounts.get(accountId);
  if (account === undefined) {
    return notFound(`account ${accountId} at constant-contact-v2`, [...state.accounts.keys()]);
  }
  if (change !== 'cancel' && isCanceled(account)) {
    return impossible(`Account ${accountId} is cancelled, and there is no way back.`);
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

const isCanceled = ({ status }: ConstantContactV2Account): boolean => /^cancel/i.test(status);

const changesOf = (
  state: ConstantContactV2State,
  account: ConstantContactV2Account,
  { change, today }: { readonly change: OutsideChange; readonly today: number },
): Done<Partial<ConstantContactV2Account>> => {
  switch (change) {
    case 'cancel':
      return done(isCanceled(account) ? {} : { status: 'Cancelled' });
    case 'suspend':
      // The page has the event and no word for the status.
      return done({ status: 'Disabled' });
    case 'activate':
      return done({
        ...(!/^(open|active)$/i.test(account.status) && { status: 'Open' }),
        ...(account.planType === trialPlanType && {
          planType: state.prices.keys().next().value ?? trialPlanType,
          billingDayOfMonth: today,
        }),
      });
    case 'tier-up':
      return moveTier(state, account, 1);
    case 'tier-down':
      return moveTier(state, account, -1);
  }
};

/** The tier follows the active contacts, and so does plan_level where it is told. */
const moveTier = (
  { tierLimits }: ConstantContactV2State,
  account: ConstantContactV2Account,
  step: 1 | -1,
): Done<Partial<ConstantContactV2Account>> => {
  if (account.planType === trialPlanType) {
    return impossible('A trial has no tier.');
  }
  const index = tierLimits.findIndex(({ to }) => account.activeContacts <= to) + step;
  const limits = tierLimits.at(Math.max(index, 0));
  return limits === undefined || index < 0
    ? impossible(`The account is in the ${step === 1 ? 'highest' : 'lowest'} tier already.`)
    : done({
        activeContacts: step === 1 ? limits.from : limits.to,
        ...(account.planLevel !== null && { planLevel: index + 1 }),
      });
};

const eventOf: Readonly<Record<OutsideChange, string | null>> = {
  cancel: 'account.cancel',
  suspend: 'account.disable',
  'tier-up': 'tier.increase',
  'tier-down': 'tier.decrease',
  activate: null,
};

const wireNames = [
  ['status', 'status'],
  ['planType', 'plan_type'],
  ['planLevel', 'plan_level'],
  ['billingDayOfMonth', 'billing_day_of_month'],
  ['activeContacts', 'current_usage'],
] as const;
