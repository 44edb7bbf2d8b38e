import { trialAccount as trialOfVersion2 } from '../sandbox/constant-contact-v2/state.ts';
import { trialAccount as trialOfVersion3 } from '../sandbox/constant-contact-v3/state.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** A trial at one simulated provider, and the request that converts it. */
export interface TrialAccount {
  readonly accountId: string;
  /** What names it in the provider's calls: the account's id, and the subscription's where there is one. */
  readonly ids: readonly string[];
  readonly request: object;
}

export const trialProviders = ['constant-contact-v2', 'constant-contact-v3', 'aria', 'fusebill'] as const;

export type TrialProvider = (typeof trialProviders)[number];

/** Adds the trial number `number` (from 0) of `provider`. The sandbox's connections are `demo-<provider>`. */
export const addTrial = ({ providers }: Sandbox, provider: TrialProvider, number: number): TrialAccount => {
  switch (provider) {
    case 'constant-contact-v2': {
      const accountId = `a07et29${String(number).padStart(5, '0')}`;
      providers.constantContactV2.state.accounts.set(accountId, trialOfVersion2());
      return { accountId, ids: [accountId], request: { planId: '2', billingDayOfMonth: 15 } };
    }
    case 'constant-contact-v3': {
      const accountId = `a07et39${String(number).padStart(5, '0')}`;
      providers.constantContactV3.state.accounts.set(accountId, trialOfVersion3());
      return { accountId, ids: [accountId], request: { planId: 'GOLD', billingDayOfMonth: 15 } };
    }
    case 'aria': {
      const acctNo = String(8_100_000 + number);
      const planInstanceNo = String(8_200_000 + number);
      const { accounts } = providers.aria.state;
      const { instances, ...model } = structuredClone(known(accounts.get('5000001')));
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
      return { accountId: acctNo, ids: [acctNo, planInstanceNo], request: {} };
    }
    case 'fusebill': {
      const customerId = String(8_300_000 + number);
      const subscriptionId = String(8_400_000 + number);
      const { customers, subscriptions } = providers.fusebill.state;
      customers.set(customerId, { ...structuredClone(known(customers.get('70002'))), id: customerId });
      subscriptions.set(subscriptionId, {
        ...structuredClone(known(subscriptions.get('52002'))),
        id: subscriptionId,
        customerId,
      });
      return { accountId: customerId, ids: [customerId, subscriptionId], request: {} };
    }
  }
};

const known = <Value>(value: Value | undefined): Value => {
  if (value === undefined) {
    throw new Error('The seed of the sandbox lacks the trial that others are modelled on.');
  }
  return value;
};
