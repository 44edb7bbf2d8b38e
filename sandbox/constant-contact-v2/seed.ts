import { type ConstantContactV2State, openAccount, trialAccount } from './state.ts';

/** What a new sandbox holds. Invented throughout; each account is there for one way in which the vendor's answers differ. */
export const createConstantContactV2Seed = (): ConstantContactV2State => ({
  credentials: { apiKey: 'sandbox-v2-api-key', username: 'sandbox-partner', password: 'sandbox-v2-password' },
  webhookSecret: 'sandbox-v2-webhook-secret',
  accounts: new Map([
    ['a07et2000001', trialAccount()],
    ['a07et2000002', trialAccount({ trialTiers: 'null' })],
    ['a07et2000003', trialAccount({ trialTiers: 'empty', status: 'TRIAL' })],
    ['a07et2000004', trialAccount({ status: 'Trial End' })],
    // The status of a trial is not documented: one that reads as open, told by its plan_type alone.
    ['a07et2000005', trialAccount({ status: 'Open' })],
    ['a07et2000006', openAccount(2)],
    ['a07et2000007', openAccount(3, { planLevel: 2 })],
    ['a07et2000008', openAccount(4, { status: 'OPEN', planLevel: 3, activeContacts: 1800 })],
    ['a07et2000009', openAccount(2, { status: 'Cancelled' })],
    ['a07et2000010', openAccount(3, { status: 'PENDING CANCELLATION' })],
    ['a07et2000011', openAccount(2, { status: 'Under Review' })],
    ['a07et2000012', trialAccount({ activeContacts: 2600 })],
  ]),
  prices: new Map([
    [2, ['20', '45', '65.50', '95']],
    [3, ['30', '55.25', '80', '120']],
    [4, ['60', '90', '135.75', '195']],
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
