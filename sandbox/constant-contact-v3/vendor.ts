import { defineVendor } from '../vendor.ts';
import { constantContactV3Delivery, makeConstantContactV3Notification } from './notification.ts';
import { changeConstantContactV3Account } from './outside-change.ts';
import { createConstantContactV3Sandbox } from './provider.ts';
import { trialAccount } from './state.ts';
import { tokenPath } from './token.ts';

export const vendor = defineVendor({
  id: 'constant-contact-v3',
  name: 'Constant Contact v3',
  create: createConstantContactV3Sandbox,
  addresses: (origin) => ({ baseUrl: `${origin}/v3`, tokenUrl: `${origin}${tokenPath}` }),
  secret: ({ credentials, webhookSecret }, addresses) => ({
    ...credentials,
    ...addresses,
    ...(webhookSecret !== null && { webhookSecret }),
  }),
  outside: {
    change: changeConstantContactV3Account,
    notification: (state, request) => makeConstantContactV3Notification(state, request),
    delivery: constantContactV3Delivery,
  },
  addTrial: ({ accounts }, number) => {
    const accountId = `a07et39${String(number).padStart(5, '0')}`;
    accounts.set(accountId, trialAccount());
    return { accountId, ids: [accountId], choices: { planId: 'GOLD', billingDayOfMonth: 15 } };
  },
});
