import type { WebhookReading, WebhookReceiver } from '../../domain/webhook.ts';
import { encodeBasicCredentials } from '../../http/credential-values.ts';
import { hasSecretHeader, isSameSecret } from '../../http/secret-comparison.ts';
import type { AriaSecret } from './credentials.ts';
import { type NotificationField, readNotificationFields } from './notification-fields.ts';

/**
 * Event notifications. Nothing signs the body: the sender shows a header of the client's choice, or HTTP Basic credentials.
 * https://knowledge.ariasystems.net/Developers_Guide/Event_Notifications/Using_Event_Notifications/Secure_Event_Notifications_Via_HTTP
 */
export const createWebhookReceiver = ({ webhook, settings }: AriaSecret): WebhookReceiver => ({
  verify: ({ headers }) =>
    webhook !== undefined &&
    ('header' in webhook ? hasSecretHeader(headers, webhook) : hasBasicCredentials(headers, webhook)),
  read: async ({ body }) => {
    const fields = await readNotificationFields(body);
    return fields === null ? { kind: 'ignored', reason: 'unreadable' } : toReading(fields, settings);
  },
  // The "Server Response" that a destination expects unless it is set otherwise; anything else counts as failed.
  acknowledgement: 'OK',
});

/** The scheme's case does not count (RFC 7617, section 2). Of the credentials only the usual spelling is right. */
const hasBasicCredentials = (
  { authorization }: Readonly<Record<string, string>>,
  { username, password }: { readonly username: string; readonly password: string },
): boolean => {
  const given = typeof authorization === 'string' ? /^Basic (.*)$/is.exec(authorization)?.[1] : undefined;
  return given !== undefined && isSameSecret(given, encodeBasicCredentials(username, password));
};

const toReading = (fields: readonly NotificationField[], settings: AriaSecret['settings']): WebhookReading => {
  const valuesOf = (...names: readonly string[]) =>
    fields.filter(({ name }) => names.includes(name)).map(({ value }) => value);
  const eventIds = valuesOf('event_id', 'event_no');
  const eventLabels = valuesOf('event_label');
  // Class A says `class_name` and the others `class`.
  const [eventClass] = valuesOf('class', 'class_name');
  if (eventClass === undefined && eventIds.length === 0 && eventLabels.length === 0) {
    return { kind: 'ignored', reason: 'unreadable' };
  }
  const eventNames = (eventIds.length > 0 ? eventIds : eventLabels)
    .filter((name) => eventName.test(name))
    .slice(0, maximumEventNames);
  const isAboutPlans =
    eventIds.some((id) => planEventIds.has(id) || settings.webhookEventIds.includes(id)) ||
    eventLabels.some(speaksOfPlans);

  if (eventClass === 'P' && valuesOf('object_category')[0] === 'Plan') {
    const [planId] = valuesOf('object_no');
    return isIdentifier(planId) ? { kind: 'plan', planId, eventNames } : { kind: 'ignored', reason: 'no_subject' };
  }
  // The simplified formats are not described: where there is no class, the event alone decides.
  if (isAboutPlans && (eventClass === undefined || accountClasses.includes(eventClass))) {
    const [accountId] = valuesOf(settings.accountIds === 'client' ? 'client_acct_id' : 'acct_no');
    return isIdentifier(accountId)
      ? { kind: 'account', accountId, eventNames }
      : { kind: 'ignored', reason: 'no_subject' };
  }
  return { kind: 'ignored', reason: 'unknown_event' };
};

/** Accounts and their plan instances, and notifications about them. Orders, payments and usage are of other classes. */
const accountClasses = ['A', 'N'];

/**
 * Accounts, their status and their plans:
 * https://knowledge.ariasystems.net/Developers_Guide/Event_Notifications/Event_Notification_Reference/Events_in_the_Account_and_Master_Plan_Instances_Class
 */
const planEventIds = new Set([
  ...['701', '704', '705'],
  ...['718', '719', '720', '721', '722', '723', '724', '725'],
  ...['726', '727', '728', '729', '730', '731', '732', '733'],
]);

/** "Account Master Plan Instance Status Modified" has no published number, so labels count too. */
const speaksOfPlans = (label: string): boolean =>
  /\bplans?\b/i.test(label) || (/\baccount\b/i.test(label) && /\bstatus\b/i.test(label));

const isIdentifier = (text: string | undefined): text is string => text !== undefined && text.length <= 128;

const eventName = /^[\x21-\x7e]{1,64}$/;
const maximumEventNames = 20;
