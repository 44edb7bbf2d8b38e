import { afterEach, describe, expect, test } from '@jest/globals';
import { planSchema } from '../../shared/domain/plan.ts';
import { apiKey, linesOf, ok, productsOf88, refusal, startBench } from '../support/fusebill-bench.ts';
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

const read = async (plan: unknown, products: readonly unknown[]) => {
  const bench = await startBench({ 'GET /v1/Plans/88': { status: 200, body: plan }, [productsOf88]: ok(products) });
  const result = await bench.operations.getPlan?.('88');
  return result?.ok ? planSchema.parse(result.value.plan) : result?.problem;
};

const pricesOf = async (plan: unknown, products: readonly unknown[]) => {
  const found = await read(plan, products);
  return found !== undefined && 'prices' in found
    ? found.prices.map(({ currency, recurring, setup }) => [currency, recurring?.amount ?? null, setup?.amount ?? null])
    : found;
};

const range = (amounts: Record<string, number | string>, min = 0, max: number | null = null) => ({
  min,
  max,
  prices: Object.entries(amounts).map(([currency, amount]) => ({ amount, currency, id: 0 })),
});

const product = (
  more: object,
  { planFrequencyId = 417, type = 'Standard', ranges = [range({ USD: 5 })] }: Priced = {},
) => ({
  id: 5101,
  productName: 'Seat',
  productCode: 100,
  productType: 'RecurringService',
  status: 'Active',
  quantity: 1,
  isRecurring: true,
  isOptional: false,
  isIncludedByDefault: true,
  orderToCashCycles: [{ planFrequencyId, pricingModel: { pricingModelType: type, quantityRanges: ranges } }],
  ...more,
});

interface Priced {
  readonly planFrequencyId?: number;
  readonly type?: string;
  readonly ranges?: readonly object[];
}

describe('a plan with its products', () => {
  test('is read by two calls and comes with the plain view as raw, without the key', async () => {
    const plan = planWith([monthly], { description: `key ${apiKey}` });
    const bench = await startBench({ 'GET /v1/Plans/88': ok(plan), [productsOf88]: ok([]) });
    const result = await bench.operations.getPlan?.('88');
    expect(result?.ok && result.value.raw).toEqual({ ...plan, description: 'key [redacted]' });
    expect(linesOf(bench).toSorted()).toEqual(['GET /v1/Plans/88', productsOf88]);
  });

  test('has the money of its products where the plain view has none', async () => {
    const products = [
      product({ quantity: 3 }, { ranges: [range({ USD: '9.990000' })] }),
      product({ id: 5102, isRecurring: false, productType: 'OneTimeCharge' }, { ranges: [range({ USD: 15 })] }),
    ];
    expect(await pricesOf(planWith([{ ...monthly, charges: [], setupFees: [] }]), products)).toEqual([
      ['USD', '29.97', '15.00'],
    ]);
  });

  test('takes both amounts from the products, where there are any, and the plain view otherwise', async () => {
    const frequency = {
      ...monthly,
      charges: [{ amount: 29, currency: 'USD' }],
      setupFees: [{ amount: 15, currency: 'USD' }],
    };
    expect(await pricesOf(planWith([frequency]), [product({})])).toEqual([['USD', '5.00', '0.00']]);
    expect(await pricesOf(planWith([frequency]), [])).toEqual([['USD', '29.00', '15.00']]);
    expect(await pricesOf(planWith([{ ...monthly, charges: [], setupFees: [] }]), [])).toEqual([[null, null, null]]);
  });

  test.each([
    ['retired', { status: 'Retired' }],
    ['deleted', { status: 'Deleted' }],
    ['not included', { isIncludedByDefault: false }],
    ['optional and silent on inclusion', { isIncludedByDefault: null, isOptional: true }],
  ])('leaves out a product that is %s', async (_what, more) => {
    expect(await pricesOf(planWith([monthly]), [product({}), product({ id: 5102, ...more })])).toEqual([
      ['USD', '5.00', '0.00'],
    ]);
  });

  test('counts a product that is silent on its state, inclusion, quantity and kind by what it has', async () => {
    const silent = { status: null, isIncludedByDefault: null, isOptional: null, quantity: null, isRecurring: null };
    const products = [product(silent), product({ ...silent, id: 5102, productType: 'PhysicalGood' })];
    expect(await pricesOf(planWith([monthly]), products)).toEqual([['USD', '5.00', '5.00']]);
  });

  test('prices each frequency by its id, although the unique id of another is the same number', async () => {
    const yearly = { ...monthly, id: 402, planFrequencyUniqueId: 418, interval: 'Yearly' };
    const cycles = [
      ...product({}, { planFrequencyId: 402, ranges: [range({ USD: 50 })] }).orderToCashCycles,
      ...product({}, { planFrequencyId: 777, ranges: [range({ USD: 1 })] }).orderToCashCycles,
    ];
    expect(await pricesOf(planWith([monthly, yearly]), [product({ orderToCashCycles: cycles })])).toEqual([
      [null, null, null],
      ['USD', '50.00', '0.00'],
    ]);
    const both = [...cycles, ...product({}, { ranges: [range({ USD: 5 })] }).orderToCashCycles];
    expect(await pricesOf(planWith([monthly, yearly]), [product({ orderToCashCycles: both })])).toEqual([
      ['USD', '5.00', '0.00'],
      ['USD', '50.00', '0.00'],
    ]);
  });

  test('prices a frequency by its unique id where no product knows its id', async () => {
    expect(await pricesOf(planWith([monthly]), [product({}, { planFrequencyId: 402 })])).toEqual([
      ['USD', '5.00', '0.00'],
    ]);
  });

  test.each([['Tiered'], ['Volume'], ['StairStep'], ['Formula'], ['Odd']])(
    'has no sum, but tiers, with %s pricing',
    async (type) => {
      const ranges = [range({ USD: 5, JPY: 500 }, 0, 10), range({ USD: '4.500000', JPY: 450 }, 10.5, null)];
      expect(await read(planWith([monthly]), [product({ isRecurring: true }, { type, ranges })])).toMatchObject({
        prices: [
          {
            currency: 'USD',
            recurring: null,
            setup: { amount: '0.00' },
            tiers: [
              { itemId: '5101', name: 'Seat', type: 'recurring', from: '0', to: '10', amount: '5.00' },
              { itemId: '5101', name: 'Seat', type: 'recurring', from: '10.5', to: null, amount: '4.50' },
            ],
          },
          { currency: 'JPY', recurring: null, setup: { amount: '0' }, tiers: [{ amount: '500' }, { amount: '450' }] },
        ],
      });
    },
  );

  test('has no sum for standard pricing with several ranges, and says which are charged once', async () => {
    const ranges = [range({ USD: 5 }, 0, 10), range({ USD: 4 }, 10)];
    expect(
      await read(planWith([monthly]), [product({ isRecurring: false }, { ranges }), product({ id: 5102 })]),
    ).toMatchObject({
      prices: [
        {
          recurring: { amount: '5.00' },
          setup: null,
          tiers: [
            { type: 'one_time', to: '10' },
            { type: 'one_time', to: null },
          ],
        },
      ],
    });
  });

  test('has no sum in a currency that one of its items has no price in', async () => {
    const products = [
      product({}, { ranges: [range({ USD: 5, CAD: 7 })] }),
      product({ id: 5102 }, { ranges: [range({ USD: 1 })] }),
    ];
    expect(await pricesOf(planWith([monthly]), products)).toEqual([
      ['USD', '6.00', '0.00'],
      ['CAD', null, '0.00'],
    ]);
  });

  test('is not read past an amount that is no number', async () => {
    expect(await read(planWith([monthly]), [product({}, { ranges: [range({ USD: 'free' })] })])).toMatchObject({
      code: 'provider_response_invalid',
    });
  });

  test('that is not there is not found', async () => {
    const bench = await startBench({ 'GET /v1/Plans/88': refusal(404, 'Plan with id 88 not found.') });
    expect(await bench.operations.getPlan?.('88')).toMatchObject({
      problem: { code: 'plan_not_found', provider: { message: 'Plan with id 88 not found.' } },
    });
  });
});
