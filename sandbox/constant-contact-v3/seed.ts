import { type ConstantContactV3State, openAccount, trialAccount } from './state.ts';

/** The group of accounts from before the plans were renamed: https://developer.constantcontact.com/api_guide/partners_plans_update.html */
const olderPlanGroupId = 120;

/** A group that sells one plan only. */
const smallPlanGroupId = 431;

/** What a new sandbox holds. Invented throughout; each account is there for one way in which the vendor's answers differ. */
export const createConstantContactV3Seed = (): ConstantContactV3State => ({
  credentials: {
    apiKey: '5a1d0b0e-7c1e-4f5e-9b8a-000000000003',
    clientId: 'sandbox-partner-client',
    clientSecret: 'sandbox-v3-client-secret',
  },
  webhookSecret: null,
  authorizationScheme: 'bare',
  tokens: new Map(),
  accounts: new Map([
    ['a07et3000001', trialAccount()],
    ['a07et3000002', trialAccount({ trialTiers: 'null' })],
    ['a07et3000003', trialAccount({ trialTiers: 'empty', billingStatus: 'TRIAL' })],
    ['a07et3000004', trialAccount({ billingStatus: 'Trial End' })],
    ['a07et3000005', trialAccount({ planGroupId: olderPlanGroupId })],
    ['a07et3000006', trialAccount({ planGroupId: smallPlanGroupId })],
    ['a07et3000007', openAccount('BRONZE')],
    ['a07et3000008', openAccount('SILVER', { billingStatus: 'OPEN' })],
    ['a07et3000009', openAccount('GOLD', { billingStatus: 'Active', contacts: 1800 })],
    ['a07et3000010', openAccount('GOOD', { planGroupId: olderPlanGroupId })],
    ['a07et3000011', openAccount('BETTER', { planGroupId: olderPlanGroupId, currencyCode: 'EUR' })],
    ['a07et3000012', openAccount('BEST', { planGroupId: olderPlanGroupId })],
    ['a07et3000013', openAccount('LITE', { planGroupId: olderPlanGroupId })],
    ['a07et3000014', openAccount('SILVER', { billingStatus: 'Canceled' })],
    ['a07et3000015', openAccount('GOLD', { billingStatus: 'Under Review' })],
    // "plan_types that use enum values": the vendor does not say what they look like.
    ['a07et3000016', openAccount('204', { planGroupId: olderPlanGroupId })],
    ['a07et3000017', trialAccount({ billingStatus: 'Canceled' })],
  ]),
  planGroups: new Map([
    [310, ['TRIAL', 'LITE', 'BRONZE', 'SILVER', 'GOLD']],
    [olderPlanGroupId, ['TRIAL', 'GOOD', 'BETTER', 'BEST', 'LITE', '204']],
    [smallPlanGroupId, ['TRIAL', 'GOLD']],
  ]),
  defaultPlanGroupId: 310,
  prices: new Map([
    ['GOOD', ['18', '40.50', '60', '90']],
    ['BETTER', ['35', '58', '79.25', '110']],
    ['BEST', ['70', '105', '140', '190']],
    ['LITE', ['12', '30', '50', '80']],
    ['BRONZE', ['20', '42', '63.75', '95']],
    ['SILVER', ['25', '47.50', '70', '105']],
    ['GOLD', ['65', '98', '131.40', '180']],
    ['204', ['22', '44', '66', '99']],
  ]),
  tierLimits: [
    { from: 0, to: 500 },
    { from: 501, to: 1000 },
    { from: 1001, to: 2500 },
    { from: 2501, to: 5000 },
  ],
  requestsOverSecondLimit: 0,
  requestsOverDayLimit: 0,
});
