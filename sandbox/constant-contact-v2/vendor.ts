import { defineVendor } from '../vendor.ts';
import { constantContactV2Delivery, makeConstantContactV2Notification } from './notification.ts';
import { changeConstantContactV2Account } from './outside-change.ts';
import { createConstantContactV2Sandbox } from './provider.ts';
import { trialAccount } from './state.ts';

export const vendor = defineVendor({
  id: 'constant-contact-v2',
  name: 'Constant Contact v2',
  create: createConstantContactV2Sandbox,
  addresses: (origin) => ({ baseUrl: `${origin}/v2` }),
  secret: ({ credentials, webhookSecret }, { baseUrl }) => ({
    ...credentials,
    baseUrl,
    webhookSecret,
    currency: 'USD',
    planNames: { 2: 'Email', 3: 'Email Plus', 4: 'Toolkit' },
  }),
  outside: {
    change: changeConstantContactV2Account,
    notification: makeConstantContactV2Notification,
    delivery: constantContactV2Delivery,
  },
  addTrial: ({ accounts }, number) => {
    const accountId = `a07et29${String(number).padStart(5, '0')}`;
    accounts.set(accountId, trialAccount());
    return { accountId, ids: [accountId], choices: { planId: '2', billingDayOfMonth: 15 } };
  },
});
