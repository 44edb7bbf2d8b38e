import { type Done, done, impossible, notFound } from '../done.ts';
import type { DeliveryRule, Notification, NotificationChoice } from '../notifications.ts';
import { printCustomer } from './customer-wire.ts';
import type { FusebillState } from './state.ts';
import { printSubscription } from './subscription-wire.ts';

/** Those that public code receives. The vendor's own list was not to be had. */
const events = ['SubscriptionUpdated', 'SubscriptionCreated', 'CustomerCreated'];

/**
 * The event's name in camelCase and the entity, as a GET prints it, under its name in PascalCase. Without a
 * `subscriptionId` it is the customer's newest subscription. Nothing tells one delivery from another.
 * https://developer.fusebill.com/docs/webhooks
 */
export const makeFusebillNotification = (
  state: FusebillState,
  { accountId, event = 'SubscriptionUpdated', subscriptionId, planId, format }: NotificationChoice,
): Done<Notification> => {
  if (planId !== undefined || format !== undefined) {
    return impossible('fusebill tells of customers and subscriptions: it knows no planId or format.');
  }
  if (accountId === undefined) {
    return impossible('accountId is missing.');
  }
  if (!events.includes(event)) {
    return impossible(`fusebill has no event ${event}. It has: ${events.join(', ')}.`);
  }
  const customer = state.customers.get(accountId);
  if (customer === undefined) {
    return notFound(`account ${accountId} at fusebill`, [...state.customers.keys()]);
  }
  if (event === 'CustomerCreated') {
    return done(notification(state, { eventType: event, Customer: printCustomer(customer) }));
  }
  const subscriptions = [...state.subscriptions.values()].filter(({ customerId }) => customerId === accountId);
  const subscription = subscriptions.findLast(({ id }) => subscriptionId === undefined || id === subscriptionId);
  return subscription === undefined
    ? notFound(
        `subscription${subscriptionId === undefined ? '' : ` ${subscriptionId}`} of account ${accountId} at fusebill`,
        subscriptions.map(({ id }) => id),
      )
    : done(notification(state, { eventType: event, Subscription: printSubscription(state, subscription) }));
};

/** No signature: a fixed key in a header. https://support.staxbill.com/hc/en-us/articles/7815211088915-Configuring-Webhooks */
const notification = ({ webhook }: FusebillState, message: unknown): Notification => ({
  headers: { 'content-type': 'application/json', [webhook.header]: webhook.value },
  body: JSON.stringify(message),
});

/** A slower answer counts as none: https://developer.fusebill.com/docs/webhooks */
export const fusebillDelivery: DeliveryRule = { timeoutMs: 2_000, expectedBody: null };
