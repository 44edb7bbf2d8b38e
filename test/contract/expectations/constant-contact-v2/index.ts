import { connectionPath, type ProviderExpectations } from '../../expectations.ts';
import { accountPlans } from './account-plans.ts';
import { conversions, previews, refusals } from './conversions.ts';
import { catalogue, plans } from './plans.ts';

export const expectations: ProviderExpectations = {
  secret: ({ urls }) => ({
    apiKey: 'sandbox-v2-api-key',
    username: 'sandbox-partner',
    password: 'sandbox-v2-password',
    ...urls['constant-contact-v2'],
  }),
  secretValues: () => ['sandbox-v2-api-key', 'sandbox-v2-password', 'c2FuZGJveC1wYXJ0bmVyOnNhbmRib3gtdjItcGFzc3dvcmQ='],
  rotate: ({ providers, urls }) => {
    const credentials = { apiKey: 'rotated-api-key', username: 'sandbox-partner', password: 'rotated-password' };
    providers['constant-contact-v2'].state.credentials = credentials;
    return { ...credentials, ...urls['constant-contact-v2'] };
  },
  addresses: [
    {
      path: `${connectionPath}/accounts/a07e1exmpl0/plan`,
      urls: ['https://api.constantcontact.com/v2/partner/accounts/a07e1exmpl0/plan'],
    },
  ],
  catalogue,
  plans,
  accountPlans,
  previews,
  conversions,
  refusals,
  reads: [{ path: `${connectionPath}/accounts/a07et2000006/plan`, operation: 'GET plan' }],
  write: {
    accountId: 'a07et2000001',
    body: { planId: '2' },
    otherBody: { planId: '3' },
    operation: 'PUT plan',
    refusedLogin: { kind: 'status', status: 401 },
    refusal: { kind: 'status', status: 400, body: '[{"error_key":"json.malformed","error_message":"No."}]' },
  },
};
