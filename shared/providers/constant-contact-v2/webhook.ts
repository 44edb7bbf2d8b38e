import * as z from 'zod';
import type { WebhookDelivery, WebhookReading, WebhookReceiver } from '../../domain/webhook.ts';
import { tryParsePlainJson } from '../../http/exact-json.ts';
import { isHmacSignature } from '../../http/hmac-signature.ts';
import { decodeUtf8 } from '../../http/utf8.ts';
import type { Credentials } from './credentials.ts';

/**
 * Partner webhooks: two members, signed over the raw bytes.
 * https://v2.developer.constantcontact.com/docs/partnerwebhooks/webhook-authenticity.html
 */
export const createWebhookReceiver = ({ webhookSecret }: Credentials): WebhookReceiver => ({
  verify: ({ headers, body }) =>
    // The vendor's page says Base64; an old PHP library of theirs compares hexadecimal digits, which are refused here.
    webhookSecret !== undefined && isHmacSignature(headers['x-ctct-hmac-sha256'], { key: webhookSecret, body }),
  read: async (delivery) => readNotification(delivery),
  acknowledgement: null,
});

const readNotification = ({ body }: WebhookDelivery): WebhookReading => {
  const notification = notificationSchema.safeParse(tryParsePlainJson(decodeUtf8(body) ?? ''));
  if (!notification.success) {
    return { kind: 'ignored', reason: 'unreadable' };
  }
  const { url, event_type: eventType } = notification.data;
  if (!eventTypes.includes(eventType.toLowerCase())) {
    return { kind: 'ignored', reason: 'unknown_event' };
  }
  const accountId = accountPath.exec(url)?.[1];
  return accountId === undefined
    ? { kind: 'ignored', reason: 'no_subject' }
    : { kind: 'account', accountId, eventNames: [eventType] };
};

const notificationSchema = z.object({ url: z.string(), event_type: z.string() });

/** All topics: https://v2.developer.constantcontact.com/docs/partnerwebhooks/webhooks_index.html */
const eventTypes = ['tier.increase', 'tier.decrease', 'account.cancel', 'account.disable'];

/** The address is never called, so its host does not matter. The id stays as it is spelled. */
const accountPath = /^[^?#]*?\/partner\/accounts\/([^/?#]{1,128})(?:[/?#]|$)/;
