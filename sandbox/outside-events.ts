import { randomInt } from 'node:crypto';
import type { Done } from './done.ts';
import type { Notification, NotificationChoice } from './notifications.ts';
import type { ChangedAccount, OutsideChangeRequest } from './outside-changes.ts';
import type { Sandbox } from './sandbox.ts';
import { type VendorId, vendors } from './vendors.ts';

/** Changes an account at its vendor as somebody else would. The change is in no journal. */
export const changeAccount = (
  { providers, world }: Sandbox,
  { provider, ...account }: OutsideChangeRequest,
): Done<ChangedAccount> => {
  const changeAt = <Id extends VendorId>(id: Id) => vendors[id].outside.change(providers[id].state, world, account);
  return changeAt(provider);
};

export interface NotificationRequest extends NotificationChoice {
  readonly provider: VendorId;
}

/** What the vendor would send of an account (or plan) as it stands now. `sendNotification` sends it. */
export const makeNotification = (
  { providers }: Sandbox,
  { provider, ...choice }: NotificationRequest,
  { transactionId = newTransactionId() }: { readonly transactionId?: string } = {},
): Done<Notification> => {
  const makeAt = <Id extends VendorId>(id: Id) =>
    vendors[id].outside.notification(providers[id].state, choice, { transactionId });
  return makeAt(provider);
};

const newTransactionId = (): string => String(randomInt(1_000_000_000, 100_000_000_000));
