import type { AccountPlan } from '../../../../shared/domain/account-plan.ts';
import { connectionPath, type Exchange } from '../../expectations.ts';
import { accountPlanOf, problemOf } from '../../expected.ts';
import { planRead } from './requests.ts';

/** Of a trial nothing is billed, so no tier and no billing day. */
export const trial = (accountId: string, providerStatus = 'Trial'): AccountPlan =>
  accountPlanOf('constant-contact-v2', {
    accountId,
    status: 'trial',
    providerStatus,
    planId: '1',
    planName: 'Trial',
  });

/** 730 contacts are the second tier, and that is what `amount` is of. This API names no currency. */
export const paid = (
  accountId: string,
  planId: string,
  amount: string,
  changes: Partial<AccountPlan> = {},
): AccountPlan =>
  accountPlanOf('constant-contact-v2', {
    accountId,
    status: 'active',
    providerStatus: 'Open',
    planId,
    billingDayOfMonth: 12,
    tiers: [
      {
        usageType: 'contacts',
        currentUsage: '730',
        tier: 2,
        from: '501',
        to: '1000',
        price: { amount, currency: null },
      },
    ],
    ...changes,
  });

const get = (name: string, accountPlan: AccountPlan): Exchange => ({
  name,
  request: { path: `${connectionPath}/accounts/${accountPlan.accountId}/plan` },
  status: 200,
  body: accountPlan,
  sent: [planRead(accountPlan.accountId)],
});

export const accountPlans: readonly Exchange[] = [
  get('a trial whose tiers are absent', trial('a07et2000001')),
  get('a trial whose tiers are null', trial('a07et2000002')),
  get('a trial whose tiers are empty and whose status is in capitals', trial('a07et2000003', 'TRIAL')),
  get('a trial that ended', { ...trial('a07et2000004', 'Trial End'), status: 'trial_ended' }),
  get('plan type 1 is a trial, whatever its status', trial('a07et2000005', 'Open')),
  get('a paying account, on a plan that nobody named', paid('a07et2000006', '2', '45.00')),
  get('a paying account with a level', paid('a07et2000007', '3', '55.25', { planLevel: 2 })),
  get('a paying account in capitals', {
    ...paid('a07et2000008', '4', '135.75', { planLevel: 3, providerStatus: 'OPEN' }),
    tiers: [
      {
        usageType: 'contacts',
        currentUsage: '1800',
        tier: 3,
        from: '1001',
        to: '2500',
        price: { amount: '135.75', currency: null },
      },
    ],
  }),
  get('a cancelled account', paid('a07et2000009', '2', '45.00', { status: 'canceled', providerStatus: 'Cancelled' })),
  get(
    'a cancellation that is pending is not one yet, and nobody says what it is',
    paid('a07et2000010', '3', '55.25', { status: 'unknown', providerStatus: 'PENDING CANCELLATION' }),
  ),
  get(
    'a status that nobody documents',
    paid('a07et2000011', '2', '45.00', { status: 'unknown', providerStatus: 'Under Review' }),
  ),
  {
    ...get('with the currency and the name of the secret', {
      ...paid('a07et2000006', '2', '45.00', { planName: 'Basic' }),
      tiers: [
        {
          usageType: 'contacts',
          currentUsage: '730',
          tier: 2,
          from: '501',
          to: '1000',
          price: { amount: '45.00', currency: 'USD' },
        },
      ],
    }),
    secret: { currency: 'usd', planNames: { '2': 'Basic' } },
  },
  {
    name: 'an account that does not exist',
    request: { path: `${connectionPath}/accounts/a07et2999999/plan` },
    status: 404,
    body: problemOf({
      code: 'account_not_found',
      status: 404,
      provider: {
        name: 'constant-contact-v2',
        status: 404,
        code: 'http.status.not_found',
        message: 'The partner or the account was not found.',
      },
    }),
    sent: [planRead('a07et2999999')],
  },
];
