import { type Done, done, impossible, notFound } from '../done.ts';
import type { DeliveryRule, Notification, NotificationChoice } from '../notifications.ts';
import { type AccountMessage, printAccountPairs, printAccountXml } from './account-message.ts';
import { eventLabels } from './event-labels.ts';
import { element, xmlDocument } from './message-xml.ts';
import type { AriaAccount, AriaPlan, AriaSettings, AriaState } from './state.ts';

/**
 * An event notification over HTTP: of an account with its master plan instances (class A) as XML or as name-value pairs,
 * one message with several events; or, with a `planId`, of a plan (class P). `transactionId` tells one notification from
 * another and stays when it is sent again.
 * https://knowledge.ariasystems.net/Developers_Guide/Event_Notifications
 */
export const makeAriaNotification = (
  state: AriaState,
  request: NotificationChoice,
  { transactionId }: { readonly transactionId: string },
): Done<Notification> => {
  const { accountId, planId, subscriptionId, event, format = 'xml' } = request;
  if ((accountId === undefined) === (planId === undefined)) {
    return impossible('One of accountId and planId is needed, and not both.');
  }
  if (planId !== undefined) {
    const plan = state.plans.get(planId);
    return plan === undefined
      ? notFound(`plan ${planId} at aria`, [...state.plans.keys()])
      : planNotification(state.settings, plan, { ...request, transactionId });
  }
  const account = state.accounts.get(accountId ?? '');
  if (account === undefined) {
    return notFound(`account ${accountId} at aria`, [...state.accounts.keys()]);
  }
  const masters = mastersOf(account).filter(
    ({ planInstanceNo }) => subscriptionId === undefined || planInstanceNo === subscriptionId,
  );
  if (subscriptionId !== undefined && masters.length === 0) {
    return notFound(
      `master plan instance ${subscriptionId} of account ${accountId} at aria`,
      mastersOf(account).map(({ planInstanceNo }) => planInstanceNo),
    );
  }
  const eventIds = (event ?? '718,905').split(',');
  const unknown = eventIds.find((id) => !eventLabels.has(id));
  if (unknown !== undefined) {
    return impossible(`aria has no event ${unknown} of an account. It has: ${[...eventLabels.keys()].join(', ')}.`);
  }
  const message: AccountMessage = {
    settings: state.settings,
    plans: state.plans,
    account,
    masters,
    eventIds,
    transactionId,
  };
  return done(
    format === 'xml'
      ? xml(state.settings, printAccountXml(message))
      : post(state.settings, 'application/x-www-form-urlencoded', printAccountPairs(message)),
  );
};

const mastersOf = ({ instances }: AriaAccount) => instances.filter(({ masterInstanceNo }) => masterInstanceNo === null);

/**
 * Of this class the vendor shows one sample, in XML and of a new plan. Its header has `class` where class A has
 * `class_name`, and its event is an `event_no`; around the `object_` elements there may be more than is known.
 */
const planNotification = (
  settings: AriaSettings,
  plan: AriaPlan,
  { event = '1201', subscriptionId, format, transactionId }: NotificationChoice & { readonly transactionId: string },
): Done<Notification> => {
  if (event !== '1201' || subscriptionId !== undefined || format === 'nvp') {
    return impossible('Of plans only event 1201 in XML is known, and no subscriptionId.');
  }
  return done(
    xml(
      settings,
      xmlDocument('apf2doc', [
        element('request', [
          element('version', '3.8'),
          element('sender', 'A'),
          element('transaction_id', transactionId),
          element('action', 'A'),
          element('class', 'P'),
          element('auth_key', settings.authKey),
          element('client_receipt_id', ''),
        ]),
        element('event_data', [element('event_no', event)]),
        element('object_category', 'Plan'),
        element('object_action', 'Created'),
        element('object_fields', [
          element('object_no', plan.planNo),
          element('object_client_def_id', plan.clientPlanId ?? ''),
          element('object_status', plan.active ? 'Active' : 'Inactive'),
          element('object_type', plan.type),
        ]),
      ]),
    ),
  );
};

const xml = (settings: AriaSettings, body: string): Notification => post(settings, 'text/xml; charset=UTF-8', body);

/**
 * A header with any name, or Basic; never a signature.
 * https://knowledge.ariasystems.net/Developers_Guide/Event_Notifications/Using_Event_Notifications/Secure_Event_Notifications_Via_HTTP
 */
const post = ({ webhook }: AriaSettings, contentType: string, body: string): Notification => ({
  headers: { 'content-type': contentType, ...(webhook !== null && authenticationOf(webhook)) },
  body,
});

const authenticationOf = (webhook: NonNullable<AriaSettings['webhook']>): Record<string, string> =>
  'header' in webhook
    ? { [webhook.header]: webhook.value }
    : { authorization: `Basic ${Buffer.from(`${webhook.username}:${webhook.password}`).toString('base64')}` };

/** The "Server Response" string, whose default is OK, must come back. How long Aria waits is not documented. */
export const ariaDelivery: DeliveryRule = { timeoutMs: 10_000, expectedBody: 'OK' };
