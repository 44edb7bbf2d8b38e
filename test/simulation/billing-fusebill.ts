import { createFusebillSandbox } from '../../sandbox/fusebill/provider.ts';
import { createFusebillSeed } from '../../sandbox/fusebill/seed.ts';
import { makeApiKey } from '../../sandbox/fusebill/state.ts';
import type { SandboxWorld } from '../../sandbox/world.ts';
import { judged } from '../support/vendor-judge.ts';
import type { Billing } from './billing.ts';
import { startMs } from './start.ts';

/** The first is activated, the second migrated. */
const activated = '70001';
const migrated = '70017';
const accountIds = [activated, migrated];

const planIds = ['88', '90', '97'];

const makeSeed = () => {
  const seed = createFusebillSeed(startMs);
  return {
    ...seed,
    plans: new Map([...seed.plans].filter(([id]) => planIds.includes(id))),
    planProducts: new Map([...seed.planProducts].filter(([, { planId }]) => planIds.includes(planId))),
    customers: new Map([...seed.customers].filter(([id]) => accountIds.includes(id))),
    subscriptions: new Map([...seed.subscriptions].filter(([, { customerId }]) => accountIds.includes(customerId))),
  };
};

const seed = makeSeed();

export const createBilling = (world: SandboxWorld): Billing => {
  const sandbox = judged(createFusebillSandbox(world, seed));
  const { state } = sandbox;
  let rotations = 0;
  const subscriptionsOf = (accountId: string) =>
    [...state.subscriptions.values()].filter(({ customerId }) => customerId === accountId);
  return {
    sandbox,
    accountIds,
    secret: () => ({
      provider: 'fusebill',
      apiKey: state.apiKey,
      baseUrl: 'https://billing.example/v1',
      trialPlanCodes: ['TRIAL0'],
      webhook: { header: 'x-notification-key', value: 'simulated-key' },
    }),
    rotate: () => {
      rotations += 1;
      state.apiKey = makeApiKey(`rotated-${rotations}`);
    },
    expireTokens: () => {},
    requestsFor: (accountId) =>
      accountId === activated
        ? [{}, { planId: '88' }, { providerOptions: { temporarilyDisableAutoPost: true } }]
        : [
            { planId: '88', providerOptions: { planFamilyRelationshipId: '7001' } },
            { planId: '90', providerOptions: { planFamilyRelationshipId: '7002' } },
          ],
    isWrite: (operation) => operation === 'SubscriptionActivation' || operation === 'migrate',
    isUnguarded: (operation) => operation === 'migrate',
    accountOf: ({ path }) => {
      const customer = /\/customers\/(\d+)/i.exec(path)?.[1];
      const subscription = /\/(?:subscriptionactivation|subscriptions)\/(\d+)/i.exec(path)?.[1];
      return customer ?? state.subscriptions.get(subscription ?? '')?.customerId ?? '';
    },
    isRefusal: ({ status }) => status >= 400 && status < 500 && status !== 408,
    paidPlanOf: (accountId) =>
      subscriptionsOf(accountId).find(({ status, planId }) => status === 'Active' && planId !== '97')?.planId ?? null,
    notificationOf: (accountId) => ({
      headers: { 'content-type': 'application/json', 'x-notification-key': 'simulated-key' },
      body: JSON.stringify({
        eventType: 'SubscriptionUpdated',
        Subscription: { id: subscriptionsOf(accountId)[0]?.id, customerId: accountId },
      }),
    }),
    actOutside: (accountId, act) => {
      const [source, ...successors] = subscriptionsOf(accountId);
      const isActivated = accountId === activated;
      const acts = {
        convert: isActivated ? { status: 'Active' } : { planId: '88', planFrequencyId: '417' },
        'convert-to-another': { status: 'Active', planId: '90', planFrequencyId: '431' },
        cancel: { status: 'Cancelled' },
        restart: isActivated
          ? { status: 'Provisioning', planId: '88', planFrequencyId: '417' }
          : { status: 'Active', planId: '97', planFrequencyId: '481' },
      };
      Object.assign(source ?? {}, acts[act]);
      for (const { id } of act === 'restart' ? successors : []) {
        state.subscriptions.delete(id);
      }
    },
  };
};
