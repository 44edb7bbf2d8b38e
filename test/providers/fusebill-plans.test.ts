import { afterEach, describe, expect, test } from '@jest/globals';
import { planSchema } from '../../shared/domain/plan.ts';
import { firstPlans, startBench, teamPlan } from '../support/fusebill-bench.ts';
import { closeRecordingServers } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

const planWith = (planFrequencies: readonly object[], more: object = {}) => ({
  id: 88,
  code: 'TEAM',
  name: 'Team',
  status: 'Active',
  planFrequencies,
  ...more,
});

const monthly = { id: 417, planFrequencyUniqueId: 402, interval: 'Monthly', numberOfIntervals: 1, status: 'Active' };

const listed = async (plan: unknown) => {
  const bench = await startBench({
    [firstPlans]: { status: 200, body: typeof plan === 'string' ? `[${plan}]` : [plan] },
  });
  const result = await bench.operations.listPlans?.(0);
  const read = result?.ok ? result.value.plans[0] : undefined;
  return planSchema.parse(read?.plan);
};

describe('a plan of the catalogue', () => {
  test('is told in our words', async () => {
    expect(await listed(teamPlan)).toEqual({
      id: '88',
      connection: 'acme',
      provider: 'fusebill',
      code: 'TEAM',
      name: 'Team',
      reference: null,
      description: 'Team plan',
      longDescription: null,
      status: 'active',
      providerStatus: 'Active',
      level: null,
      source: 'provider',
      updatedAt: null,
      warnings: [],
      prices: [
        {
          id: '417',
          code: null,
          name: null,
          status: 'active',
          isDefault: null,
          currency: 'USD',
          interval: { unit: 'month', count: 1 },
          usageInterval: null,
          recurring: { amount: '29.00', currency: 'USD' },
          setup: { amount: '15.00', currency: 'USD' },
          tiers: [],
        },
      ],
    });
  });

  test('has its numbers as text, its time in UTC and its notes by the lower-case name', async () => {
    const more = { reference: 4711, longdescription: 'Notes', modificationTimestamp: '2030-05-06T07:08:09.123' };
    expect(await listed(planWith([], more))).toMatchObject({
      reference: '4711',
      longDescription: 'Notes',
      updatedAt: '2030-05-06T07:08:09.123Z',
      prices: [],
    });
  });

  test.each([
    ['Retired', 'inactive'],
    ['active', 'active'],
    ['Paused', 'unknown'],
  ])('is, when %s, %s', async (status, expected) => {
    expect(await listed(planWith([], { status }))).toMatchObject({ status: expected, providerStatus: status });
  });

  test.each([
    ['Monthly', 3, { unit: 'month', count: 3 }],
    ['Monthly', 12, { unit: 'year', count: 1 }],
    ['Yearly', 2, { unit: 'year', count: 2 }],
    ['Weekly', 1, null],
    ['Monthly', 0, null],
  ])('reads the interval %s times %i', async (interval, numberOfIntervals, expected) => {
    const { prices } = await listed(planWith([{ ...monthly, interval, numberOfIntervals }]));
    expect(prices[0]?.interval).toEqual(expected);
  });

  test.each([
    ['Draft', 'inactive'],
    ['Retired', 'inactive'],
    ['Odd', 'unknown'],
  ])('has a price that is, when %s, %s', async (status, expected) => {
    const { prices } = await listed(planWith([{ ...monthly, status }]));
    expect(prices[0]?.status).toBe(expected);
  });

  test('with empty charges is not free: nothing is known of the amounts', async () => {
    const { prices } = await listed(planWith([{ ...monthly, charges: [], setupFees: [] }]));
    expect(prices).toMatchObject([{ id: '417', currency: null, recurring: null, setup: null }]);
  });

  test('has a price for every currency, and no amount where a list is silent on one', async () => {
    const charges = [
      { amount: 29, currency: 'usd' },
      { amount: 2900, currency: 'JPY' },
    ];
    const { prices } = await listed(planWith([{ ...monthly, charges, setupFees: [{ amount: 15, currency: 'CAD' }] }]));
    expect(prices.map(({ currency, recurring, setup }) => [currency, recurring?.amount, setup?.amount])).toEqual([
      ['USD', '29.00', undefined],
      ['JPY', '2900', undefined],
      ['CAD', undefined, '15.00'],
    ]);
  });

  test('keeps ids of eighteen digits and amounts of many places', async () => {
    const plan = `{"id":123456789012345678,"planFrequencies":[{"id":987654321098765432,"charges":[{"amount":0.000600,"currency":"USD"}]}]}`;
    expect(await listed(plan)).toMatchObject({
      id: '123456789012345678',
      prices: [{ id: '987654321098765432', recurring: { amount: '0.0006' } }],
    });
  });
});
