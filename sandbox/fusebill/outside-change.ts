import { type Done, done, impossible, notFound } from '../done.ts';
import type { ChangedAccount, OutsideChange } from '../outside-changes.ts';
import type { SandboxWorld } from '../world.ts';
import { startBilling } from './billing.ts';
import type { Customer, Subscription } from './records.ts';
import type { FusebillState } from './state.ts';

/**
 * A change that somebody makes in the vendor's own pages, or that the vendor makes by itself: of the customer, and with it
 * of all its subscriptions. Not in the journal, which is for writes through the API.
 * https://support.fusebill.com/hc/en-us/articles/115010387168-Service-Status
 */
export const changeFusebillAccount = (
  state: FusebillState,
  world: SandboxWorld,
  { accountId, change }: { readonly accountId: string; readonly change: OutsideChange },
): Done<ChangedAccount> => {
  const customer = state.customers.get(accountId);
  if (customer === undefined) {
    return notFound(`account ${accountId} at fusebill`, [...state.customers.keys()]);
  }
  if (change === 'tier-up' || change === 'tier-down') {
    return impossible(`fusebill has no ${change}. It has: cancel, suspend, activate.`);
  }
  if (change !== 'cancel' && customer.status === 'Cancelled') {
    return impossible(`Customer ${accountId} is Cancelled, and there is no way back.`);
  }
  const subscriptions = [...state.subscriptions.values()].filter(({ customerId }) => customerId === accountId);
  const before = [customer, ...subscriptions].map(({ status }) => status);
  const { customerStatus, changeSubscription } = effects(state, world)[change];
  Object.assign(customer, customerStatus);
  for (const subscription of subscriptions) {
    changeSubscription(subscription);
  }
  return done({
    changes: [customer, ...subscriptions].flatMap(({ id, status }, index) =>
      status === before[index]
        ? []
        : [{ subscriptionId: index === 0 ? null : id, change: { status: [before[index], status] } }],
    ),
    event: 'SubscriptionUpdated',
  });
};

interface Effect {
  readonly customerStatus: Partial<Pick<Customer, 'status' | 'customerAccountStatus'>>;
  readonly changeSubscription: (subscription: Subscription) => void;
}

const effects = (state: FusebillState, world: SandboxWorld): Record<'cancel' | 'suspend' | 'activate', Effect> => ({
  cancel: {
    customerStatus: { status: 'Cancelled' },
    changeSubscription: (subscription) => {
      if (['Active', 'Provisioning', 'Suspended'].includes(subscription.status)) {
        subscription.status = 'Cancelled';
        subscription.nextPeriodStartDate = null;
      }
    },
  },
  // As after poor standing beyond the grace period.
  suspend: {
    customerStatus: { status: 'Suspended', customerAccountStatus: 'PoorStanding' },
    changeSubscription: (subscription) => {
      if (subscription.status === 'Active' || subscription.status === 'Provisioning') {
        subscription.status = 'Suspended';
      }
    },
  },
  activate: {
    customerStatus: { status: 'Active', customerAccountStatus: 'Good' },
    changeSubscription: (subscription) => {
      if (subscription.status === 'Suspended') {
        subscription.status = subscription.activatedTimestamp === null ? 'Provisioning' : 'Active';
      } else if (subscription.status === 'Provisioning' || subscription.status === 'Draft') {
        startBilling(state, subscription, { world, options: billingOptions });
      }
    },
  },
});

const billingOptions = { showZeroDollarCharges: false, temporarilyDisableAutoPost: false };
