import type { Interval, OrderToCashCycle, Plan, PlanFrequency, PlanProduct, Price } from './records.ts';
import type { FusebillState } from './state.ts';

/** The hand-made plans and the ways between them; SEED.md has them in a table. */
export const seedPlans = (state: FusebillState): void => {
  addPlan(state, plan('88', 'TEAM', 'Team', [frequency('417', '402', 'Monthly')]), [
    product('5101', 'SEAT', 'Team seat', [standard('417', [usd('29.00'), eur('27.00')])]),
  ]);
  addPlan(state, plan('90', 'PRO', 'Pro', [frequency('431', '421', 'Monthly'), frequency('432', '422', 'Yearly')]), [
    // A code that looks like a number is printed as one.
    product('5111', 55, 'Pro access', [standard('431', [usd('49.00')]), standard('432', [usd('490.00')])]),
  ]);
  addPlan(state, plan('91', 'USAGE', 'Usage', [frequency('441', '426', 'Monthly')]), [
    product('5121', 'BASE', 'Base fee', [standard('441', [usd('10.00')])]),
    {
      ...product('5122', 'CALLS', 'Calls', [
        cycle('441', 'Tiered', [
          { min: '0', max: '1000', prices: [usd('0.05')] },
          { min: '1000', max: null, prices: [usd('0.0006')] },
        ]),
      ]),
      quantity: '0',
    },
    {
      ...product('5123', 'STORAGE', 'Storage', [
        cycle('441', 'Volume', [
          { min: '0', max: '50', prices: [usd('0.50')] },
          { min: '50', max: null, prices: [usd('0.40')] },
        ]),
      ]),
      quantity: '0',
    },
  ]);
  addPlan(state, plan('92', 'BUNDLE', 'Bundle', [frequency('451', '427', 'Monthly')]), [
    { ...product('5131', 'LICENCE', 'Licence', [standard('451', [usd('12.50')])]), quantity: '3' },
    {
      ...product('5132', 'SUPPORT', 'Premium support', [standard('451', [usd('99.00')])]),
      isOptional: true,
      isIncludedByDefault: false,
    },
    {
      ...product('5133', 'SETUP', 'Set-up', [standard('451', [usd('50.00')])]),
      productType: 'OneTimeCharge',
    },
    { ...product('5134', 'OLD', 'No longer sold', [standard('451', [usd('999.00')])]), status: 'Deleted' },
  ]);
  addPlan(
    state,
    plan('93', 'LEGACY', 'Legacy', [
      { ...frequency('461', '461', 'Monthly'), setupFees: [usd('15.00')], charges: [usd('29.00')] },
    ]),
    [],
  );
  addPlan(
    state,
    {
      ...plan('94', 'SUNSET', 'Sunset', [{ ...frequency('465', '428', 'Monthly'), status: 'Retired' }]),
      status: 'Retired',
    },
    [product('5141', 'SUN', 'Sunset access', [standard('465', [usd('5.00')])])],
  );
  addPlan(
    state,
    plan('95', 'MIXED', 'Mixed', [
      frequency('471', '431', 'Monthly'),
      { ...frequency('472', '432', 'Yearly'), status: 'Draft' },
      { ...frequency('473', '433', 'Monthly'), numberOfIntervals: 3, status: 'Retired' },
    ]),
    [
      product('5151', 'MIX', 'Mixed access', [
        standard('471', [usd('20.00')]),
        standard('472', [usd('200.00')]),
        standard('473', [usd('55.00')]),
      ]),
    ],
  );
  addPlan(state, plan('96', 'TOKYO', 'Tokyo', [frequency('475', '434', 'Monthly')]), [
    product('5161', 'TYO', 'Tokyo access', [standard('475', [{ amount: '1980', currency: 'JPY' }])]),
  ]);
  addPlan(state, plan('97', 'TRIAL0', 'Free trial', [frequency('481', '435', 'Monthly')]), [
    product('5171', 'TRIALSEAT', 'Trial seat', [standard('481', [usd('0.00')])]),
  ]);
  addRelationship(state, '7001', '481', '417');
  addRelationship(state, '7002', '481', '432');
  addRelationship(state, '7003', '417', '431');
};

/**
 * `count` more plans, ids from 10001 and codes from CAT-00001, each monthly at 10.00 USD and up. Even ones are of the older
 * shape, with their money in the plain view and no products; every tenth is retired.
 */
export const seedCatalogue = (state: FusebillState, count: number): void => {
  for (let number = 1; number <= count; number += 1) {
    const price = usd(`${10 + (number % 90)}.00`);
    const frequencyId = String(200_000 + number);
    const isRetired = number % 10 === 0;
    const monthly: PlanFrequency = {
      ...frequency(frequencyId, String(300_000 + number), 'Monthly'),
      charges: number % 2 === 0 ? [price] : [],
      status: isRetired ? 'Retired' : 'Active',
    };
    const code = `CAT-${String(number).padStart(5, '0')}`;
    addPlan(
      state,
      {
        ...plan(String(10_000 + number), code, `Catalogue ${number}`, [monthly]),
        status: isRetired ? 'Retired' : 'Active',
      },
      number % 2 === 0
        ? []
        : [product(String(400_000 + number), code, `Catalogue ${number}`, [standard(frequencyId, [price])])],
    );
  }
};

const addPlan = (state: FusebillState, added: Plan, products: readonly PlanProduct[]): void => {
  state.plans.set(added.id, added);
  for (const each of products) {
    state.planProducts.set(each.id, { ...each, planId: added.id });
  }
};

const addRelationship = (state: FusebillState, id: string, source: string, destination: string): void => {
  state.planFamilyRelationships.set(id, {
    id,
    planFamilyId: '700',
    sourcePlanFrequencyId: source,
    destinationPlanFrequencyId: destination,
  });
};

const plan = (id: string, code: string, name: string, frequencies: PlanFrequency[]): Plan => ({
  id,
  code,
  name,
  reference: null,
  description: `${name} plan`,
  longDescription: null,
  status: 'Active',
  frequencies,
});

const frequency = (id: string, uniqueId: string, interval: Interval): PlanFrequency => ({
  id,
  uniqueId,
  revisionId: `9${id}`,
  interval,
  numberOfIntervals: 1,
  status: 'Active',
  setupFees: [],
  charges: [],
  remainingInterval: null,
});

const product = (
  id: string,
  productCode: string | number,
  productName: string,
  cycles: OrderToCashCycle[],
): PlanProduct => ({
  id,
  uniqueId: `1${id}`,
  planId: '',
  productId: `2${id}`,
  productCode,
  productName,
  productDescription: null,
  productType: 'RecurringService',
  status: 'Active',
  quantity: '1',
  isOptional: false,
  isIncludedByDefault: true,
  cycles,
});

const cycle = (
  planFrequencyId: string,
  pricingModelType: OrderToCashCycle['pricingModelType'],
  quantityRanges: OrderToCashCycle['quantityRanges'],
): OrderToCashCycle => ({ planFrequencyId, pricingModelType, quantityRanges });

const standard = (planFrequencyId: string, prices: Price[]): OrderToCashCycle =>
  cycle(planFrequencyId, 'Standard', [{ min: '0', max: null, prices }]);

const usd = (amount: string): Price => ({ amount, currency: 'USD' });
const eur = (amount: string): Price => ({ amount, currency: 'EUR' });
