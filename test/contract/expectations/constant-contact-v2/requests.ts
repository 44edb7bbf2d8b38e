import type { SentRequest } from '../../expectations.ts';

/** https://v2.developer.constantcontact.com/docs/account-management/manage-plan.html: Basic, and the key in the query. */
export const planRead = (accountId: string): SentRequest => ({
  method: 'GET',
  path: `/v2/partner/accounts/${accountId}/plan`,
  query: { api_key: 'sandbox-v2-api-key' },
  headers: {
    accept: 'application/json',
    authorization: 'Basic c2FuZGJveC1wYXJ0bmVyOnNhbmRib3gtdjItcGFzc3dvcmQ=',
  },
  body: null,
});

export const draft = (accountId: string, body: string): SentRequest => ({
  ...planRead(accountId),
  method: 'PUT',
  headers: { ...planRead(accountId).headers, 'content-type': 'application/json' },
  body,
});

/** Read, write, read back. */
export const conversionRequests = (accountId: string, body: string): readonly SentRequest[] => [
  planRead(accountId),
  draft(accountId, body),
  planRead(accountId),
];
