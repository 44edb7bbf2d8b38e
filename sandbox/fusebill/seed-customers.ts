import { subscriptionProductsOf } from './billing.ts';
import type { Customer, Subscription } from './records.ts';
import type { FusebillState } from './state.ts';
import { timestamp } from './wire-values.ts';

/** One customer for each case; SEED.md has them in a table. `now` is in milliseconds and sets the trials' ends. */
export const seedCustomers = (state: FusebillState, now: number): void => {
  const inTwoWeeks = timestamp(now + 14 * dayMs);

  addCustomer(state, '70001');
  addSubscription(state, '52001', '70001', onTeam, { ...provisioning, scheduledActivationTimestamp: inTwoWeeks });
  addCustomer(state, '70002');
  addSubscription(state, '52002', '70002', onTeam, provisioning);
  addCustomer(state, '70003');
  addSubscription(state, '52003', '70003', onTeam, active);
  addCustomer(state, '70004');
  addSubscription(state, '52004', '70004', onTrial, { ...active, couponCodes: ['SPRING'], discountPercentage: '20' });
  addCustomer(state, '70005');
  // A Draft never activates by itself, whatever its date.
  addSubscription(state, '52005', '70005', onTeam, { scheduledActivationTimestamp: timestamp(now - 7 * dayMs) });
  addCustomer(state, '70006', { status: 'Suspended', customerAccountStatus: 'PoorStanding' });
  addSubscription(state, '52006', '70006', onProMonthly, { ...active, status: 'Suspended' });
  addCustomer(state, '70007', { status: 'Cancelled' });
  addSubscription(state, '52007', '70007', onTeam, { ...active, ...ended, status: 'Cancelled' });
  addCustomer(state, '70008');
  addSubscription(state, '52008', '70008', onTeam, {
    ...active,
    ...ended,
    status: 'Expired',
    expiredTimestamp: '2024-06-01T05:00:00',
  });
  addCustomer(state, '70009');
  addSubscription(state, '52009', '70009', onTrial, {
    ...active,
    ...ended,
    status: 'Migrated',
    migrationDate: '2024-03-15T10:00:00',
  });
  addSubscription(state, '52010', '70009', onTeam, active);
  addCustomer(state, '70010');
  addSubscription(state, '52011', '70010', onTeam, provisioning);
  addSubscription(state, '52012', '70010', onProMonthly, active);
  addCustomer(state, '70011', { status: 'Draft' });
  addSubscription(state, '52013', '70011', onTeam, provisioning);
  addCustomer(state, '70012');
  addCustomer(state, '70013');
  addSubscription(state, '52014', '70013', { planId: '92', planFrequencyId: '451' }, provisioning);
  addCustomer(state, '70014', { collection: 'fails' });
  addSubscription(state, '52015', '70014', onTeam, provisioning);
  addCustomer(state, '70015', { collection: 'none' });
  addSubscription(state, '52016', '70015', onTeam, provisioning);
  addCustomer(state, '70016');
  addSubscription(state, '52017', '70016', { planId: '93', planFrequencyId: '461' }, provisioning);
  addCustomer(state, '70017');
  addSubscription(state, '52018', '70017', onTrial, active);
  addCustomer(state, '70018', { currency: 'EUR' });
  addSubscription(state, '52019', '70018', onTeam, provisioning);
  addCustomer(state, '70019');
  addSubscription(state, '52020', '70019', onTeam, { ...active, status: 'StandingOrder' });
  // Past 2^53: a client that reads ids as numbers meets other ids.
  addCustomer(state, '900000000000000033');
  addSubscription(state, '900000000000000017', '900000000000000033', onTeam, provisioning);
};

const dayMs = 86_400_000;

type PlanOfSubscription = Pick<Subscription, 'planId' | 'planFrequencyId'>;

const onTeam: PlanOfSubscription = { planId: '88', planFrequencyId: '417' };
const onProMonthly: PlanOfSubscription = { planId: '90', planFrequencyId: '431' };
const onTrial: PlanOfSubscription = { planId: '97', planFrequencyId: '481' };

const provisioning: Partial<Subscription> = { status: 'Provisioning', provisionedTimestamp: '2024-03-01T10:00:05' };

const active: Partial<Subscription> = {
  status: 'Active',
  activatedTimestamp: '2024-03-15T10:00:00',
  lastPeriodStartDate: '2024-05-15T05:00:00',
  nextPeriodStartDate: '2024-06-15T05:00:00',
  hasPostedInvoice: true,
};

const ended: Partial<Subscription> = { nextPeriodStartDate: null };

const addCustomer = (state: FusebillState, id: string, differences: Partial<Customer> = {}): void => {
  state.customers.set(id, {
    id,
    firstName: 'Robin',
    lastName: `Example ${id.slice(-2)}`,
    companyName: 1024,
    primaryEmail: `billing-${id}@example.com;accounts-${id}@example.com`,
    // Typed as text by the vendor, printed as numbers.
    primaryPhone: 5_550_100,
    reference: 4711,
    status: 'Active',
    customerAccountStatus: 'Good',
    currency: 'USD',
    collection: 'succeeds',
    ...differences,
  });
};

const addSubscription = (
  state: FusebillState,
  id: string,
  customerId: string,
  plan: PlanOfSubscription,
  differences: Partial<Subscription>,
): void => {
  state.subscriptions.set(id, {
    id,
    customerId,
    ...plan,
    status: 'Draft',
    reference: 8080,
    subscriptionOverride: null,
    createdTimestamp: '2024-03-01T10:00:00',
    activatedTimestamp: null,
    provisionedTimestamp: null,
    scheduledActivationTimestamp: null,
    expiredTimestamp: null,
    lastPeriodStartDate: null,
    nextPeriodStartDate: null,
    migrationDate: null,
    scheduledMigrationDate: null,
    hasPostedInvoice: false,
    products: subscriptionProductsOf(state, plan.planId),
    couponCodes: [],
    discountPercentage: null,
    ...differences,
  });
};
