import type { SentRequest } from '../../expectations.ts';

/** https://v3.developer.constantcontact.com/api_guide/partners_auth.html; the parameters as a form, and no scope. */
export const tokenRequest: SentRequest = {
  method: 'POST',
  path: '/partners/oauth2/default/v1/token',
  query: {},
  headers: {
    accept: 'application/json',
    authorization: 'Basic c2FuZGJveC1wYXJ0bmVyLWNsaWVudDpzYW5kYm94LXYzLWNsaWVudC1zZWNyZXQ=',
    'content-type': 'application/x-www-form-urlencoded',
  },
  body: { grant_type: 'client_credentials' },
};

/** https://developer.constantcontact.com/api_guide/partners_plans_get.html */
export const planRead = (accountId: string): SentRequest => ({
  method: 'GET',
  path: `/v3/partner/accounts/${accountId}/plan`,
  query: {},
  headers: {
    accept: 'application/json',
    authorization: 'token-1',
    'content-type': 'application/json',
    'x-api-key': '5a1d0b0e-7c1e-4f5e-9b8a-000000000003',
  },
  body: null,
});

/** https://developer.constantcontact.com/api_guide/partners_plans_update.html */
export const draft = (accountId: string, body: string): SentRequest => ({
  ...planRead(accountId),
  method: 'PUT',
  body,
});

/** Read, write, read back. */
export const conversionRequests = (accountId: string, body: string): readonly SentRequest[] => [
  tokenRequest,
  planRead(accountId),
  draft(accountId, body),
  planRead(accountId),
];
