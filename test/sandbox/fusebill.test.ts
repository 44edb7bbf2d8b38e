import { describe, expect, test } from '@jest/globals';
import { apiError, apiKey, json, openSandbox } from './fusebill-account.ts';

describe('authorization', () => {
  test.each([
    ['encoded to Base64 once more', `Basic ${Buffer.from(apiKey).toString('base64')}`],
    ['encoded with a colon as a user name without password', `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`],
    ['sent as Bearer', `Bearer ${apiKey}`],
    ['without a scheme', apiKey],
    ['without Base64', 'Basic not-a-key'],
  ])('a key %s is badly formatted: 400', (_name, authorization) => {
    const answer = openSandbox().call('/v1/Plans/', { headers: { authorization } });
    expect(answer.status).toBe(400);
    expect(json(answer)).toEqual(apiError(400, 'Authorization key is not in the correct format.'));
  });

  test('a well-formed key that is not the account’s is 401, and so is the old one after a rotation', () => {
    const { call, state } = openSandbox();
    expect(call('/v1/Plans/', { headers: { authorization: 'Basic MDpzb21lYm9keS1lbHNl' } }).status).toBe(401);
    expect(call('/v1/Plans/').status).toBe(200);
    state.apiKey = 'MDpyb3RhdGVk';
    expect(call('/v1/Plans/').status).toBe(401);
    expect(call('/v1/Plans/', { headers: { authorization: 'Basic MDpyb3RhdGVk' } }).status).toBe(200);
  });
});

describe('rate limits', () => {
  test('every answer counts down, refusals too', () => {
    const { call } = openSandbox();
    expect(call('/v1/Plans/88').headers).toMatchObject({
      'X-Rate-Limit-Limit-Minute': '1000',
      'X-Rate-Limit-Remaining-Minute': '999',
      'X-Rate-Limit-Reset-Minute': '2024-05-31T10:01:00',
      'X-Rate-Limit-Limit-Day': '180000',
      'X-Rate-Limit-Remaining-Day': '179999',
      'X-Rate-Limit-Reset-Day': '2024-06-01T00:00:00',
    });
    expect(call('/v1/Plans/5').headers).toMatchObject({ 'X-Rate-Limit-Remaining-Minute': '998' });
  });

  test('an enforced limit answers 429 without Retry-After until its minute is over', () => {
    const { call, state, world } = openSandbox();
    state.rateLimits.enforced = true;
    state.rateLimits.minute.limit = 1;
    expect(call('/v1/Plans/88').status).toBe(200);
    const refusal = call('/v1/Plans/88');
    expect(refusal.status).toBe(429);
    expect(json(refusal)).toEqual(apiError(429, 'The limit of 1 requests per minute has been exceeded.'));
    expect(refusal.headers).toMatchObject({
      'X-Rate-Limit-Remaining-Minute': '0',
      'X-Rate-Limit-Reset-Minute': '2024-05-31T10:01:00',
    });
    expect(Object.keys(refusal.headers ?? {}).map((name) => name.toLowerCase())).not.toContain('retry-after');
    world.clock.advance(60_000);
    expect(call('/v1/Plans/88').status).toBe(200);
  });
});

describe('subscriptions and customers', () => {
  test('a trial is Provisioning with a date without zone', () => {
    expect(json(openSandbox().call('/v1/subscriptions/52001'))).toMatchObject({
      id: 52001,
      customerId: 70001,
      status: 'Provisioning',
      planCode: 'TEAM',
      scheduledActivationTimestamp: '2024-06-14T10:00:00',
      activatedTimestamp: null,
      chargeDiscounts: null,
      customFields: null,
      canMigrate: false,
    });
  });

  test('inside a subscription every nested id is the subscription product’s', () => {
    const [item] = json(openSandbox().call('/v1/subscriptions/52003')).subscriptionProducts;
    const [cycle] = item.planProduct.orderToCashCycles;
    expect(item.planProduct).toMatchObject({ id: 5101, planId: 88 });
    expect([cycle.id, cycle.chargeModels[0].id, cycle.pricingModel.id]).toEqual([item.id, item.id, item.id]);
    expect(cycle.pricingModel.quantityRanges[0]).toMatchObject({ id: 0, prices: [{ id: item.id }, { id: item.id }] });
  });

  test('an id of 18 digits is printed exactly', () => {
    const { call } = openSandbox();
    expect(call('/v1/customers/900000000000000033/subscriptions').body).toContain('"id":900000000000000017,"uri"');
    expect(call('/v1/subscriptions/900000000000000017').body).toContain('"customerId":900000000000000033,');
  });

  test('a customer’s phone and reference are bare numbers', () => {
    const { call } = openSandbox();
    expect(json(call('/v1/customers/70011'))).toMatchObject({
      status: 'Draft',
      primaryPhone: 5550100,
      reference: 4711,
    });
    expect(json(call('/v1/customers/1'))).toEqual(apiError(404, 'Customer with id 1 not found.'));
    expect(json(call('/v1/subscriptions/1'))).toEqual(apiError(404, 'Subscription with id 1 not found.'));
  });
});

test('operations have the vendor’s names, and a preview one of its own', () => {
  const { sandbox } = openSandbox();
  const operation = (method: string, target: string) => {
    const url = new URL(target, 'http://127.0.0.1');
    return sandbox.operationOf({ method, path: url.pathname, query: url.searchParams, headers: {}, body: '' });
  };
  expect([
    operation('GET', '/v1/Plans/'),
    operation('GET', '/v1/Plans/88'),
    operation('GET', '/v1/plans/88/planProducts'),
    operation('GET', '/v1/customers/70001'),
    operation('GET', '/v1/customers/70001/subscriptions'),
    operation('GET', '/v1/subscriptions/52001'),
    operation('POST', '/v1/SubscriptionActivation/52001'),
    operation('POST', '/v1/SubscriptionActivation/52001?preview=true'),
    operation('POST', '/v1/subscriptions/52001/migrate'),
    operation('POST', '/v1/customerActivation'),
    operation('GET', '/v1/Nothing'),
  ]).toEqual([
    'GET Plans',
    'GET Plan',
    'GET planProducts',
    'GET customer',
    'GET customer subscriptions',
    'GET subscription',
    'SubscriptionActivation',
    'SubscriptionActivation preview',
    'migrate',
    'customerActivation',
    'GET /v1/Nothing',
  ]);
  expect(openSandbox().call('/v1/Nothing').status).toBe(404);
});
