import * as z from 'zod';
import type { WebhookDelivery, WebhookReading, WebhookReceiver } from '../../domain/webhook.ts';
import { tryParsePlainJson } from '../../http/exact-json.ts';
import { isHmacSignature } from '../../http/hmac-signature.ts';
import { isSameSecret } from '../../http/secret-comparison.ts';
import { decodeUtf8 } from '../../http/utf8.ts';
import type { Credentials } from './credentials.ts';

/**
 * Partner webhooks. No page documents a signature for v3; what the body does carry is the receiver's own API key, in clear.
 * So with `webhookSecret` the header of v2 is required, and without it the key.
 * https://developer.constantcontact.com/api_guide/partner_webhook_overview.html
 */
export const createWebhookReceiver = ({ webhookSecret, apiKey }: Credentials): WebhookReceiver => ({
  verify: ({ headers, body }) =>
    webhookSecret === undefined
      ? carriesApiKey(body, apiKey)
      : isHmacSignature(headers['x-ctct-hmac-sha256'], { key: webhookSecret, body }),
  read: async (delivery) => readNotification(delivery),
  acknowledgement: null,
  // The API key is the client id of the vendor's OAuth applications too, which is no secret.
  isHint: webhookSecret === undefined,
});

/** Here the body has to be parsed before anybody knows whom it is from, so it has to be small. */
const carriesApiKey = (body: Uint8Array, apiKey: string): boolean => {
  if (body.byteLength > maximumUnsignedBytes) {
    return false;
  }
  const signed = withApiKeySchema.safeParse(tryParsePlainJson(decodeUtf8(body) ?? ''));
  return signed.success && isSameSecret(signed.data.api_key, apiKey);
};

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

const maximumUnsignedBytes = 8 * 1024;

const withApiKeySchema = z.object({ api_key: z.string() });

const notificationSchema = z.object({ url: z.string(), event_type: z.string() });

const eventTypes = ['tier.increase', 'tier.decrease', 'account.cancel', 'account.disable'];

/**
 * The vendor's own examples have two hosts. The address is never called, so that does not matter. The id stays as it is
 * spelled.
 */
const accountPath = /^[^?#]*?\/partner\/accounts\/([^/?#]{1,128})(?:[/?#]|$)/;
