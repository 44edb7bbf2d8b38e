import { createHmac } from 'node:crypto';
import { type Done, done, impossible, notFound } from '../done.ts';
import type { DeliveryRule, Notification, NotificationChoice } from '../notifications.ts';
import type { ConstantContactV2State } from './state.ts';

/** All topics there are: https://v2.developer.constantcontact.com/docs/partnerwebhooks/webhooks_index.html */
const events = ['tier.increase', 'tier.decrease', 'account.cancel', 'account.disable'];

/**
 * A pointer to the account's plan and the name of what happened: no id of the event, no time, no values. Signed over the
 * body's bytes.
 */
export const makeConstantContactV2Notification = (
  state: ConstantContactV2State,
  { accountId, event = 'tier.increase', subscriptionId, planId, format }: NotificationChoice,
): Done<Notification> => {
  if (subscriptionId !== undefined || planId !== undefined || format !== undefined) {
    return impossible('constant-contact-v2 tells of accounts alone: it knows no subscriptionId, planId or format.');
  }
  if (accountId === undefined) {
    return impossible('accountId is missing.');
  }
  if (!state.accounts.has(accountId)) {
    return notFound(`account ${accountId} at constant-contact-v2`, [...state.accounts.keys()]);
  }
  if (!events.includes(event)) {
    return impossible(`constant-contact-v2 has no event ${event}. It has: ${events.join(', ')}.`);
  }
  const body = JSON.stringify({
    url: `https://api.constantcontact.com/v2/partner/accounts/${accountId}/plan`,
    event_type: event,
  });
  return done({
    headers: { 'content-type': 'application/json', 'x-ctct-hmac-sha256': signatureOf(body, state.webhookSecret) },
    body,
  });
};

/** Base64 of the HMAC: https://v2.developer.constantcontact.com/docs/partnerwebhooks/webhook-authenticity.html */
export const signatureOf = (body: string, secret: string): string =>
  createHmac('sha256', secret).update(body, 'utf8').digest('base64');

/** How long the vendor waits is not documented. */
export const constantContactV2Delivery: DeliveryRule = { timeoutMs: 10_000, expectedBody: null };
