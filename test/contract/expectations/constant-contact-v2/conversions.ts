import { expect } from '@jest/globals';
import type { AccountPlan } from '../../../../shared/domain/account-plan.ts';
import { conversionRequest, type Exchange, previewRequest } from '../../expectations.ts';
import { alreadyConvertedOf, convertedOf, problemOf, rejectionOf, warningOf } from '../../expected.ts';
import { paid, trial } from './account-plans.ts';
import { conversionRequests, draft, planRead } from './requests.ts';

const notApplicable = { status: 'not_applicable', detail: null } as const;

export const previews: readonly Exchange[] = [
  {
    name: 'is computed, and says no charges',
    request: previewRequest('a07et2000001', { planId: '2' }),
    status: 200,
    body: {
      preview: {
        kind: 'computed',
        before: trial('a07et2000001'),
        after: { planId: '2', status: 'active' },
        charges: null,
        warnings: [],
      },
    },
    sent: [planRead('a07et2000001')],
  },
];

/** The trials have 120 contacts, which is the first tier; the day is that of the sandbox's clock unless one was asked for. */
const converted = (accountId: string, planId: string, amount: string, billingDayOfMonth = 14): AccountPlan =>
  paid(accountId, planId, amount, {
    billingDayOfMonth,
    tiers: [
      {
        usageType: 'contacts',
        currentUsage: '120',
        tier: 1,
        from: '0',
        to: '500',
        price: { amount, currency: null },
      },
    ],
  });

interface Case {
  readonly before: AccountPlan;
  readonly request: object;
  readonly put: string;
  readonly after: AccountPlan;
  readonly warnings?: readonly object[];
}

const conversion = (name: string, { before, request, put, after, warnings = [] }: Case): Exchange => ({
  name,
  request: conversionRequest(before.accountId, request),
  status: 201,
  body: convertedOf({ before, after, planId: after.planId, collection: notApplicable, warnings }),
  sent: conversionRequests(before.accountId, put),
});

const alreadyPaid = (name: string, request: object, warnings: readonly object[]): Exchange => ({
  name,
  request: conversionRequest('a07et2000006', request),
  status: 200,
  body: alreadyConvertedOf(paid('a07et2000006', '2', '45.00'), warnings),
  sent: [planRead('a07et2000006')],
});

export const conversions: readonly Exchange[] = [
  conversion('a trial to a plan, whose type is a number', {
    before: trial('a07et2000001'),
    request: { planId: '2' },
    put: '{"plan_type":2}',
    after: converted('a07et2000001', '2', '20.00'),
  }),
  conversion('with a billing day', {
    before: trial('a07et2000002'),
    request: { planId: '3', billingDayOfMonth: 20 },
    put: '{"plan_type":3,"billing_day_of_month":20}',
    after: converted('a07et2000002', '3', '30.00', 20),
  }),
  conversion('with a billing day that not every month has', {
    before: trial('a07et2000001'),
    request: { planId: '4', billingDayOfMonth: 29 },
    put: '{"plan_type":4,"billing_day_of_month":29}',
    after: converted('a07et2000001', '4', '60.00', 29),
    warnings: [warningOf('billing_day_late_in_month')],
  }),
  conversion('a trial that ended', {
    before: { ...trial('a07et2000004', 'Trial End'), status: 'trial_ended' },
    request: { planId: '2' },
    put: '{"plan_type":2}',
    after: converted('a07et2000004', '2', '20.00'),
  }),
  conversion('a trial that is called open', {
    before: trial('a07et2000005', 'Open'),
    request: { planId: '2' },
    put: '{"plan_type":2}',
    after: converted('a07et2000005', '2', '20.00'),
  }),
  conversion('a trial of 2,600 contacts starts in the fourth tier', {
    before: trial('a07et2000012'),
    request: { planId: '2' },
    put: '{"plan_type":2}',
    after: {
      ...converted('a07et2000012', '2', '95.00'),
      tiers: [
        {
          usageType: 'contacts',
          currentUsage: '2600',
          tier: 4,
          from: '2501',
          to: '5000',
          price: { amount: '95.00', currency: null },
        },
      ],
    },
  }),
  alreadyPaid('an account that is on the plan already', { planId: '2' }, []),
  alreadyPaid(
    'a billing day for an account that is on the plan already is ignored, and that is said',
    { planId: '2', billingDayOfMonth: 20 },
    [warningOf('billing_day_ignored')],
  ),
];

const notInTrial = (name: string, accountId: string): Exchange => ({
  name,
  request: conversionRequest(accountId, { planId: '4' }),
  status: 409,
  body: rejectionOf({
    code: 'not_in_trial',
    status: 409,
    conversion: {
      provider: 'constant-contact-v2',
      accountId,
      planId: '4',
      before: null,
      collection: { status: 'not_attempted', detail: null },
      attempts: 0,
    },
  }),
  sent: [planRead(accountId)],
});

const invalid = (name: string, request: object, path: string): Exchange => ({
  name,
  request: conversionRequest('a07et2000001', request),
  status: 400,
  body: problemOf({
    code: 'invalid_request',
    status: 400,
    outcome: 'not_executed',
    errors: [{ path, message: expect.any(String) }],
  }),
  sent: [],
});

export const refusals: readonly Exchange[] = [
  notInTrial('an account that pays for another plan', 'a07et2000007'),
  notInTrial('a cancelled account', 'a07et2000009'),
  notInTrial('a pending cancellation', 'a07et2000010'),
  notInTrial('a status that nobody documents', 'a07et2000011'),
  invalid('no plan', {}, 'planId'),
  invalid('the trial itself, which this API rejects in every PUT', { planId: '1' }, 'planId'),
  invalid('a plan type that is no number', { planId: 'GOLD' }, 'planId'),
  invalid('a plan type with a leading zero', { planId: '02' }, 'planId'),
  invalid('a billing day of 32', { planId: '2', billingDayOfMonth: 32 }, 'billingDayOfMonth'),
  invalid('a subscription', { planId: '2', subscriptionId: '1' }, 'subscriptionId'),
  invalid('an option', { planId: '2', providerOptions: { planGroupId: 1 } }, 'providerOptions.planGroupId'),
  {
    name: 'a plan type that the partner does not have',
    request: conversionRequest('a07et2000001', { planId: '9' }),
    status: 422,
    body: rejectionOf({
      code: 'plan_not_available',
      status: 422,
      provider: {
        name: 'constant-contact-v2',
        status: 400,
        code: 'partner.plan_type.invalid',
        message: 'plan_type is not a plan of this partner.',
      },
      conversion: {
        provider: 'constant-contact-v2',
        accountId: 'a07et2000001',
        planId: '9',
        before: trial('a07et2000001'),
        collection: notApplicable,
        attempts: 1,
      },
    }),
    sent: [planRead('a07et2000001'), draft('a07et2000001', '{"plan_type":9}')],
  },
];
