import { connectionPath, type ProviderExpectations } from '../../expectations.ts';
import { accountPlans } from './account-plans.ts';
import { catalogue } from './catalogue.ts';
import { conversions } from './conversions.ts';
import { plans } from './plans.ts';
import { previews } from './previews.ts';
import { refusals } from './refusals.ts';

export const expectations: ProviderExpectations = {
  secret: ({ urls }) => ({ clientNo: '4100001', authKey: 'sandboxAriaAuthKey00000000000001', ...urls.aria }),
  secretValues: () => ['sandboxAriaAuthKey00000000000001', 'rotatedAriaAuthKey00000000000002'],
  rotate: ({ providers, urls }) => {
    providers.aria.state.settings.authKey = 'rotatedAriaAuthKey00000000000002';
    return { clientNo: '4100001', authKey: 'rotatedAriaAuthKey00000000000002', ...urls.aria };
  },
  addresses: [
    { path: `${connectionPath}/plans`, urls: ['https://admintools.ariasystems.net/AdminTools.php/Dispatcher'] },
    { path: `${connectionPath}/accounts/5000001/plan`, urls: ['https://secure.ariasystems.net/v1/core'] },
  ],
  catalogue,
  plans,
  accountPlans,
  previews,
  conversions,
  refusals,
  reads: [
    { path: `${connectionPath}/accounts/5000004/plan`, operation: 'get_acct_plans_all_m' },
    { path: `${connectionPath}/plans/10002`, operation: 'get_plan_details_m' },
    { path: `${connectionPath}/plans/10002`, operation: 'get_client_plans_all_m' },
    { path: `${connectionPath}/plans?limit=5`, operation: 'get_plans_m' },
  ],
  write: {
    accountId: '5000001',
    body: {},
    otherBody: { planId: '10002' },
    operation: 'update_acct_plan_status_m',
    // Business errors come with status 200.
    refusedLogin: { kind: 'status', status: 200, body: '{"error_code":1004,"error_msg":"authentication error"}' },
    refusal: { kind: 'status', status: 200, body: '{"error_code":5002,"error_msg":"invalid account status"}' },
  },
};
