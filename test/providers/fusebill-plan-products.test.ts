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

  const recurring = (amounts: Record<string, number | string>) => product({}, { ranges: [range(amounts)] });
  const oneTime = (amounts: Record<string, number | string>) =>
    product({ id: 5102, isRecurring: false, productType: 'OneTimeCharge' }, { ranges: [range(amounts)] });
  const tiered = product({ id: 5103 }, { type: 'Tiered' });

  const viewsOf = (
    charges: Record<string, number | string>,
    setupFees: Record<string, number | string>,
    products: readonly object[],
  ) =>
    pricesOf(planWith([{ ...monthly, charges: range(charges).prices, setupFees: range(setupFees).prices }]), products);

  test.each([
    ['nobody names money', {}, {}, [], [[null, null, null]]],
    ['the plain view alone names money', { USD: 29 }, { USD: 15 }, [], [['USD', '29.00', '15.00']]],
    ['the plain view alone names a charge', { USD: 29 }, {}, [], [['USD', '29.00', null]]],
    ['the plain view alone names a zero', { USD: '0.000000' }, {}, [], [['USD', '0.00', null]]],
    ['a fee stands beside a product that recurs', {}, { USD: 10 }, [recurring({ USD: 4 })], [['USD', '4.00', '10.00']]],
    [
      'a charge stands beside a product paid once',
      { USD: 29 },
      {},
      [oneTime({ USD: 15 })],
      [['USD', '29.00', '15.00']],
    ],
    ['a fee of zero stands beside a product', {}, { USD: 0 }, [recurring({ USD: 4 })], [['USD', '4.00', '0.00']]],
    ['the products alone name money', {}, {}, [recurring({ USD: 4 })], [['USD', '4.00', '0.00']]],
    ['a product paid once alone names money', {}, {}, [oneTime({ USD: 4 })], [['USD', '0.00', '4.00']]],
    ['a product is free', {}, {}, [recurring({ USD: '0.000000' })], [['USD', '0.00', '0.00']]],
    [
      'both views say the same',
      { USD: '29.000000' },
      { USD: 15 },
      [recurring({ USD: 29 }), oneTime({ USD: '15.00' })],
      [['USD', '29.00', '15.00']],
    ],
    [
      'the views contradict each other in both amounts',
      { USD: 29 },
      { USD: 15 },
      [recurring({ USD: 5 }), oneTime({ USD: 20 })],
      [['USD', null, null]],
    ],
    ['the plain view says zero, a product does not', { USD: 0 }, {}, [recurring({ USD: 5 })], [['USD', null, '0.00']]],
    ['a product is free, the plain view is not', { USD: 29 }, {}, [recurring({ USD: 0 })], [['USD', null, '0.00']]],
    ['a product has no sum, the plain view has', { USD: 29 }, { USD: 15 }, [tiered], [['USD', null, '15.00']]],
    [
      'the fee is in another currency than the products',
      {},
      { CAD: 10 },
      [recurring({ USD: 4 })],
      [
        ['USD', '4.00', null],
        ['CAD', null, '10.00'],
      ],
    ],
    [
      'the fee is in one currency of two',
      {},
      { USD: 10 },
      [recurring({ USD: 4, JPY: 400 })],
      [
        ['USD', '4.00', '10.00'],
        ['JPY', '400', null],
      ],
    ],
    [
      'the views agree in one currency of two',
      { USD: 4, JPY: 500 },
      {},
      [recurring({ USD: 4, JPY: 400 })],
      [
        ['USD', '4.00', '0.00'],
        ['JPY', null, '0'],
      ],
    ],
    [
      'currencies are padded, in either case',
      { 'jpy ': '500.000000' },
      { ' JPY': 5 },
      [recurring({ Jpy: 500 })],
      [['JPY', '500', '5']],
    ],
    [
      'the fee names no currency',
      {},
      { '': 10 },
      [recurring({ USD: 4 })],
      [
        ['USD', '4.00', null],
        [null, null, '10.00'],
      ],
    ],
    ['two charges name currencies that are none', { US$: 10, CA$: 12 }, {}, [], [[null, null, null]]],
    ['a product names two currencies that are none', {}, {}, [recurring({ US$: 4, CA$: 5 })], [[null, null, '0.00']]],
    [
      'amounts lack the zero before the point',
      { USD: '.95' },
      {},
      [oneTime({ USD: '-.5' })],
      [['USD', '0.95', '-0.50']],
    ],
  ] as const)('where %s', async (_what, charges, setupFees, products, expected) => {
    expect(await viewsOf(charges, setupFees, products)).toEqual(expected);
  });

  test('has its padded words read as if they were not', async () => {
    const padded = { ...monthly, interval: 'Yearly ', status: ' Active' };
    const products = [
      product({ status: 'Active ', isRecurring: null, productType: ' RecurringService' }, { type: 'standard ' }),
    ];
    expect(await read(planWith([padded], { status: 'Active ' }), products)).toMatchObject({
      status: 'active',
      prices: [{ status: 'active', interval: { unit: 'year', count: 1 }, recurring: { amount: '5.00' } }],
    });
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

  test('has neither sum where a product does not say whether it recurs', async () => {
    const odd = product({ id: 5102, isRecurring: null, productType: 'Donation' });
    expect(await pricesOf(planWith([monthly]), [product({}), odd])).toEqual([['USD', null, null]]);
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
