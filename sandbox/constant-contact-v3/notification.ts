import { createHmac } from 'node:crypto';
import { type Done, done, impossible, notFound } from '../done.ts';
import type { DeliveryRule, Notification, NotificationChoice } from '../notifications.ts';
import type { ConstantContactV3State } from './state.ts';

/** All topics there are: https://developer.constantcontact.com/api_guide/partner_webhook_overview.html */
const events = ['tier.increase', 'tier.decrease', 'account.cancel', 'account.disable'];

/** That page has both hosts, one in its example and one in its table. */
export type NotificationHost = 'api.cc.email' | 'api.constantcontact.com';

/**
 * A pointer as in v2, with the receiver's own API key in clear. No signature is documented; with a `webhookSecret` the
 * sandbox signs as v2 does.
 */
export const makeConstantContactV3Notification = (
  state: ConstantContactV3State,
  { accountId, event = 'tier.increase', subscriptionId, planId, format }: NotificationChoice,
  host: NotificationHost = 'api.cc.email',
): Done<Notification> => {
  if (subscriptionId !== undefined || planId !== undefined || format !== undefined) {
    return impossible('constant-contact-v3 tells of accounts alone: it knows no subscriptionId, planId or format.');
  }
  if (accountId === undefined) {
    return impossible('accountId is missing.');
  }
  if (!state.accounts.has(accountId)) {
    return notFound(`account ${accountId} at constant-contact-v3`, [...state.accounts.keys()]);
  }
  if (!events.includes(event)) {
    return impossible(`constant-contact-v3 has no event ${event}. It has: ${events.join(', ')}.`);
  }
  const body = JSON.stringify({
    url: `https://${host}/v3/partner/accounts/${accountId}/plan`,
    api_key: state.credentials.apiKey,
    event_type: event,
  });
  return done({
    headers: {
      'content-type': 'application/json',
      ...(state.webhookSecret !== null && {
        'x-ctct-hmac-sha256': createHmac('sha256', state.webhookSecret).update(body, 'utf8').digest('base64'),
      }),
    },
    body,
  });
};

/** How long the vendor waits, and what it takes as success, is not documented. */
export const constantContactV3Delivery: DeliveryRule = { timeoutMs: 10_000, expectedBody: null };
