import { type Done, done, impossible, notFound } from '../done.ts';
import type { ChangedAccount, OutsideChange } from '../outside-changes.ts';
import type { SandboxWorld } from '../world.ts';
import { toDate } from './dates.ts';
import { changeInstance } from './instance-change.ts';
import type { AriaState } from './state.ts';

/**
 * A change that somebody makes in Aria's own pages, of every plan instance of the account that has not ended. Not in the
 * journal, which is for writes through the API.
 */
export const changeAriaAccount = (
  state: AriaState,
  world: SandboxWorld,
  { accountId, change }: { readonly accountId: string; readonly change: OutsideChange },
): Done<ChangedAccount> => {
  const account = state.accounts.get(accountId);
  if (account === undefined) {
    return notFound(`account ${accountId} at aria`, [...state.accounts.keys()]);
  }
  if (change === 'tier-up' || change === 'tier-down') {
    return impossible(`aria has no ${change}. It has: cancel, suspend, activate.`);
  }
  const living = account.instances.filter(({ statusCode }) => statusCode > -2);
  if (living.length === 0 && change !== 'cancel') {
    return impossible(`Account ${accountId} has no plan instance that has not ended.`);
  }
  const changed = statusChanges[change];
  const today = toDate(world.clock.now());
  return done({
    changes: living
      .filter(({ statusCode }) => statusCode !== changed.statusCode)
      .map((instance) => ({
        subscriptionId: instance.planInstanceNo,
        change: changeInstance(instance, changed, today),
      })),
    event: '718',
  });
};

const statusChanges = {
  cancel: { statusCode: -2, billDay: null, nextBillDate: null },
  suspend: { statusCode: -1 },
  activate: { statusCode: 1 },
} as const;
