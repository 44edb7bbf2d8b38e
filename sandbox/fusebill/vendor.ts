import { defineVendor, modelTrial } from '../vendor.ts';
import { fusebillDelivery, makeFusebillNotification } from './notification.ts';
import { changeFusebillAccount } from './outside-change.ts';
import { createFusebillSandbox } from './provider.ts';

export const vendor = defineVendor({
  id: 'fusebill',
  name: 'Fusebill',
  create: createFusebillSandbox,
  addresses: (origin) => ({ baseUrl: `${origin}/v1` }),
  secret: ({ apiKey, webhook }, { baseUrl }) => ({ apiKey, webhook, baseUrl, trialPlanCodes: ['TRIAL0'] }),
  outside: { change: changeFusebillAccount, notification: makeFusebillNotification, delivery: fusebillDelivery },
  addTrial: ({ customers, subscriptions }, number) => {
    const customerId = String(8_300_000 + number);
    const subscriptionId = String(8_400_000 + number);
    customers.set(customerId, { ...modelTrial(customers, '70002'), id: customerId });
    subscriptions.set(subscriptionId, { ...modelTrial(subscriptions, '52002'), id: subscriptionId, customerId });
    return { accountId: customerId, ids: [customerId, subscriptionId], choices: {} };
  },
});
