import { randomInt } from 'node:crypto';
import { ariaDelivery, makeAriaNotification } from './aria/notification.ts';
import { changeAriaAccount } from './aria/outside-change.ts';
import { constantContactV2Delivery, makeConstantContactV2Notification } from './constant-contact-v2/notification.ts';
import { changeConstantContactV2Account } from './constant-contact-v2/outside-change.ts';
import { constantContactV3Delivery, makeConstantContactV3Notification } from './constant-contact-v3/notification.ts';
import { changeConstantContactV3Account } from './constant-contact-v3/outside-change.ts';
import type { Done } from './done.ts';
import type { ProviderName } from './faults.ts';
import { fusebillDelivery, makeFusebillNotification } from './fusebill/notification.ts';
import { changeFusebillAccount } from './fusebill/outside-change.ts';
import type { DeliveryRule, Notification, NotificationRequest } from './notifications.ts';
import type { ChangedAccount, OutsideChangeRequest } from './outside-changes.ts';
import type { Sandbox } from './sandbox.ts';

/** Changes an account at its vendor as somebody else would. The change is in no journal. */
export const changeAccount = (
  { providers, world }: Sandbox,
  { provider, ...account }: OutsideChangeRequest,
): Done<ChangedAccount> => {
  switch (provider) {
    case 'constant-contact-v2':
      return changeConstantContactV2Account(providers.constantContactV2.state, world, account);
    case 'constant-contact-v3':
      return changeConstantContactV3Account(providers.constantContactV3.state, world, account);
    case 'aria':
      return changeAriaAccount(providers.aria.state, world, account);
    case 'fusebill':
      return changeFusebillAccount(providers.fusebill.state, world, account);
  }
};

/** What the vendor would send of an account (or plan) as it stands now. `sendNotification` sends it. */
export const makeNotification = (
  { providers }: Sandbox,
  request: NotificationRequest,
  { transactionId = newTransactionId() }: { readonly transactionId?: string } = {},
): Done<Notification> => {
  switch (request.provider) {
    case 'constant-contact-v2':
      return makeConstantContactV2Notification(providers.constantContactV2.state, request);
    case 'constant-contact-v3':
      return makeConstantContactV3Notification(providers.constantContactV3.state, request);
    case 'aria':
      return makeAriaNotification(providers.aria.state, request, { transactionId });
    case 'fusebill':
      return makeFusebillNotification(providers.fusebill.state, request);
  }
};

export const deliveryRules: Readonly<Record<ProviderName, DeliveryRule>> = {
  'constant-contact-v2': constantContactV2Delivery,
  'constant-contact-v3': constantContactV3Delivery,
  aria: ariaDelivery,
  fusebill: fusebillDelivery,
};

const newTransactionId = (): string => String(randomInt(1_000_000_000, 100_000_000_000));
