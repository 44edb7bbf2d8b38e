import type { AccountPlan } from '../../../../shared/domain/account-plan.ts';
import { conversionRequest, type Exchange, previewRequest } from '../../expectations.ts';
import { alreadyConvertedOf, convertedOf, warningOf } from '../../expected.ts';
import { active, activeTrial, provisioning, scheduledTrial } from './account-plans.ts';
import { activation, migration, subscriptionsOf } from './requests.ts';

const preview = (name: string, before: AccountPlan, amount: string): Exchange => ({
  name,
  request: previewRequest(before.accountId, {}),
  status: 200,
  body: {
    preview: {
      kind: 'native',
      before,
      after: { planId: before.planId, status: 'active' },
      charges: { amount, currency: null },
      warnings: [],
    },
  },
  sent: [subscriptionsOf(before.accountId), activation(before.subscriptionId ?? '', { preview: 'true' })],
});

const bundleTrial: AccountPlan = { ...provisioning('70013', '52014'), planId: '92', planName: 'Bundle' };

export const previews: readonly Exchange[] = [
  preview('of an activation asks the provider for the invoice', scheduledTrial, '29.00'),
  preview('three licences and a set-up', bundleTrial, '87.50'),
  {
    name: 'of a migration is computed: only the user interface of the vendor has one',
    request: previewRequest('70004', { planId: '88', providerOptions: { planFamilyRelationshipId: 7001 } }),
    status: 200,
    body: {
      preview: {
        kind: 'computed',
        before: activeTrial('70004', '52004'),
        after: { planId: '88', status: 'active' },
        charges: null,
        warnings: [warningOf('discounts_not_carried')],
      },
    },
    sent: [subscriptionsOf('70004')],
  },
];

const collected = { status: 'collected', detail: 'Payments cover the invoice of the activation.' } as const;

const owing = {
  status: 'unknown',
  detail: 'The invoice of the activation has an outstanding balance; whether a collection failed is not said.',
} as const;

interface Activation {
  readonly before: AccountPlan;
  readonly request?: object;
  readonly query?: Readonly<Record<string, string>>;
  readonly collection?: Parameters<typeof convertedOf>[0]['collection'];
}

const activated = (name: string, { before, request = {}, query, collection = collected }: Activation): Exchange => ({
  name,
  request: conversionRequest(before.accountId, request),
  status: 201,
  body: convertedOf({
    before,
    after: { ...before, status: 'active', providerStatus: 'Active', trialEndsAt: null },
    planId: before.planId,
    collection,
  }),
  sent: [
    subscriptionsOf(before.accountId),
    activation(before.subscriptionId ?? '', query),
    subscriptionsOf(before.accountId),
  ],
});

/** The answer of `migrate` does not name the new subscription: it is the active one that was not there before. */
const migrated = (name: string, before: AccountPlan, warnings: readonly object[]): Exchange => ({
  name,
  request: conversionRequest(before.accountId, {
    planId: '88',
    providerOptions: { planFamilyRelationshipId: 7001 },
  }),
  status: 201,
  body: convertedOf({
    before,
    after: active(before.accountId, '90001'),
    planId: '88',
    collection: { status: 'unknown', detail: null },
    warnings,
  }),
  sent: [
    subscriptionsOf(before.accountId),
    migration(
      before.subscriptionId ?? '',
      `{"customerId":${before.accountId},"planFamilyRelationshipId":7001,"migrationTimingOption":"Now"}`,
    ),
    subscriptionsOf(before.accountId),
  ],
});

const alreadyActive = (name: string, accountPlan: AccountPlan, request: object): Exchange => ({
  name,
  request: conversionRequest(accountPlan.accountId, request),
  status: 200,
  body: alreadyConvertedOf(accountPlan),
  sent: [subscriptionsOf(accountPlan.accountId)],
});

export const conversions: readonly Exchange[] = [
  activated('a provisioned trial is activated', { before: scheduledTrial }),
  activated('its own plan may be named', { before: provisioning('70002', '52002'), request: { planId: '88' } }),
  activated('one of several subscriptions', {
    before: provisioning('70010', '52011'),
    request: { subscriptionId: '52011' },
  }),
  activated('ids that a JavaScript number cannot hold', {
    before: provisioning('900000000000000033', '900000000000000017'),
  }),
  activated('in another currency', { before: provisioning('70018', '52019') }),
  activated('active, though the collection failed', {
    before: provisioning('70014', '52015'),
    collection: owing,
  }),
  activated('active, though nothing was collected', { before: provisioning('70015', '52016'), collection: owing }),
  activated('without collecting, as asked', {
    before: provisioning('70002', '52002'),
    request: { providerOptions: { temporarilyDisableAutoPost: true } },
    query: { view: 'sideeffects', temporarilyDisableAutoPost: 'true' },
    collection: { status: 'not_attempted', detail: 'The invoice was left as a draft, as asked.' },
  }),
  migrated('a subscription on a trial plan is migrated, and another takes its place', activeTrial('70017', '52018'), [
    warningOf('subscription_replaced'),
  ]),
  migrated('a migration drops the discounts', activeTrial('70004', '52004'), [
    warningOf('discounts_not_carried'),
    warningOf('subscription_replaced'),
  ]),
  alreadyActive('an active subscription', active('70003', '52003'), {}),
  alreadyActive('an active subscription on the plan that was asked for', active('70003', '52003'), { planId: '88' }),
  alreadyActive('the successor of a migrated subscription', active('70009', '52010'), { planId: '88' }),
];
