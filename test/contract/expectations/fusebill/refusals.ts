import { expect } from '@jest/globals';
import { conversionRequest, type Exchange, type SentRequest } from '../../expectations.ts';
import { problemOf, rejectionOf } from '../../expected.ts';
import { activeTrial, provisioning } from './account-plans.ts';
import { activation, migration, subscriptionsOf } from './requests.ts';

const notInTrial = (
  name: string,
  accountId: string,
  request: { planId?: string; subscriptionId?: string } = {},
): Exchange => ({
  name,
  request: conversionRequest(accountId, request),
  status: 409,
  body: rejectionOf({
    code: 'not_in_trial',
    status: 409,
    conversion: {
      provider: 'fusebill',
      accountId,
      subscriptionId: request.subscriptionId ?? null,
      planId: request.planId ?? null,
      before: null,
      collection: { status: 'not_attempted', detail: null },
      attempts: 0,
    },
  }),
  sent: [subscriptionsOf(accountId)],
});

interface Invalid {
  readonly accountId?: string;
  readonly request: object;
  readonly paths: readonly string[];
  readonly sent?: readonly SentRequest[];
}

const invalid = (name: string, { accountId = '70001', request, paths, sent = [] }: Invalid): Exchange => ({
  name,
  request: conversionRequest(accountId, request),
  status: 400,
  body: problemOf({
    code: 'invalid_request',
    status: 400,
    outcome: 'not_executed',
    errors: paths.map((path) => ({ path, message: expect.any(String) })),
  }),
  sent,
});

const fault = (status: number, code: string, message: string) => ({ name: 'fusebill', status, code, message });

const migrationOf = (planFamilyRelationshipId: number) =>
  migration(
    '52018',
    `{"customerId":70017,"planFamilyRelationshipId":${planFamilyRelationshipId},"migrationTimingOption":"Now"}`,
  );

export const refusals: readonly Exchange[] = [
  notInTrial('a draft is no trial', '70005'),
  notInTrial('a suspended subscription', '70006'),
  notInTrial('a cancelled subscription', '70007'),
  notInTrial('an expired subscription', '70008'),
  notInTrial('a migrated subscription that is named', '70009', { subscriptionId: '52009' }),
  notInTrial('a status that nobody explains', '70019'),
  notInTrial('an active subscription on another plan', '70003', { planId: '90' }),
  {
    name: 'several live subscriptions',
    request: conversionRequest('70010', {}),
    status: 409,
    body: problemOf(
      { code: 'account_plan_ambiguous', status: 409, outcome: 'not_executed' },
      {
        subscriptions: [
          { id: '52011', planId: '88', status: 'trial' },
          { id: '52012', planId: '90', status: 'active' },
        ],
      },
    ),
    sent: [subscriptionsOf('70010')],
  },
  {
    name: 'a customer without subscriptions',
    request: conversionRequest('70012', {}),
    status: 404,
    body: problemOf({ code: 'subscription_not_found', status: 404, outcome: 'not_executed' }),
    sent: [subscriptionsOf('70012')],
  },
  {
    name: 'a customer that is not active yet: 409, and the subscription is still provisioned',
    request: conversionRequest('70011', {}),
    status: 409,
    body: rejectionOf({
      code: 'provider_conflict',
      status: 409,
      provider: fault(409, 'Api Error', 'Customer with id 70011 is Draft: its subscriptions cannot be activated.'),
      conversion: {
        provider: 'fusebill',
        accountId: '70011',
        subscriptionId: '52013',
        planId: '88',
        before: provisioning('70011', '52013'),
        collection: { status: 'not_attempted', detail: null },
        attempts: 1,
      },
    }),
    sent: [subscriptionsOf('70011'), activation('52013'), subscriptionsOf('70011')],
  },
  {
    name: 'a relationship that does not exist',
    request: conversionRequest('70017', { planId: '88', providerOptions: { planFamilyRelationshipId: '7999' } }),
    status: 422,
    body: rejectionOf({
      code: 'plan_not_available',
      status: 422,
      provider: fault(400, 'planFamilyRelationshipId', 'Plan family relationship with id 7999 not found.'),
      conversion: {
        provider: 'fusebill',
        accountId: '70017',
        subscriptionId: '52018',
        planId: '88',
        before: activeTrial('70017', '52018'),
        collection: { status: 'not_attempted', detail: null },
        attempts: 1,
      },
    }),
    sent: [subscriptionsOf('70017'), migrationOf(7999)],
  },
  {
    name: 'a relationship that starts at another plan',
    request: conversionRequest('70017', { planId: '90', providerOptions: { planFamilyRelationshipId: 7003 } }),
    status: 409,
    body: rejectionOf({
      code: 'provider_conflict',
      status: 409,
      provider: fault(
        409,
        'Api Error',
        "Plan family relationship with id 7003 does not start at the subscription's plan.",
      ),
      conversion: {
        provider: 'fusebill',
        accountId: '70017',
        subscriptionId: '52018',
        planId: '90',
        before: activeTrial('70017', '52018'),
        collection: { status: 'not_attempted', detail: null },
        attempts: 1,
      },
    }),
    sent: [subscriptionsOf('70017'), migrationOf(7003), subscriptionsOf('70017')],
  },
  invalid('another plan for a provisioned trial, which is never migrated', {
    request: { planId: '90' },
    paths: ['planId'],
    sent: [subscriptionsOf('70001')],
  }),
  invalid('a relationship for a provisioned trial', {
    request: { providerOptions: { planFamilyRelationshipId: 7001 } },
    paths: ['providerOptions.planFamilyRelationshipId'],
    sent: [subscriptionsOf('70001')],
  }),
  invalid('a migration without plan and relationship', {
    accountId: '70017',
    request: {},
    paths: ['planId', 'providerOptions.planFamilyRelationshipId'],
    sent: [subscriptionsOf('70017')],
  }),
  invalid('a billing day, which this provider does not take', {
    request: { billingDayOfMonth: 15 },
    paths: ['billingDayOfMonth'],
  }),
  invalid('an option of another provider', {
    request: { providerOptions: { planGroupId: 1 } },
    paths: ['providerOptions.planGroupId'],
  }),
  invalid('a plan id with a leading zero', { request: { planId: '088' }, paths: ['planId'] }),
];
