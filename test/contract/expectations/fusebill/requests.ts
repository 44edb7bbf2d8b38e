import type { SentRequest } from '../../expectations.ts';

/** The key goes raw after `Basic `: it is Base64 already. https://developer.staxbill.com/reference/authentication */
const headers = {
  accept: 'application/json',
  authorization: 'Basic MDpzYW5kYm94LWZ1c2ViaWxs',
  'content-type': 'application/json',
};

export const read = (path: string, query: Readonly<Record<string, string>> = {}): SentRequest => ({
  method: 'GET',
  path: `/v1${path}`,
  query,
  headers,
  body: null,
});

/** Pages count from 0. https://developer.staxbill.com/reference/pagination */
export const planPage = (pageNumber: string) => read('/Plans/', { pageSize: '100', pageNumber });

export const planRequests = (planId: string) => [
  read(`/Plans/${planId}`),
  read(`/plans/${planId}/planProducts`, { pageSize: '100', pageNumber: '0' }),
];

export const subscriptionsOf = (customerId: string) =>
  read(`/customers/${customerId}/subscriptions`, { pageSize: '50', pageNumber: '0' });

/** https://developer.staxbill.com/reference/activate-subscription: without a body. */
export const activation = (
  subscriptionId: string,
  query: Readonly<Record<string, string>> = { view: 'sideeffects' },
): SentRequest => ({ ...read(`/SubscriptionActivation/${subscriptionId}`, query), method: 'POST' });

/** https://developer.staxbill.com/reference/create-migration-future */
export const migration = (subscriptionId: string, body: string): SentRequest => ({
  ...read(`/subscriptions/${subscriptionId}/migrate`),
  method: 'POST',
  body,
});
