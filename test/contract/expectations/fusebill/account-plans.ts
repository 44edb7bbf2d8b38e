import { expect } from '@jest/globals';
import type { AccountPlan } from '../../../../shared/domain/account-plan.ts';
import { connectionPath, type Exchange } from '../../expectations.ts';
import { accountPlanOf, problemOf } from '../../expected.ts';
import { monthly } from './plan.ts';
import { read, subscriptionsOf } from './requests.ts';

type Ids = Pick<AccountPlan, 'accountId' | 'subscriptionId'>;

const subscription = (ids: Ids, status: AccountPlan['status'], providerStatus: string): AccountPlan =>
  accountPlanOf('fusebill', { ...ids, status, providerStatus, interval: monthly, planId: '88', planName: 'Team' });

export const provisioning = (accountId: string, subscriptionId: string): AccountPlan =>
  subscription({ accountId, subscriptionId }, 'trial', 'Provisioning');

export const active = (accountId: string, subscriptionId: string): AccountPlan =>
  subscription({ accountId, subscriptionId }, 'active', 'Active');

/** Active on the plan that the secret calls a trial. */
export const activeTrial = (accountId: string, subscriptionId: string): AccountPlan => ({
  ...subscription({ accountId, subscriptionId }, 'trial', 'Active'),
  planId: '97',
  planName: 'Free trial',
});

/** Fourteen days after the sandbox's start; the vendor prints it without a zone, and it is UTC. */
export const scheduledTrial: AccountPlan = { ...provisioning('70001', '52001'), trialEndsAt: '2031-03-28T10:00:00Z' };

const onPro = { planId: '90', planName: 'Pro' };

const get = (name: string, accountPlan: AccountPlan, query = ''): Exchange => ({
  name,
  request: { path: `${connectionPath}/accounts/${accountPlan.accountId}/plan${query}` },
  status: 200,
  body: accountPlan,
  sent: [subscriptionsOf(accountPlan.accountId)],
});

const missing = (name: string, accountId: string, query = ''): Exchange => ({
  name,
  request: { path: `${connectionPath}/accounts/${accountId}/plan${query}` },
  status: 404,
  body: problemOf({ code: 'subscription_not_found', status: 404 }),
  sent: [subscriptionsOf(accountId)],
});

export const accountPlans: readonly Exchange[] = [
  get('a provisioned subscription is a trial until its activation date', scheduledTrial),
  get('a trial without an end', provisioning('70002', '52002')),
  get('an active subscription', active('70003', '52003')),
  get('an active subscription on a plan that the secret calls a trial', activeTrial('70004', '52004')),
  {
    ...get('the same where the secret names no trial plan', { ...activeTrial('70004', '52004'), status: 'active' }),
    secret: { trialPlanCodes: [] },
  },
  get(
    'a draft is pending, and its date ends nothing',
    subscription({ accountId: '70005', subscriptionId: '52005' }, 'pending', 'Draft'),
  ),
  get('a suspended subscription', {
    ...subscription({ accountId: '70006', subscriptionId: '52006' }, 'suspended', 'Suspended'),
    ...onPro,
  }),
  get(
    'a cancelled subscription',
    subscription({ accountId: '70007', subscriptionId: '52007' }, 'canceled', 'Cancelled'),
  ),
  get('an expired subscription', subscription({ accountId: '70008', subscriptionId: '52008' }, 'expired', 'Expired')),
  get(
    'a status that nobody explains',
    subscription({ accountId: '70019', subscriptionId: '52020' }, 'unknown', 'StandingOrder'),
  ),
  get('the active one beside the one that was migrated', active('70009', '52010')),
  get(
    'the migrated one, when it is named',
    { ...activeTrial('70009', '52009'), status: 'canceled', providerStatus: 'Migrated' },
    '?subscriptionId=52009',
  ),
  {
    name: 'several live ones are ambiguous, and the answer lists them',
    request: { path: `${connectionPath}/accounts/70010/plan` },
    status: 409,
    body: problemOf(
      { code: 'account_plan_ambiguous', status: 409 },
      {
        subscriptions: [
          { id: '52011', planId: '88', status: 'trial' },
          { id: '52012', planId: '90', status: 'active' },
        ],
      },
    ),
    sent: [subscriptionsOf('70010')],
  },
  get('one of several, when it is named', provisioning('70010', '52011'), '?subscriptionId=52011'),
  get('the other, when it is named', { ...active('70010', '52012'), ...onPro }, '?subscriptionId=52012'),
  {
    ...get(
      'of ended ones the latest by their ends, not by their ids',
      subscription({ accountId: '70008', subscriptionId: '52008' }, 'expired', 'Expired'),
    ),
    arrange: ({ providers }) => giveTo(providers, '70008', '52009'),
  },
  {
    ...get(
      'of ended ones the highest id, where one does not say when it ended',
      subscription({ accountId: '70007', subscriptionId: '52008' }, 'expired', 'Expired'),
    ),
    arrange: ({ providers }) => giveTo(providers, '70007', '52008'),
  },
  missing('a customer without subscriptions', '70012'),
  missing('a subscription of another customer', '70001', '?subscriptionId=52002'),
  {
    ...get('a plan without products is found by its code', {
      ...provisioning('70016', '52017'),
      planId: '93',
      planName: 'Legacy',
    }),
    sent: [subscriptionsOf('70016'), read('/Plans/', { query: 'code:LEGACY' })],
  },
  get('ids that a JavaScript number cannot hold', provisioning('900000000000000033', '900000000000000017')),
  {
    name: 'a customer that does not exist',
    request: { path: `${connectionPath}/accounts/99/plan` },
    status: 404,
    body: problemOf({
      code: 'account_not_found',
      status: 404,
      provider: { name: 'fusebill', status: 404, code: 'Api Error', message: 'Customer with id 99 not found.' },
    }),
    sent: [subscriptionsOf('99')],
  },
  {
    name: 'an id that is no number',
    request: { path: `${connectionPath}/accounts/70001a/plan` },
    status: 400,
    body: problemOf({
      code: 'invalid_request',
      status: 400,
      errors: [{ path: 'path.accountId', message: expect.any(String) }],
    }),
    sent: [],
  },
];

type Providers = Parameters<NonNullable<Exchange['arrange']>>[0]['providers'];

const giveTo = ({ fusebill }: Providers, customerId: string, subscriptionId: string): void => {
  const given = fusebill.state.subscriptions.get(subscriptionId);
  if (given !== undefined) {
    given.customerId = customerId;
  }
};
