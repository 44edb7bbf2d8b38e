import type { WebhookDelivery, WebhookReading, WebhookReceiver } from '../../domain/webhook.ts';
import { tryParseExactJson } from '../../http/exact-json.ts';
import { hasSecretHeader } from '../../http/secret-comparison.ts';
import { decodeUtf8 } from '../../http/utf8.ts';
import { wireIdentifier } from '../../http/wire-values.ts';
import type { Credentials } from './credentials.ts';

/**
 * Webhooks. The vendor sends a fixed key in a header whose name no page says, so both stand in the secret.
 * https://support.staxbill.com/hc/en-us/articles/7815211088915-Configuring-Webhooks
 */
export const createWebhookReceiver = ({ webhook }: Credentials): WebhookReceiver => ({
  verify: ({ headers }) => webhook !== undefined && hasSecretHeader(headers, webhook),
  read: async (delivery) => readNotification(delivery),
  acknowledgement: null,
});

/** `{"eventType": "SubscriptionUpdated", "Subscription": {...}}`. The list of events is not public, so their beginnings decide. */
const readNotification = ({ body }: WebhookDelivery): WebhookReading => {
  const notification = tryParseExactJson(decodeUtf8(body) ?? '');
  const eventType = memberOf(notification, 'eventType');
  if (typeof eventType !== 'string') {
    return { kind: 'ignored', reason: 'unreadable' };
  }
  if (!/^(subscription|customer)/i.test(eventType)) {
    return { kind: 'ignored', reason: 'unknown_event' };
  }
  const accountId =
    identifierOf(memberOf(memberOf(notification, 'subscription'), 'customerId')) ??
    identifierOf(memberOf(memberOf(notification, 'customer'), 'id'));
  return accountId === null
    ? { kind: 'ignored', reason: 'no_subject' }
    : { kind: 'account', accountId, eventNames: [eventType].filter((name) => eventName.test(name)) };
};

/** Entities stand under `Subscription`, their members under `customerId`; nobody promises it, so the first letter's case does not count. */
const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key.charAt(0).toLowerCase() + key.slice(1) === name)?.[1]
    : undefined;

const identifierOf = (value: unknown): string | null => {
  const identifier = wireIdentifier.safeParse(value);
  return identifier.success && identifier.data.length <= 128 ? identifier.data : null;
};

const eventName = /^[\x21-\x7e]{1,64}$/;
