import { expect } from '@jest/globals';
import { conversionRequest, type Exchange } from '../../expectations.ts';
import { problemOf, rejectionOf } from '../../expected.ts';
import { trial } from './account-plans.ts';
import { draft, planRead, tokenRequest } from './requests.ts';

const notInTrial = (name: string, accountId: string, planId: string): Exchange => ({
  name,
  request: conversionRequest(accountId, { planId }),
  status: 409,
  body: rejectionOf({
    code: 'not_in_trial',
    status: 409,
    conversion: {
      provider: 'constant-contact-v3',
      accountId,
      planId,
      before: null,
      collection: { status: 'not_attempted', detail: null },
      attempts: 0,
    },
  }),
  sent: [tokenRequest, planRead(accountId)],
});

/** Refused by us, before anybody is asked. */
const invalid = (name: string, request: object, path: string): Exchange => ({
  name,
  request: conversionRequest('a07et3000001', request),
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
  notInTrial('an account that pays for another plan', 'a07et3000008', 'GOLD'),
  notInTrial('a canceled account', 'a07et3000014', 'GOLD'),
  notInTrial('a canceled trial', 'a07et3000017', 'GOLD'),
  notInTrial('a status that nobody documents', 'a07et3000015', 'GOLD'),
  invalid('no plan', {}, 'planId'),
  invalid('the trial itself, to which there is no way back', { planId: 'Trial' }, 'planId'),
  invalid('a billing day of 0', { planId: 'GOLD', billingDayOfMonth: 0 }, 'billingDayOfMonth'),
  invalid('a billing day of 32', { planId: 'GOLD', billingDayOfMonth: 32 }, 'billingDayOfMonth'),
  invalid('a subscription', { planId: 'GOLD', subscriptionId: '1' }, 'subscriptionId'),
  invalid(
    'an option of another provider',
    { planId: 'GOLD', providerOptions: { rateScheduleId: '1' } },
    'providerOptions.rateScheduleId',
  ),
  {
    name: 'a plan that is not in the plan group of the account',
    request: conversionRequest('a07et3000006', { planId: 'BRONZE' }),
    status: 422,
    body: rejectionOf({
      code: 'plan_not_available',
      status: 422,
      provider: {
        name: 'constant-contact-v3',
        status: 400,
        code: 'partner.api.validation',
        message: "plan_type is not in the account's plan group.",
      },
      conversion: {
        provider: 'constant-contact-v3',
        accountId: 'a07et3000006',
        planId: 'BRONZE',
        before: trial('a07et3000006'),
        collection: { status: 'not_applicable', detail: null },
        attempts: 1,
      },
    }),
    sent: [tokenRequest, planRead('a07et3000006'), draft('a07et3000006', '{"plan_type":"BRONZE"}')],
  },
  {
    name: 'an account that does not exist leaves the key free',
    request: conversionRequest('a07et3999999', { planId: 'GOLD' }),
    status: 404,
    body: problemOf({
      code: 'account_not_found',
      status: 404,
      outcome: 'not_executed',
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
    name: 'no key',
    request: conversionRequest('a07et3000001', { planId: 'GOLD' }, { key: null }),
    status: 400,
    body: problemOf({
      code: 'idempotency_key_missing',
      status: 400,
      outcome: 'not_executed',
      errors: [{ path: 'headers.idempotency-key', message: 'is required' }],
    }),
    sent: [],
  },
];
