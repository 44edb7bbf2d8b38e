import { describe, expect, test } from '@jest/globals';
import { permitStrangers } from '../support/vendor-judge.ts';
import { json, openSandbox } from './fusebill-account.ts';

describe('migrate', () => {
  const ofAnother = { customerId: 70018, planFamilyRelationshipId: 7001, migrationTimingOption: 'Now' };
  const ofTrial = { ...ofAnother, customerId: 70017 };

  test('ends the source and starts a new subscription with a new id', () => {
    const { call, post, world } = openSandbox();
    const answer = post('/v1/subscriptions/52018/migrate', ofTrial);
    expect(answer.status).toBe(200);
    expect(json(answer)).toMatchObject({ planFamilyRelationshipId: 7001, earningOption: 'FamilyDefault' });
    expect(json(call('/v1/subscriptions/52018'))).toMatchObject({
      status: 'Migrated',
      migrationDate: '2024-05-31T10:00:00',
    });
    const [, successor] = json(call('/v1/customers/70017/subscriptions'));
    expect(successor).toMatchObject({ id: 90001, status: 'Active', planCode: 'TEAM', amount: 29 });
    expect(world.journal.entries()).toMatchObject([
      {
        operation: 'migrate',
        accountId: '70017',
        subscriptionId: '52018',
        change: { status: ['Active', 'Migrated'], planCode: ['TRIAL0', 'TEAM'], newSubscriptionId: '90001' },
      },
    ]);
    expect(post('/v1/subscriptions/52018/migrate', ofTrial).status).toBe(409);
  });

  test('leaves coupons and discounts behind', () => {
    const { call, post } = openSandbox();
    expect(json(call('/v1/subscriptions/52004'))).toMatchObject({
      coupons: [{ couponCode: 'SPRING' }],
      chargeDiscounts: [{ discountType: 'Percent', amount: 20 }],
      canMigrate: true,
    });
    expect(post('/v1/subscriptions/52004/migrate', { ...ofTrial, customerId: 70004 }).status).toBe(200);
    const successor = json(call('/v1/customers/70004/subscriptions?query=status:Active'))[0];
    expect(successor).toMatchObject({ coupons: [], chargeDiscounts: null });
  });

  test('a later migration is kept and changes no status', () => {
    const { call, post, state } = openSandbox();
    const later = { ...ofTrial, migrationTimingOption: 'NextBillingPeriod' };
    expect(post('/v1/subscriptions/52018/migrate', later).status).toBe(200);
    expect(json(call('/v1/subscriptions/52018'))).toMatchObject({
      status: 'Active',
      scheduledMigrationDate: '2024-06-15T05:00:00',
    });
    expect(state.scheduledMigrations.size).toBe(1);
    expect(post('/v1/subscriptions/52018/migrate', ofTrial).status).toBe(409);
  });

  test('member names are matched without case, and ids may be text', () => {
    permitStrangers('customerid', 'PlanFamilyRelationshipID');
    const body = { customerid: '70017', PlanFamilyRelationshipID: 7002, migrationTimingOption: 'Now' };
    expect(openSandbox().post('/v1/subscriptions/52018/migrate', body).status).toBe(200);
  });

  test.each([
    ['a missing customer', { planFamilyRelationshipId: 7001, migrationTimingOption: 'Now' }, 400, 'customerId'],
    ['a missing relationship', { customerId: 70017, migrationTimingOption: 'Now' }, 400, 'planFamilyRelationshipId'],
    ['a missing timing', { customerId: 70017, planFamilyRelationshipId: 7001 }, 400, 'migrationTimingOption'],
    ['a wrong timing', { ...ofTrial, migrationTimingOption: 'now' }, 400, 'migrationTimingOption'],
    ['a wrong option', { ...ofTrial, earningOption: 'Some' }, 400, 'earningOption'],
    ['a specific date without the date', { ...ofTrial, migrationTimingOption: 'SpecificDate' }, 400, 'specifiedDate'],
    ['an unknown relationship', { ...ofTrial, planFamilyRelationshipId: 7999 }, 400, 'planFamilyRelationshipId'],
    ['a relationship of another plan', { ...ofTrial, planFamilyRelationshipId: 7003 }, 409, 'Api Error'],
    ['another customer', ofAnother, 409, 'Api Error'],
  ])('%s is refused and nothing is written down', (_name, body, status, key) => {
    const { post, world } = openSandbox();
    const answer = post('/v1/subscriptions/52018/migrate', body);
    expect(answer.status).toBe(status);
    expect(json(answer).Errors).toMatchObject([{ Key: key }]);
    expect(world.journal.entries()).toEqual([]);
  });

  test('a body must be declared JSON and be it', () => {
    const { post } = openSandbox();
    const target = '/v1/subscriptions/52018/migrate';
    expect(post(target, JSON.stringify(ofTrial), { 'content-type': 'text/plain' }).status).toBe(415);
    expect(post(target, '{"customerId":').status).toBe(400);
    expect(post(target, []).status).toBe(400);
    expect(post(target).status).toBe(400);
  });

  test('a trial that is Provisioning cannot be migrated', () => {
    const { post } = openSandbox();
    expect(post('/v1/subscriptions/52001/migrate', { ...ofTrial, customerId: 70001 }).status).toBe(409);
  });
});
