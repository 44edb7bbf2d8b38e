import { connectionPath, type ProviderExpectations } from '../../expectations.ts';
import { accountPlans } from './account-plans.ts';
import { conversions, previews } from './conversions.ts';
import { catalogue, plans } from './plans.ts';
import { refusals } from './refusals.ts';

export const expectations: ProviderExpectations = {
  secret: ({ urls }) => ({
    apiKey: '5a1d0b0e-7c1e-4f5e-9b8a-000000000003',
    clientId: 'sandbox-partner-client',
    clientSecret: 'sandbox-v3-client-secret',
    ...urls['constant-contact-v3'],
  }),
  secretValues: ({ providers }) => [
    '5a1d0b0e-7c1e-4f5e-9b8a-000000000003',
    'sandbox-v3-client-secret',
    'c2FuZGJveC1wYXJ0bmVyLWNsaWVudDpzYW5kYm94LXYzLWNsaWVudC1zZWNyZXQ=',
    ...providers['constant-contact-v3'].state.tokens.keys(),
  ],
  /** The first token that was issued is `token-1`. */
  randomValues: ({ providers }) =>
    new Map(
      [...providers['constant-contact-v3'].state.tokens.keys()].map((token, index) => [token, `token-${index + 1}`]),
    ),
  rotate: ({ providers, urls }) => {
    const credentials = { apiKey: 'rotated-api-key', clientId: 'rotated-client', clientSecret: 'rotated-secret' };
    providers['constant-contact-v3'].state.credentials = credentials;
    return { ...credentials, ...urls['constant-contact-v3'] };
  },
  addresses: [
    {
      path: `${connectionPath}/accounts/a07e1exmpl0/plan`,
      urls: [
        'https://authz.constantcontact.com/partners/oauth2/default/v1/token',
        'https://api.cc.email/v3/partner/accounts/a07e1exmpl0/plan',
      ],
    },
  ],
  catalogue,
  plans,
  accountPlans,
  previews,
  conversions,
  refusals,
  reads: [{ path: `${connectionPath}/accounts/a07et3000007/plan`, operation: 'GET plan' }],
  write: {
    accountId: 'a07et3000001',
    body: { planId: 'GOLD' },
    otherBody: { planId: 'SILVER' },
    operation: 'PUT plan',
    refusedLogin: { kind: 'status', status: 403, body: '{"message":"Forbidden"}' },
    refusal: { kind: 'status', status: 400, body: '[{"error_key":"partner.api.bad_request","error_message":"No."}]' },
  },
};
