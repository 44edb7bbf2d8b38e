import { createHmac } from 'node:crypto';
import { createConstantContactV2Sandbox } from '../../sandbox/constant-contact-v2/provider.ts';
import { createConstantContactV2Seed } from '../../sandbox/constant-contact-v2/seed.ts';
import { openAccount, trialAccount } from '../../sandbox/constant-contact-v2/state.ts';
import type { SandboxWorld } from '../../sandbox/world.ts';
import { judged } from '../support/vendor-judge.ts';
import type { Billing } from './billing.ts';

const accountIds = ['a07et2000001', 'a07et2000004'];

const seed = { ...createConstantContactV2Seed(), accounts: new Map(accountIds.map((id) => [id, trialAccount()])) };

export const createBilling = (world: SandboxWorld): Billing => {
  const sandbox = judged(createConstantContactV2Sandbox(world, seed));
  const { state } = sandbox;
  return {
    sandbox,
    accountIds,
    secret: () => ({
      provider: 'constant-contact-v2',
      ...state.credentials,
      baseUrl: 'https://billing.example/v2',
      webhookSecret,
    }),
    rotate: () => {
      state.credentials = { ...state.credentials, password: `${state.credentials.password}+` };
    },
    expireTokens: () => {},
    requestsFor: () => [{ planId: '2' }, { planId: '3', billingDayOfMonth: 9 }, { planId: '4' }],
    isWrite: (operation) => operation === 'PUT plan',
    isUnguarded: () => false,
    accountOf: ({ path }) => path.split('/')[4] ?? '',
    isRefusal: ({ status }) => status >= 400 && status < 500 && status !== 408,
    paidPlanOf: (accountId) => {
      const account = state.accounts.get(accountId);
      return account?.status === 'Open' && account.planType !== 1 ? String(account.planType) : null;
    },
    notificationOf: (accountId) =>
      signed({
        url: `https://billing.example/v2/partner/accounts/${accountId}/plan`,
        event_type: 'tier.increase',
      }),
    actOutside: (accountId, act) => {
      const acts = {
        convert: openAccount(2),
        'convert-to-another': openAccount(3),
        cancel: trialAccount({ status: 'Cancelled' }),
        restart: trialAccount(),
      };
      state.accounts.set(accountId, acts[act]);
    },
  };
};

const webhookSecret = 'simulated-secret';

const signed = (message: object) => {
  const body = JSON.stringify(message);
  const signature = createHmac('sha256', webhookSecret).update(body).digest('base64');
  return { headers: { 'content-type': 'application/json', 'x-ctct-hmac-sha256': signature }, body };
};
