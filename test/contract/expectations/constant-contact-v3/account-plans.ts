import type { AccountPlan } from '../../../../shared/domain/account-plan.ts';
import { connectionPath, type Exchange } from '../../expectations.ts';
import { accountPlanOf, problemOf } from '../../expected.ts';
import { planRead, tokenRequest } from './requests.ts';

export const account = (changes: Partial<AccountPlan> & Pick<AccountPlan, 'accountId' | 'status'>): AccountPlan =>
  accountPlanOf('constant-contact-v3', changes);

/** Of a trial nothing is billed, so no tier and no billing day. */
export const trial = (accountId: string, providerStatus = 'Trial'): AccountPlan =>
  account({ accountId, status: 'trial', providerStatus, planId: 'TRIAL', planName: 'TRIAL' });

/** 812 contacts are the second tier, and that is what `price` is of. */
export const paid = (
  accountId: string,
  { planId, price, ...changes }: Partial<AccountPlan> & { planId: string; price: string; currency?: string },
): AccountPlan => {
  const { currency = 'USD', ...rest } = changes;
  return account({
    accountId,
    status: 'active',
    providerStatus: 'Open',
    planId,
    planName: planId,
    billingDayOfMonth: 9,
    tiers: [
      {
        usageType: 'contacts',
        currentUsage: '812',
        tier: 2,
        from: '501',
        to: '1000',
        price: { amount: price, currency },
      },
    ],
    ...rest,
  });
};

const read = (name: string, accountPlan: AccountPlan): Exchange => ({
  name,
  request: { path: `${connectionPath}/accounts/${accountPlan.accountId}/plan` },
  status: 200,
  body: accountPlan,
  sent: [tokenRequest, planRead(accountPlan.accountId)],
});

export const accountPlans: readonly Exchange[] = [
  read('a trial whose tiers are absent', trial('a07et3000001')),
  read('a trial whose tiers are null', trial('a07et3000002')),
  read('a trial whose tiers are empty and whose status is in capitals', trial('a07et3000003', 'TRIAL')),
  read('a trial that ended', { ...trial('a07et3000004', 'Trial End'), status: 'trial_ended' }),
  read('a paying account', paid('a07et3000007', { planId: 'BRONZE', price: '42.00' })),
  read(
    'a paying account in capitals',
    paid('a07et3000008', { planId: 'SILVER', price: '47.50', providerStatus: 'OPEN' }),
  ),
  read('an account called Active', {
    ...paid('a07et3000009', { planId: 'GOLD', price: '131.40', providerStatus: 'Active' }),
    tiers: [
      {
        usageType: 'contacts',
        currentUsage: '1800',
        tier: 3,
        from: '1001',
        to: '2500',
        price: { amount: '131.40', currency: 'USD' },
      },
    ],
  }),
  read('an older plan type', paid('a07et3000010', { planId: 'GOOD', price: '40.50' })),
  read('another currency', paid('a07et3000011', { planId: 'BETTER', price: '58.00', currency: 'EUR' })),
  read('a plan type that looks like a number', paid('a07et3000016', { planId: '204', price: '44.00' })),
  read(
    'a canceled account',
    paid('a07et3000014', {
      planId: 'SILVER',
      price: '47.50',
      status: 'canceled',
      providerStatus: 'Canceled',
    }),
  ),
  read('a canceled trial', { ...trial('a07et3000017', 'Canceled'), status: 'canceled' }),
  read(
    'a status that nobody documents',
    paid('a07et3000015', {
      planId: 'GOLD',
      price: '98.00',
      status: 'unknown',
      providerStatus: 'Under Review',
    }),
  ),
  {
    ...read('with the name that the secret gives the plan', {
      ...paid('a07et3000007', { planId: 'BRONZE', price: '42.00' }),
      planName: 'Bronze for partners',
    }),
    secret: { plans: [{ id: 'BRONZE', name: 'Bronze for partners' }] },
  },
  {
    ...read('with the provider own body', trial('a07et3000002')),
    request: { path: `${connectionPath}/accounts/a07et3000002/plan?include=raw` },
    body: {
      ...trial('a07et3000002'),
      raw: { plan_type: 'TRIAL', current_tiers: null, billing_status: 'Trial', billing_day_of_month: null },
    },
  },
  {
    name: 'an account that does not exist',
    request: { path: `${connectionPath}/accounts/a07et3999999/plan` },
    status: 404,
    body: problemOf({
      code: 'account_not_found',
      status: 404,
      provider: {
        name: 'constant-contact-v3',
        status: 404,
        code: 'partner.api.not_found',
        message: 'The partner or the account was not found.',
      },
    }),
    sent: [tokenRequest, planRead('a07et3999999')],
  },
  {
    name: 'a subscription, which this provider does not have',
    request: { path: `${connectionPath}/accounts/a07et3000001/plan?subscriptionId=1` },
    status: 404,
    body: problemOf({ code: 'subscription_not_found', status: 404 }),
    sent: [tokenRequest, planRead('a07et3000001')],
  },
];
