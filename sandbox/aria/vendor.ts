import { defineVendor, modelTrial } from '../vendor.ts';
import { ariaDelivery, makeAriaNotification } from './notification.ts';
import { changeAriaAccount } from './outside-change.ts';
import { adminPath, corePath, createAriaSandbox } from './provider.ts';

export const vendor = defineVendor({
  id: 'aria',
  name: 'Aria',
  create: createAriaSandbox,
  addresses: (origin) => ({ coreUrl: `${origin}${corePath}`, adminUrl: `${origin}${adminPath}` }),
  secret: ({ settings: { clientNo, authKey, webhook } }, addresses) => ({
    clientNo,
    authKey,
    ...(webhook !== null && { webhook }),
    ...addresses,
  }),
  outside: { change: changeAriaAccount, notification: makeAriaNotification, delivery: ariaDelivery },
  addTrial: ({ accounts }, number) => {
    const acctNo = String(8_100_000 + number);
    const planInstanceNo = String(8_200_000 + number);
    const { instances, ...model } = modelTrial(accounts, '5000001');
    accounts.set(acctNo, {
      ...model,
      acctNo,
      clientAcctId: `trial-${number}`,
      instances: instances.map((instance) => ({
        ...instance,
        planInstanceNo,
        clientPlanInstanceId: null,
        clientReceiptId: null,
      })),
    });
    return { accountId: acctNo, ids: [acctNo, planInstanceNo], choices: {} };
  },
});
