import { describe, expect, test } from '@jest/globals';
import type { AccountPlanStatus } from '../../shared/domain/account-plan.ts';
import { chooseAccountPlan } from '../../shared/domain/choose-account-plan.ts';
import type { AccountPlanRead } from '../../shared/domain/provider.ts';

const read = (
  subscriptionId: string | null,
  status: AccountPlanStatus,
  changes: Partial<AccountPlanRead> = {},
): AccountPlanRead => ({
  accountPlan: {
    connection: 'acme',
    provider: 'aria',
    accountId: '1',
    subscriptionId,
    planId: `plan-of-${subscriptionId}`,
    planName: null,
    planLevel: null,
    status,
    providerStatus: null,
    billingDayOfMonth: null,
    interval: null,
    trialEndsAt: null,
    nextBillingAt: null,
    tiers: [],
  },
  isAddOn: false,
  endedAt: null,
  isReplaced: false,
  hasDiscounts: false,
  raw: null,
  ...changes,
});

const chosenId = (reads: readonly AccountPlanRead[], subscriptionId?: string) => {
  const chosen = chooseAccountPlan(reads, subscriptionId);
  return chosen.ok ? chosen.value.accountPlan.subscriptionId : chosen.problem.code;
};

const liveStatuses = ['trial', 'trial_ended', 'active', 'suspended', 'non_billable', 'unknown'] as const;
const endedStatuses = ['canceled', 'expired'] as const;

describe('of the account plans of one account', () => {
  test.each(liveStatuses)('one that is %s wins over a pending one and an ended one', (status) => {
    expect(chosenId([read('1', 'pending'), read('2', 'canceled'), read('3', status)])).toBe('3');
  });

  test.each(liveStatuses)('one that is %s and an active one are ambiguous', (status) => {
    expect(chosenId([read('1', 'active'), read('2', status)])).toBe('account_plan_ambiguous');
  });

  test.each(endedStatuses)('a pending one wins over one that is %s', (status) => {
    expect(chosenId([read('1', status, { endedAt: '2031-01-01T00:00:00Z' }), read('2', 'pending')])).toBe('2');
  });

  test('two pending ones are ambiguous when nothing is live', () => {
    expect(chosenId([read('1', 'pending'), read('2', 'pending'), read('3', 'expired')])).toBe('account_plan_ambiguous');
  });

  test('the latest ended one is taken when there is nothing else', () => {
    const reads = [
      read('1', 'expired', { endedAt: '2024-03-01T00:00:00Z' }),
      read('2', 'canceled', { endedAt: '2024-06-01T00:00:00Z' }),
      read('3', 'canceled', { endedAt: '2024-05-01T00:00:00Z' }),
    ];

    expect(chosenId(reads)).toBe('2');
    expect(chosenId(reads.toReversed())).toBe('2');
  });

  test('of ended ones the one with a date wins, and without dates the highest number, as a number', () => {
    expect(chosenId([read('10', 'expired'), read('9', 'expired')])).toBe('10');
    expect(chosenId([read('9', 'expired', { endedAt: '2024-01-01T00:00:00Z' }), read('10', 'expired')])).toBe('9');
  });

  test('an add-on is considered only when it is named', () => {
    const addOn = read('2', 'active', { isAddOn: true });

    expect(chosenId([read('1', 'trial'), addOn])).toBe('1');
    expect(chosenId([addOn])).toBe('subscription_not_found');
    expect(chosenId([read('1', 'trial'), addOn], '2')).toBe('2');
  });

  test('the named one is taken whatever its status, next to live ones', () => {
    expect(chosenId([read('1', 'active'), read('2', 'active'), read('3', 'expired')], '3')).toBe('3');
    expect(chosenId([read('1', 'active'), read('2', 'active')], '2')).toBe('2');
  });

  test('a named one that is not there is not replaced by another', () => {
    expect(chosenId([read('1', 'active')], '2')).toBe('subscription_not_found');
    expect(chosenId([read(null, 'active')], '2')).toBe('subscription_not_found');
  });

  test('none is not found', () => {
    expect(chosenId([])).toBe('subscription_not_found');
  });

  test('a provider without subscription ids has one account plan, which is taken', () => {
    expect(chosenId([read(null, 'trial')])).toBeNull();
  });

  test('an ambiguous choice lists the candidates and no others', () => {
    const chosen = chooseAccountPlan(
      [read('1', 'active'), read('2', 'trial'), read('3', 'pending'), read('4', 'active', { isAddOn: true })],
      undefined,
    );

    expect(chosen).toMatchObject({
      ok: false,
      problem: {
        code: 'account_plan_ambiguous',
        extensions: {
          subscriptions: [
            { id: '1', planId: 'plan-of-1', status: 'active' },
            { id: '2', planId: 'plan-of-2', status: 'trial' },
          ],
        },
      },
    });
  });
});
