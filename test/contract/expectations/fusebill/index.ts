import { connectionPath, type ProviderExpectations } from '../../expectations.ts';
import { accountPlans } from './account-plans.ts';
import { catalogue } from './catalogue.ts';
import { conversions, previews } from './conversions.ts';
import { plans } from './plans.ts';
import { refusals } from './refusals.ts';

export const expectations: ProviderExpectations = {
  secret: ({ urls }) => ({ apiKey: 'MDpzYW5kYm94LWZ1c2ViaWxs', trialPlanCodes: ['TRIAL0'], ...urls.fusebill }),
  secretValues: () => ['MDpzYW5kYm94LWZ1c2ViaWxs', 'MDpyb3RhdGVk'],
  rotate: ({ providers, urls }) => {
    // `0:rotated`
    providers.fusebill.state.apiKey = 'MDpyb3RhdGVk';
    return { apiKey: 'MDpyb3RhdGVk', trialPlanCodes: ['TRIAL0'], ...urls.fusebill };
  },
  addresses: [
    { path: `${connectionPath}/plans`, urls: ['https://secure.fusebill.com/v1/Plans/'] },
    {
      path: `${connectionPath}/accounts/70001/plan`,
      urls: ['https://secure.fusebill.com/v1/customers/70001/subscriptions'],
    },
  ],
  catalogue,
  plans,
  accountPlans,
  previews,
  conversions,
  refusals,
  reads: [
    {
      path: `${connectionPath}/accounts/70003/plan`,
      operation: 'GET customer subscriptions',
      emptyList: { status: 404, code: 'subscription_not_found' },
      // Fewer subscriptions are asked for at a time.
      tooLarge: { status: 200, code: null, requests: 2 },
    },
    { path: `${connectionPath}/plans/88`, operation: 'GET Plan' },
    // A plan without products is a plan of the older shape.
    { path: `${connectionPath}/plans/88`, operation: 'GET planProducts', emptyList: { status: 200, code: null } },
    { path: `${connectionPath}/plans?limit=5`, operation: 'GET Plans', emptyList: { status: 200, code: null } },
  ],
  write: {
    accountId: '70001',
    body: {},
    otherBody: { providerOptions: { temporarilyDisableAutoPost: true } },
    operation: 'SubscriptionActivation',
    refusedLogin: { kind: 'status', status: 401 },
    refusal: {
      kind: 'status',
      status: 400,
      body: '{"ErrorId":0,"HttpStatusCode":400,"Errors":[{"Key":"Api Error","Value":"No."}]}',
    },
  },
};
