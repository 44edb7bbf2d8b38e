import { expect } from '@jest/globals';
import type { Sandbox } from '../../../../sandbox/sandbox.ts';
import type { AccountPlan } from '../../../../shared/domain/account-plan.ts';
import { connectionPath, type Exchange } from '../../expectations.ts';
import { accountPlanOf, problemOf } from '../../expected.ts';
import { month } from './plan.ts';
import { accountRead, readOf } from './requests.ts';

/** On the plan `basic`, billed twenty days after the sandbox's start. */
export const trial = (accountId: string, subscriptionId: string): AccountPlan =>
  accountPlanOf('aria', {
    accountId,
    subscriptionId,
    planId: '10001',
    planName: 'Basic',
    status: 'trial',
    providerStatus: 'Trial',
    billingDayOfMonth: 3,
    interval: month,
    nextBillingAt: '2031-04-03T00:00:00.000Z',
  });

export const gold = { planId: '10002', planName: 'Gold' };
export const active = { status: 'active', providerStatus: 'Active' } as const;
const ended = { billingDayOfMonth: null, nextBillingAt: null };

const get = (name: string, accountPlan: AccountPlan, query = ''): Exchange => ({
  name,
  request: { path: `${connectionPath}/accounts/${accountPlan.accountId}/plan${query}` },
  status: 200,
  body: accountPlan,
  sent: [readOf(accountPlan.accountId)],
});

const inStatus = (
  statusCode: number,
  changes: Pick<AccountPlan, 'status' | 'providerStatus'>,
  name = `status ${statusCode}`,
): Exchange => ({
  ...get(name, { ...trial('5000001', '6000001'), ...changes }),
  arrange: (sandbox) => change(sandbox, '5000001', { statusCode }),
});

const missing = (name: string, accountId: string, query = ''): Exchange => ({
  name,
  request: { path: `${connectionPath}/accounts/${accountId}/plan${query}` },
  status: 404,
  body: problemOf({ code: 'subscription_not_found', status: 404 }),
  sent: [readOf(accountId)],
});

export const accountPlans: readonly Exchange[] = [
  get('a trial', trial('5000001', '6000001')),
  get('an active instance', { ...trial('5000004', '6000007'), ...gold, ...active }),
  get('a suspended instance', {
    ...trial('5000005', '6000008'),
    ...gold,
    status: 'suspended',
    providerStatus: 'Suspended',
  }),
  get('of two ended instances the one that ended later', {
    ...trial('5000006', '6000009'),
    ...gold,
    ...ended,
    status: 'canceled',
    providerStatus: 'Cancelled',
  }),
  get('a terminated instance', {
    ...trial('5000007', '6000011'),
    ...ended,
    status: 'expired',
    providerStatus: 'Terminated',
  }),
  get('a non-billable instance', {
    ...trial('5000008', '6000012'),
    planId: '10009',
    planName: 'Prepaid',
    status: 'non_billable',
    providerStatus: 'Active Non-Billable',
  }),
  get('a pending instance', {
    ...trial('5000009', '6000013'),
    status: 'pending',
    providerStatus: 'Pending Activation',
  }),
  inStatus(2, { status: 'active', providerStatus: 'Pending Cancellation' }),
  inStatus(3, { status: 'active', providerStatus: 'Pending Termination' }),
  inStatus(0, { status: 'suspended', providerStatus: 'Inactive' }),
  inStatus(31, { status: 'pending', providerStatus: 'Pending Installation' }),
  inStatus(99, { status: 'unknown', providerStatus: '99' }, 'a status that nobody documents, without a label'),
  {
    ...get('an interval of two weeks', {
      ...trial('5000001', '6000001'),
      planId: '10003',
      planName: 'Box',
      interval: { unit: 'week', count: 2 },
    }),
    arrange: (sandbox) => change(sandbox, '5000001', { planNo: '10003', scheduleNo: '100033' }),
  },
  get('absent period types are months', { ...trial('5000021', '6000021'), planId: '10004', planName: 'Legacy' }),
  {
    name: 'several live ones are ambiguous, and the answer lists them',
    request: { path: `${connectionPath}/accounts/5000002/plan` },
    status: 409,
    body: problemOf(
      { code: 'account_plan_ambiguous', status: 409 },
      {
        subscriptions: [
          { id: '6000002', planId: '10001', status: 'trial' },
          { id: '6000003', planId: '10002', status: 'active' },
        ],
      },
    ),
    sent: [readOf('5000002')],
  },
  get(
    'one of several, when it is named',
    { ...trial('5000002', '6000003'), ...gold, ...active },
    '?subscriptionId=6000003',
  ),
  get(
    'an ended one, when it is named',
    { ...trial('5000002', '6000004'), ...ended, status: 'canceled', providerStatus: 'Cancelled' },
    '?subscriptionId=6000004',
  ),
  get('a supplemental instance does not count', trial('5000003', '6000005')),
  get(
    'a supplemental instance, when it is named',
    { ...trial('5000003', '6000006'), planId: '10006', planName: 'Extra seats' },
    '?subscriptionId=6000006',
  ),
  get('the only live one of 120', trial('5000012', '6001120')),
  get('a number that a JavaScript number cannot hold', trial('5000013', '900719925474099267')),
  get('another currency', { ...trial('5000019', '6000019'), ...gold }),
  {
    ...get('an account by the id of the client', trial('acct-trial', '6000001')),
    secret: { settings: { accountIds: 'client' } },
    sent: [accountRead('"client_acct_id":"acct-trial"')],
  },
  missing('an account without instances', '5000014'),
  missing('an account whose empty list is an error of its own', '5000015'),
  missing('an instance of another account', '5000001', '?subscriptionId=6000002'),
  {
    name: 'an account that does not exist, with status 200',
    request: { path: `${connectionPath}/accounts/5999999/plan` },
    status: 404,
    body: problemOf({
      code: 'account_not_found',
      status: 404,
      provider: { name: 'aria', status: 200, code: '1009', message: 'account does not exist' },
    }),
    sent: [readOf('5999999')],
  },
  {
    name: 'an id with a leading zero',
    request: { path: `${connectionPath}/accounts/05000001/plan` },
    status: 400,
    body: problemOf({
      code: 'invalid_request',
      status: 400,
      errors: [{ path: 'path.accountId', message: expect.any(String) }],
    }),
    sent: [],
  },
];

const change = ({ providers }: Sandbox, accountId: string, changes: object): void => {
  Object.assign(providers.aria.state.accounts.get(accountId)?.instances[0] ?? {}, changes);
};
