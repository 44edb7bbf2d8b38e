import { expect, test } from '@jest/globals';
import { makeFusebillNotification } from '../../sandbox/fusebill/notification.ts';
import { createFusebillSeed } from '../../sandbox/fusebill/seed.ts';
import { createFusebillState } from '../../sandbox/fusebill/state.ts';
import type { NotificationChoice } from '../../sandbox/notifications.ts';

const state = createFusebillSeed(Date.parse('2031-03-17T12:00:00Z'));

const make = (request: NotificationChoice) => makeFusebillNotification(state, request);

const bodyOf = (request: NotificationChoice) => {
  const made = make(request);
  return made.ok ? JSON.parse(made.value.body) : made;
};

test('Fusebill tells of a subscription as a GET shows it, with a fixed key in a header', () => {
  const made = make({ accountId: '70003' });

  expect(made.ok && made.value.headers).toEqual({
    'content-type': 'application/json',
    'X-Sandbox-Fusebill': 'c2FuZGJveC1mdXNlYmlsbC13ZWJob29r',
  });
  expect(made.ok && made.value.body.startsWith('{"eventType":"SubscriptionUpdated","Subscription":{')).toBe(true);
  expect(bodyOf({ accountId: '70003' })).toMatchObject({
    eventType: 'SubscriptionUpdated',
    Subscription: {
      id: 52003,
      customerId: 70003,
      planCode: 'TEAM',
      planName: 'Team',
      status: 'Active',
      createdTimestamp: '2024-03-01T10:00:00',
      activatedTimestamp: '2024-03-15T10:00:00',
    },
  });
});

test('Fusebill prints ids of 18 digits to the last one', () => {
  const made = make({ accountId: '900000000000000033' });

  expect(made.ok && made.value.body).toContain('"id":900000000000000017,');
});

test('of several subscriptions it is the newest, or the one that was named', () => {
  expect(bodyOf({ accountId: '70010' })).toMatchObject({ Subscription: { id: 52012 } });
  expect(bodyOf({ accountId: '70010', subscriptionId: '52011' })).toMatchObject({
    Subscription: { id: 52011, status: 'Provisioning' },
  });
});

test('Fusebill tells of a customer under that name', () => {
  expect(bodyOf({ accountId: '70003', event: 'CustomerCreated' })).toMatchObject({
    eventType: 'CustomerCreated',
    Customer: { id: 70003, status: 'Active' },
  });
});

test.each([
  [{}, 400, 'accountId is missing.'],
  [{ accountId: '4711' }, 404, 'There is no account 4711 at fusebill. There are: 70001, '],
  [{ accountId: '70012' }, 404, 'There is no subscription of account 70012 at fusebill. There are none.'],
  [
    { accountId: '70003', subscriptionId: '52001' },
    404,
    'There is no subscription 52001 of account 70003 at fusebill. There are: 52003.',
  ],
  [
    { accountId: '70003', event: 'SubscriptionActivated' },
    400,
    'fusebill has no event SubscriptionActivated. It has: SubscriptionUpdated, SubscriptionCreated, CustomerCreated.',
  ],
  [{ planId: '88' }, 400, 'fusebill tells of customers and subscriptions: it knows no planId or format.'],
])('Fusebill does not tell of %j', (request, status, error) => {
  expect(make(request)).toMatchObject({ ok: false, status, error: expect.stringContaining(error) });
});

test('of an account without customers it says so', () => {
  expect(makeFusebillNotification(createFusebillState(), { accountId: '1' })).toEqual({
    ok: false,
    status: 404,
    error: 'There is no account 1 at fusebill. There are none.',
  });
});
