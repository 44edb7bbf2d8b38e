import { describe, expect, test } from '@jest/globals';
import { seedCatalogue } from '../../sandbox/fusebill/seed-plans.ts';
import { createFusebillState } from '../../sandbox/fusebill/state.ts';
import { apiError, json, openSandbox } from './fusebill-account.ts';

describe('lists', () => {
  test('pages count from 0 and their data is in headers', () => {
    const { call } = openSandbox();
    const first = call('/v1/Plans/?pageSize=100&pageNumber=0');
    expect(json(first)).toHaveLength(100);
    expect(first.headers).toMatchObject({
      'X-Count': '129',
      'X-MaxCount': '129',
      'X-CurrentPage': '0',
      'X-NextPage': '1',
      'X-PreviousPage': '-1',
      'X-PageSize': '100',
      'X-MaxPageIndex': '1',
      'X-SortOrder': 'Ascending',
      'X-SortExpression': 'id',
    });
    const second = call('/v1/plans?pageSize=100&pageNumber=1');
    expect(json(second)).toHaveLength(29);
    expect(second.headers).toMatchObject({ 'X-NextPage': '-1', 'X-PreviousPage': '0' });
    expect(json(call('/v1/Plans/?pageSize=100&pageNumber=2'))).toEqual([]);
  });

  test('a page size above the server’s own is cut', () => {
    const { call, state } = openSandbox();
    state.maximumPageSize = 25;
    const answer = call('/v1/Plans/?pageSize=200');
    expect(json(answer)).toHaveLength(25);
    expect(answer.headers).toMatchObject({ 'X-PageSize': '25', 'X-Count': '129' });
  });

  test('plans are found by code', () => {
    const { call } = openSandbox();
    expect(json(call('/v1/Plans/?query=code:TRIAL0')).map(({ id }: { id: number }) => id)).toEqual([97]);
    expect(json(call('/v1/Plans/?query=code:NOSUCH'))).toEqual([]);
    expect(json(call('/v1/Plans/?query=status:Retired;code:SUN*')).map(({ id }: { id: number }) => id)).toEqual([94]);
  });

  test.each([
    ['pageNumber=-1', 400],
    ['pageSize=0', 400],
    ['pageSize=many', 400],
    ['query=colour:red', 400],
    ['query=TEAM', 400],
    ['query=status:Actidve', 500],
    ['sortOrder=Ascending', 400],
    ['sortExpression=code', 400],
    ['sortOrder=ascending&sortExpression=code', 500],
  ])('?%s is refused with %i', (query, status) => {
    const answer = openSandbox().call(`/v1/Plans/?${query}`);
    expect(answer.status).toBe(status);
    expect(json(answer).HttpStatusCode).toBe(status);
  });

  test('a wrong status in the query of subscriptions is a server error', () => {
    const answer = openSandbox().call('/v1/customers/70010/subscriptions?query=status:Trial');
    expect(json(answer)).toEqual(apiError(500, "Requested value 'Trial' was not found."));
  });

  test('subscriptions of a customer are filtered by several statuses, and an unknown customer is 404', () => {
    const { call } = openSandbox();
    const ids = (target: string) => json(call(target)).map(({ id }: { id: number }) => id);
    expect(ids('/v1/customers/70010/subscriptions')).toEqual([52011, 52012]);
    expect(ids('/v1/Customers/70010/Subscriptions?query=status:Active,Draft')).toEqual([52012]);
    expect(ids('/v1/customers/70012/subscriptions')).toEqual([]);
    expect(json(call('/v1/customers/1/subscriptions'))).toEqual(apiError(404, 'Customer with id 1 not found.'));
  });

  test('a catalogue has any size', () => {
    const catalogue = createFusebillState();
    seedCatalogue(catalogue, 2_500);
    const { call } = openSandbox(catalogue);
    expect(call('/v1/Plans/').headers).toMatchObject({
      'X-Count': '2500',
      'X-PageSize': '1000',
      'X-MaxPageIndex': '2',
    });
    expect(json(call('/v1/Plans/?pageNumber=2'))).toHaveLength(500);
  });
});

describe('plans', () => {
  test('a plan of the newer shape has its money in the plan products alone', () => {
    const { call } = openSandbox();
    expect(json(call('/v1/PLANS/88'))).toMatchObject({
      code: 'TEAM',
      longdescription: null,
      modificationTimestamp: '0001-01-01T00:00:00',
      planFrequencies: [{ id: 417, planFrequencyUniqueId: 402, interval: 'Monthly', setupFees: [], charges: [] }],
    });
    const products = call('/v1/plans/88/planProducts');
    expect(products.body).toContain('"prices":[{"amount":29.000000,"currency":"USD"');
    expect(products.headers).toMatchObject({ 'X-Count': '1' });
    expect(json(products)).toMatchObject([
      {
        id: 5101,
        planId: 88,
        orderToCashCycles: [
          {
            planFrequencyId: 417,
            planProductPriceUplifts: null,
            pricingModel: {
              pricingModelType: 'Standard',
              quantityRanges: [
                {
                  min: 0,
                  max: null,
                  prices: [
                    { amount: 29, currency: 'USD' },
                    { amount: 27, currency: 'EUR' },
                  ],
                },
              ],
            },
          },
        ],
      },
    ]);
  });

  test('a plan of the older shape has it in the plain view, priced under id 0, and no products', () => {
    const { call } = openSandbox();
    const legacy = call('/v1/Plans/93');
    expect(legacy.body).toContain('"setupFees":[{"amount":15.000000,"currency":"USD","id":0,"uri":null}]');
    expect(legacy.body).toContain('"charges":[{"amount":29.000000,"currency":"USD","id":0,"uri":null}]');
    expect(json(call('/v1/Plans/93/planproducts'))).toEqual([]);
  });

  test('a product code that looks like a number is one', () => {
    expect(openSandbox().call('/v1/plans/90/planProducts').body).toContain('"productCode":55,');
  });

  test('yen have six decimals as well', () => {
    expect(openSandbox().call('/v1/plans/96/planProducts').body).toContain('"amount":1980.000000,"currency":"JPY"');
  });

  test('an unknown plan is 404 in the vendor’s words', () => {
    const { call } = openSandbox();
    expect(json(call('/v1/Plans/5'))).toEqual(apiError(404, 'Plan with id 5 not found.'));
    expect(json(call('/v1/Plans/5/planProducts'))).toEqual(apiError(404, 'Plan with id 5 not found.'));
    expect(call('/v1/Plans/TEAM').status).toBe(400);
  });

  test('the subscription template is of the frequency asked for', () => {
    const { call } = openSandbox();
    const template = json(call('/v1/Plans/90?view=subscription&interval=yearly&numberOfIntervals=1'));
    expect(template).toMatchObject({ customerId: null, planFrequencyId: 432, couponCodes: [] });
    expect(template.planFrequencies).toBeUndefined();
    const bundle = json(call('/v1/Plans/92?view=subscription&interval=monthly&numberOfIntervals=1'));
    expect(
      bundle.subscriptionProducts.map((product: { quantity: number; isIncluded: boolean }) => [
        product.quantity,
        product.isIncluded,
      ]),
    ).toEqual([
      [3, true],
      [1, false],
      [1, true],
    ]);
  });

  test.each([
    ['88?view=subscription&interval=Monthly&numberOfIntervals=1', 500],
    ['88?view=subscription&interval=weekly&numberOfIntervals=1', 500],
    ['88?view=Subscription&interval=monthly&numberOfIntervals=1', 500],
    ['88?view=subscription&interval=yearly&numberOfIntervals=1', 404],
    ['88?view=subscription&interval=monthly&numberOfIntervals=2', 404],
    ['88?view=subscription&interval=monthly&numberOfIntervals=one', 400],
    ['88?view=subscription&interval=monthly', 400],
    ['95?view=subscription&interval=yearly&numberOfIntervals=1', 404],
    ['95?view=subscription&interval=monthly&numberOfIntervals=3', 404],
  ])('Plans/%s has no template: %i', (target, status) => {
    expect(openSandbox().call(`/v1/Plans/${target}`).status).toBe(status);
  });
});
