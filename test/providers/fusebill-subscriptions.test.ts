import { afterEach, describe, expect, test } from '@jest/globals';
import { accountPlanSchema } from '../../shared/domain/account-plan.ts';
import { chooseAccountPlan } from '../../shared/domain/choose-account-plan.ts';
import {
  linesOf,
  ok,
  provisioningSubscription,
  refusal,
  startBench,
  subscriptionsOf70011,
} from '../support/fusebill-bench.ts';
import { closeRecordingServers } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

const readAll = async (subscriptions: readonly unknown[], secret: object = {}) => {
  const bench = await startBench({ [subscriptionsOf70011]: ok(subscriptions) }, secret);
  const result = await bench.operations.listAccountPlans?.('70011');
  if (!result?.ok) {
    throw new Error(JSON.stringify(result));
  }
  return result.value;
};

const readOne = async (more: object, secret: object = {}) => {
  const [read] = await readAll([{ ...provisioningSubscription, ...more }], secret);
  return { ...read, accountPlan: accountPlanSchema.parse(read?.accountPlan) };
};

describe('a subscription', () => {
  test('is told in our words, its raw form beside it', async () => {
    expect(await readOne({})).toEqual({
      accountPlan: {
        connection: 'acme',
        provider: 'fusebill',
        accountId: '70011',
        subscriptionId: '52001',
        planId: '88',
        planName: 'Team',
        planLevel: null,
        status: 'trial',
        providerStatus: 'Provisioning',
        billingDayOfMonth: 15,
        interval: { unit: 'month', count: 1 },
        trialEndsAt: '2031-03-15T10:00:00Z',
        nextBillingAt: null,
        tiers: [],
      },
      isAddOn: false,
      endedAt: null,
      isReplaced: false,
      hasDiscounts: false,
      raw: provisioningSubscription,
    });
  });

  test.each([
    ['Provisioning', 'trial'],
    ['PROVISIONING', 'trial'],
    ['Active', 'active'],
    ['Draft', 'pending'],
    ['Suspended', 'suspended'],
    ['Cancelled', 'canceled'],
    ['Migrated', 'canceled'],
    ['Expired', 'expired'],
    ['StandingOrder', 'unknown'],
    ['Trial', 'unknown'],
    [null, 'unknown'],
  ])('in state %s is %s', async (status, expected) => {
    const { accountPlan } = await readOne({ status });
    expect(accountPlan).toMatchObject({ status: expected, providerStatus: status });
  });

  test.each([
    ['TEAM', 'trial'],
    ['team', 'active'],
    ['TEAM ', 'active'],
  ])('that is active is a trial by the exact code of its plan: %s', async (code, expected) => {
    const { accountPlan } = await readOne({ status: 'Active' }, { trialPlanCodes: ['OTHER', code] });
    expect(accountPlan).toMatchObject({ status: expected, trialEndsAt: null });
  });

  test('that is a draft with a date never activates by itself, so no trial ends then', async () => {
    const { accountPlan } = await readOne({ status: 'Draft' });
    expect(accountPlan.trialEndsAt).toBeNull();
  });

  test.each([
    ['0001-01-01T00:00:00', null],
    ['2031-03-15T10:00:00.1234567', '2031-03-15T10:00:00.1234567Z'],
    ['2031-03-15T10:00:00Z', '2031-03-15T10:00:00Z'],
    ['2031-03-15T10:00:00-05:00', '2031-03-15T15:00:00.000Z'],
    ['2031-13-45T10:00:00', null],
    ['next week', null],
    [null, null],
  ])('whose trial ends at %j', async (scheduledActivationTimestamp, expected) => {
    const { accountPlan } = await readOne({ scheduledActivationTimestamp });
    expect(accountPlan.trialEndsAt).toBe(expected);
  });

  test.each([
    [31, 31],
    ['15', 15],
    [0, null],
    [32, null],
    [null, null],
    ['first', null],
  ])('with invoice day %j', async (invoiceDay, expected) => {
    expect((await readOne({ invoiceDay })).accountPlan.billingDayOfMonth).toBe(expected);
  });

  test.each([
    [{ chargeDiscount: { amount: 10 } }],
    [{ setupFeeDiscount: { amount: 10 } }],
    [{ chargeDiscounts: [{ amount: 10 }] }],
    [{ setupFeeDiscounts: [{ amount: 10 }] }],
    [{ coupons: [{ code: 'SPRING' }] }],
    [{ subscriptionProducts: [{ planProduct: { planId: 88 }, subscriptionProductDiscounts: [{ amount: 10 }] }] }],
    [{ subscriptionProducts: [{ planProduct: { planId: 88 }, subscriptionProductDiscount: { amount: 10 } }] }],
  ])('has discounts with %j', async (more) => {
    expect(await readOne(more)).toMatchObject({ hasDiscounts: true, accountPlan: { planId: '88' } });
  });

  test('without an id is no answer', async () => {
    const bench = await startBench({ [subscriptionsOf70011]: ok([{ status: 'Active' }]) });
    expect(await bench.operations.listAccountPlans?.('70011')).toMatchObject({
      problem: { code: 'provider_response_invalid' },
    });
  });
});

describe('the plan of a subscription', () => {
  const byCode = 'GET /v1/Plans/?query=code:TEAM';

  const planIdOf = async (more: object, plans: unknown = []) => {
    const bench = await startBench({
      [subscriptionsOf70011]: ok([{ ...provisioningSubscription, ...more }]),
      [byCode]: ok(plans),
    });
    const result = await bench.operations.listAccountPlans?.('70011');
    return { planId: result?.ok ? result.value[0]?.accountPlan.planId : result?.problem, lines: linesOf(bench) };
  };

  test('comes from its products, without another call', async () => {
    expect(await planIdOf({})).toEqual({ planId: '88', lines: [subscriptionsOf70011] });
  });

  test.each([
    ['no products', []],
    ['products without a plan', [{ planProduct: null }, { planProduct: { planId: 0 } }, {}]],
    ['products that disagree', [{ planProduct: { planId: 88 } }, { planProduct: { planId: 89 } }]],
  ])('comes from its unique code with %s', async (_what, subscriptionProducts) => {
    const plans = [
      { id: 1, code: 'team' },
      { id: 90, code: 'TEAM' },
    ];
    expect(await planIdOf({ subscriptionProducts }, plans)).toEqual({
      planId: '90',
      lines: [subscriptionsOf70011, byCode],
    });
  });

  test('is not known where no plan, or more than one, has exactly this code', async () => {
    expect((await planIdOf({ subscriptionProducts: [] }, [{ id: 1, code: 'TEAM2' }])).planId).toBeNull();
    const twice = [
      { id: 1, code: 'TEAM' },
      { id: 2, code: 'TEAM' },
    ];
    expect((await planIdOf({ subscriptionProducts: [] }, twice)).planId).toBeNull();
  });

  test.each([['A:B'], ['A;B'], ['A,B'], ['A*'], ['A|B'], ['[empty]']])(
    'is not asked for by the code %s, which is a filter',
    async (planCode) => {
      expect(await planIdOf({ subscriptionProducts: [], planCode })).toEqual({
        planId: null,
        lines: [subscriptionsOf70011],
      });
    },
  );

  test('is asked for once a code, and encoded', async () => {
    const bare = { ...provisioningSubscription, subscriptionProducts: [], planCode: 'A & B' };
    const bench = await startBench({
      [subscriptionsOf70011]: ok([bare, { ...bare, id: 52002 }]),
      'GET /v1/Plans/?query=code:A%20%26%20B': ok([{ id: 91, code: 'A & B' }]),
    });
    const result = await bench.operations.listAccountPlans?.('70011');
    expect(result?.ok && result.value.map(({ accountPlan }) => accountPlan.planId)).toEqual(['91', '91']);
    expect(bench.requests).toHaveLength(2);
  });

  test('that cannot be asked for fails the read: no plan is not an unknown plan', async () => {
    const bench = await startBench({
      [subscriptionsOf70011]: ok([{ ...provisioningSubscription, subscriptionProducts: [] }]),
      [byCode]: refusal(500, 'Server error.'),
    });
    expect(await bench.operations.listAccountPlans?.('70011')).toMatchObject({ problem: { code: 'provider_error' } });
  });
});

describe('an account', () => {
  test('that is not there is not found', async () => {
    const bench = await startBench({});
    expect(await bench.operations.listAccountPlans?.('70011')).toMatchObject({
      problem: { code: 'account_not_found' },
    });
  });

  test('without subscriptions has none', async () => {
    expect(await readAll([])).toEqual([]);
  });

  const ended = (id: number, status: string, more: object = {}) => ({
    ...provisioningSubscription,
    id,
    status,
    ...more,
  });

  const chosenId = async (subscriptions: readonly object[]) => {
    const chosen = chooseAccountPlan(await readAll(subscriptions), undefined);
    return chosen.ok ? chosen.value.accountPlan.subscriptionId : chosen.problem;
  };

  test('whose subscriptions have all ended is on the one that ended last', async () => {
    const earlier = ended(9, 'Expired', { expiredTimestamp: '2030-01-01T00:00:00' });
    expect(await chosenId([ended(3, 'Migrated', { migrationDate: '2030-02-01T00:00:00' }), earlier])).toBe('3');
  });

  test('is on the newest where one of them does not say when it ended', async () => {
    const migrated = ended(3, 'Migrated', { migrationDate: '2030-02-01T00:00:00' });
    expect(await chosenId([ended(10, 'Cancelled'), migrated])).toBe('10');
  });
});
