import { createHmac } from 'node:crypto';
import { createConstantContactV3Sandbox } from '../../sandbox/constant-contact-v3/provider.ts';
import { createConstantContactV3Seed } from '../../sandbox/constant-contact-v3/seed.ts';
import { openAccount, trialAccount } from '../../sandbox/constant-contact-v3/state.ts';
import { tokenPath } from '../../sandbox/constant-contact-v3/token.ts';
import type { SandboxWorld } from '../../sandbox/world.ts';
import { judged } from '../support/vendor-judge.ts';
import type { Billing } from './billing.ts';

const accountIds = ['a07et3000001', 'a07et3000004'];

const seed = { ...createConstantContactV3Seed(), accounts: new Map(accountIds.map((id) => [id, trialAccount()])) };

export const createBilling = (world: SandboxWorld): Billing => {
  const sandbox = judged(createConstantContactV3Sandbox(world, seed));
  const { state } = sandbox;
  return {
    sandbox,
    accountIds,
    secret: () => ({
      provider: 'constant-contact-v3',
      ...state.credentials,
      baseUrl: 'https://billing.example/v3',
      tokenUrl: `https://billing.example${tokenPath}`,
      webhookSecret,
    }),
    rotate: () => {
      state.credentials = { ...state.credentials, clientSecret: `${state.credentials.clientSecret}+` };
      state.tokens.clear();
    },
    expireTokens: () => state.tokens.clear(),
    requestsFor: () => [
      { planId: 'GOLD' },
      { planId: 'SILVER', billingDayOfMonth: 9 },
      { planId: 'BRONZE', providerOptions: { planGroupId: 310 } },
    ],
    isWrite: (operation) => operation === 'PUT plan',
    isUnguarded: () => false,
    accountOf: ({ path }) => path.split('/')[4] ?? '',
    isRefusal: ({ status }) => status >= 400 && status < 500 && status !== 408,
    paidPlanOf: (accountId) => {
      const account = state.accounts.get(accountId);
      return account?.billingStatus === 'Open' && account.planType !== 'TRIAL' ? account.planType : null;
    },
    notificationOf: (accountId) =>
      signed({
        url: `https://billing.example/v3/partner/accounts/${accountId}/plan`,
        event_type: 'tier.increase',
      }),
    actOutside: (accountId, act) => {
      const acts = {
        convert: openAccount('GOLD'),
        'convert-to-another': openAccount('SILVER'),
        cancel: trialAccount({ billingStatus: 'Canceled' }),
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
