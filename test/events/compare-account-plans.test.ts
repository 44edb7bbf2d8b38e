import { describe, expect, test } from '@jest/globals';
import type { AccountPlan, AccountPlanTier } from '../../shared/domain/account-plan.ts';
import type { IsSamePlan } from '../../shared/domain/provider.ts';
import { changeOf, firstSightOf } from '../../shared/events/compare-account-plans.ts';

const tier = (changes: Partial<AccountPlanTier> = {}): AccountPlanTier => ({
  usageType: 'contacts',
  currentUsage: '812',
  tier: 2,
  from: '501',
  to: '1000',
  price: { amount: '47.50', currency: 'USD' },
  ...changes,
});

const plan = (changes: Partial<AccountPlan> = {}): AccountPlan => ({
  connection: 'acme',
  provider: 'constant-contact-v3',
  accountId: 'a07e1',
  subscriptionId: null,
  planId: 'SILVER',
  planName: 'SILVER',
  planLevel: null,
  status: 'active',
  providerStatus: 'Open',
  billingDayOfMonth: 9,
  interval: { unit: 'month', count: 1 },
  trialEndsAt: null,
  nextBillingAt: '2031-04-03T00:00:00Z',
  tiers: [tier()],
  ...changes,
});

const third = tier({ tier: 3, from: '1001', to: '2500', price: { amount: '70.00', currency: 'USD' } });
const emails = (number: number) => tier({ usageType: 'emails', tier: number, from: null, to: null });

type Change = ReturnType<typeof changeOf>;
type Row = readonly [string, Partial<AccountPlan>, Partial<AccountPlan>, Change, Change];

/** What it is from left to right, and back. */
const rows: readonly Row[] = [
  ['the same', {}, {}, null, null],
  ['usage within a tier', { tiers: [tier()] }, { tiers: [tier({ currentUsage: '999' })] }, null, null],
  ['the day of the next bill', {}, { nextBillingAt: '2031-05-03T00:00:00Z' }, null, null],
  ['the name of the plan', {}, { planName: 'Silver (new)' }, null, null],
  ['another word for the same status', {}, { providerStatus: 'Active' }, null, null],
  ['another case of the plan', {}, { planId: 'silver' }, null, null],

  [
    'a trial and paid',
    { status: 'trial', planId: 'TRIAL', tiers: [] },
    {},
    'account_plan.converted',
    'account_plan.changed',
  ],
  ['the end of a trial and paid', { status: 'trial_ended' }, {}, 'account_plan.converted', 'account_plan.changed'],
  [
    'a trial and its end',
    { status: 'trial' },
    { status: 'trial_ended' },
    'account_plan.changed',
    'account_plan.changed',
  ],
  [
    'a trial and suspended',
    { status: 'trial' },
    { status: 'suspended' },
    'account_plan.suspended',
    'account_plan.changed',
  ],
  [
    'a trial and canceled',
    { status: 'trial' },
    { status: 'canceled' },
    'account_plan.canceled',
    'account_plan.changed',
  ],
  ['a trial and expired', { status: 'trial' }, { status: 'expired' }, 'account_plan.canceled', 'account_plan.changed'],

  ['active and suspended', {}, { status: 'suspended' }, 'account_plan.suspended', 'account_plan.activated'],
  ['active and canceled', {}, { status: 'canceled' }, 'account_plan.canceled', 'account_plan.activated'],
  ['active and expired', {}, { status: 'expired' }, 'account_plan.canceled', 'account_plan.activated'],
  [
    'suspended and canceled',
    { status: 'suspended' },
    { status: 'canceled' },
    'account_plan.canceled',
    'account_plan.suspended',
  ],
  ['pending and active', { status: 'pending' }, {}, 'account_plan.activated', 'account_plan.changed'],
  ['not billable and active', { status: 'non_billable' }, {}, 'account_plan.activated', 'account_plan.changed'],
  [
    'nobody knows what and active',
    { status: 'unknown', providerStatus: 'Held' },
    {},
    'account_plan.activated',
    'account_plan.changed',
  ],
  ['pending and a trial', { status: 'pending' }, { status: 'trial' }, 'account_plan.changed', 'account_plan.changed'],
  [
    'pending and canceled',
    { status: 'pending' },
    { status: 'canceled' },
    'account_plan.canceled',
    'account_plan.changed',
  ],
  [
    'canceled and expired',
    { status: 'canceled' },
    { status: 'expired' },
    'account_plan.changed',
    'account_plan.changed',
  ],
  [
    'a cancellation that also changes the plan',
    {},
    { status: 'canceled', planId: 'GOLD', tiers: [third] },
    'account_plan.canceled',
    'account_plan.activated',
  ],
  [
    'two statuses that nobody documents',
    { status: 'unknown', providerStatus: 'Under Review' },
    { status: 'unknown', providerStatus: 'Held' },
    'account_plan.changed',
    'account_plan.changed',
  ],

  ['a tier and the next one', {}, { tiers: [third] }, 'account_plan.tier_increased', 'account_plan.tier_decreased'],
  [
    'the same with the level of the plan',
    { planLevel: 2 },
    { planLevel: 3, tiers: [third] },
    'account_plan.tier_increased',
    'account_plan.tier_decreased',
  ],
  [
    'tiers without a number, which their limits tell apart: 501 and 1001, not by their letters',
    { tiers: [tier({ tier: null })] },
    { tiers: [{ ...third, tier: null }] },
    'account_plan.tier_increased',
    'account_plan.tier_decreased',
  ],
  [
    'two tiers that move the same way',
    { tiers: [tier(), emails(1)] },
    { tiers: [third, emails(4)] },
    'account_plan.tier_increased',
    'account_plan.tier_decreased',
  ],
  [
    'two tiers of which one moves',
    { tiers: [tier(), emails(1)] },
    { tiers: [third, emails(1)] },
    'account_plan.tier_increased',
    'account_plan.tier_decreased',
  ],
  [
    'two tiers that move against each other',
    { tiers: [tier(), emails(4)] },
    { tiers: [third, emails(1)] },
    'account_plan.changed',
    'account_plan.changed',
  ],
  [
    'tiers in another order, one of which moves',
    { tiers: [tier(), emails(1)] },
    { tiers: [emails(1), third] },
    'account_plan.tier_increased',
    'account_plan.tier_decreased',
  ],
  [
    'a tier that nobody can rank',
    {},
    { tiers: [tier({ tier: null, from: null, to: null })] },
    'account_plan.changed',
    'account_plan.changed',
  ],
  ['no tiers and one', { tiers: [] }, {}, 'account_plan.changed', 'account_plan.changed'],
  ['a tier of another kind', {}, { tiers: [emails(3)] }, 'account_plan.changed', 'account_plan.changed'],
  [
    'the price of a tier',
    {},
    { tiers: [tier({ price: { amount: '48.00', currency: 'USD' } })] },
    'account_plan.changed',
    'account_plan.changed',
  ],
  [
    'a higher tier of another plan',
    {},
    { planId: 'GOLD', tiers: [third] },
    'account_plan.changed',
    'account_plan.changed',
  ],

  ['another plan', {}, { planId: 'GOLD' }, 'account_plan.changed', 'account_plan.changed'],
  ['a plan that nobody knows', {}, { planId: null }, 'account_plan.changed', 'account_plan.changed'],
  ['the level of the plan', { planLevel: 2 }, { planLevel: 3 }, 'account_plan.changed', 'account_plan.changed'],
  ['the billing day', {}, { billingDayOfMonth: 10 }, 'account_plan.changed', 'account_plan.changed'],
  ['the interval', {}, { interval: { unit: 'year', count: 1 } }, 'account_plan.changed', 'account_plan.changed'],
  [
    'the end of a trial that is put off',
    { status: 'trial', trialEndsAt: '2031-04-03T00:00:00Z' },
    { status: 'trial', trialEndsAt: '2031-05-03T00:00:00Z' },
    'account_plan.changed',
    'account_plan.changed',
  ],
];

/** A provider whose plans are one in any case. */
const isSamePlan: IsSamePlan = (left, right) => left?.toLowerCase() === right?.toLowerCase() && left !== null;

describe('between two looks at an account plan', () => {
  test.each(rows)('%s', (_what, left, right, forth, back) => {
    expect([changeOf(plan(left), plan(right), isSamePlan), changeOf(plan(right), plan(left), isSamePlan)]).toEqual([
      forth,
      back,
    ]);
  });

  test('there is a row for each type of event, and for nothing', () => {
    expect([...new Set(rows.flatMap(([, , , ...types]) => types))].map(String).toSorted()).toEqual([
      'account_plan.activated',
      'account_plan.canceled',
      'account_plan.changed',
      'account_plan.converted',
      'account_plan.suspended',
      'account_plan.tier_decreased',
      'account_plan.tier_increased',
      'null',
    ]);
  });
});

test.each<[AccountPlan['status'], ReturnType<typeof firstSightOf>]>([
  ['trial', 'account_plan.changed'],
  ['trial_ended', 'account_plan.changed'],
  ['active', 'account_plan.changed'],
  ['non_billable', 'account_plan.changed'],
  ['pending', 'account_plan.changed'],
  ['unknown', 'account_plan.changed'],
  ['suspended', 'account_plan.suspended'],
  ['canceled', 'account_plan.canceled'],
  ['expired', 'account_plan.canceled'],
])('an account plan that was never seen before and is %s', (status, type) => {
  expect(firstSightOf(plan({ status }))).toBe(type);
});
