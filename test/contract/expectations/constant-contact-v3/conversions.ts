import type { AccountPlan } from '../../../../shared/domain/account-plan.ts';
import { conversionRequest, type Exchange, previewRequest } from '../../expectations.ts';
import { alreadyConvertedOf, convertedOf, warningOf } from '../../expected.ts';
import { paid, trial } from './account-plans.ts';
import { conversionRequests, planRead, tokenRequest } from './requests.ts';

const notApplicable = { status: 'not_applicable', detail: null } as const;

/** The trials have 96 contacts, which is the first tier; the day is that of the sandbox's clock unless one was asked for. */
const converted = (accountId: string, planId: string, price: string, billingDayOfMonth = 14): AccountPlan => ({
  ...paid(accountId, { planId, price }),
  billingDayOfMonth,
  tiers: [
    {
      usageType: 'contacts',
      currentUsage: '96',
      tier: 1,
      from: '0',
      to: '500',
      price: { amount: price, currency: 'USD' },
    },
  ],
});

const preview = (name: string, before: AccountPlan, request: object, planId: string, warnings: object[] = []) => ({
  name,
  request: previewRequest(before.accountId, request),
  status: 200,
  body: { preview: { kind: 'computed', before, after: { planId, status: 'active' }, charges: null, warnings } },
  sent: [tokenRequest, planRead(before.accountId)],
});

export const previews: readonly Exchange[] = [
  preview('is computed, and says no charges', trial('a07et3000001'), { planId: 'GOLD' }, 'GOLD'),
  preview(
    'of a plan group that cannot be verified',
    trial('a07et3000001'),
    { planId: 'silver', providerOptions: { planGroupId: 310 } },
    'SILVER',
    [warningOf('plan_group_unverified')],
  ),
  preview(
    'of an account that is paid already',
    paid('a07et3000007', { planId: 'BRONZE', price: '42.00' }),
    { planId: 'BRONZE' },
    'BRONZE',
  ),
];

interface Case {
  readonly name: string;
  readonly before: AccountPlan;
  readonly request: object;
  readonly put: string;
  readonly after: AccountPlan;
  readonly warnings?: readonly object[];
}

const conversion = ({ name, before, request, put, after, warnings = [] }: Case): Exchange => ({
  name,
  request: conversionRequest(before.accountId, request),
  status: 201,
  body: convertedOf({ before, after, planId: after.planId, collection: notApplicable, warnings }),
  sent: conversionRequests(before.accountId, put),
});

export const conversions: readonly Exchange[] = [
  conversion({
    name: 'a trial to a plan',
    before: trial('a07et3000001'),
    request: { planId: 'GOLD' },
    put: '{"plan_type":"GOLD"}',
    after: converted('a07et3000001', 'GOLD', '65.00'),
  }),
  conversion({
    name: 'with a billing day, as a number',
    before: trial('a07et3000002'),
    request: { planId: 'BRONZE', billingDayOfMonth: 15 },
    put: '{"plan_type":"BRONZE","billing_day_of_month":15}',
    after: converted('a07et3000002', 'BRONZE', '20.00', 15),
  }),
  conversion({
    name: 'with a billing day that not every month has',
    before: trial('a07et3000001'),
    request: { planId: 'SILVER', billingDayOfMonth: 31 },
    put: '{"plan_type":"SILVER","billing_day_of_month":31}',
    after: converted('a07et3000001', 'SILVER', '25.00', 31),
    warnings: [warningOf('billing_day_late_in_month')],
  }),
  conversion({
    name: 'a plan type in small letters is sent as it is listed',
    before: trial('a07et3000003', 'TRIAL'),
    request: { planId: 'gold' },
    put: '{"plan_type":"GOLD"}',
    after: converted('a07et3000003', 'GOLD', '65.00'),
  }),
  conversion({
    name: 'a plan type that no list has is sent as it was asked for',
    before: trial('a07et3000005'),
    request: { planId: '204' },
    put: '{"plan_type":"204"}',
    after: converted('a07et3000005', '204', '22.00'),
  }),
  conversion({
    name: 'a trial that ended',
    before: { ...trial('a07et3000004', 'Trial End'), status: 'trial_ended' },
    request: { planId: 'LITE' },
    put: '{"plan_type":"LITE"}',
    after: converted('a07et3000004', 'LITE', '12.00'),
  }),
  conversion({
    name: 'a plan group that the provider does not know silently becomes its default one, and is never shown',
    before: trial('a07et3000006'),
    request: { planId: 'SILVER', providerOptions: { planGroupId: 999 } },
    put: '{"plan_type":"SILVER","plan_group_id":999}',
    after: converted('a07et3000006', 'SILVER', '25.00'),
    warnings: [warningOf('plan_group_unverified')],
  }),
  alreadyPaid('an account that is on the plan already', { planId: 'bronze' }, []),
  alreadyPaid(
    'a billing day for an account that is on the plan already is ignored, and that is said',
    { planId: 'BRONZE', billingDayOfMonth: 20 },
    [warningOf('billing_day_ignored')],
  ),
  alreadyPaid('the billing day that it has needs no warning', { planId: 'BRONZE', billingDayOfMonth: 9 }, []),
];

function alreadyPaid(name: string, request: object, warnings: readonly object[]): Exchange {
  return {
    name,
    request: conversionRequest('a07et3000007', request),
    status: 200,
    body: alreadyConvertedOf(paid('a07et3000007', { planId: 'BRONZE', price: '42.00' }), warnings),
    sent: [tokenRequest, planRead('a07et3000007')],
  };
}
