import type { AccountPlanRead, Draft } from '../../shared/domain/provider.ts';
import { type Bench, startBench } from './aria-bench.ts';
import type { Reaction } from './recording-server.ts';

/** Made of the bench's random numbers, which are all 0.5. */
export const receiptId = '88888888888888888888888888888888';

export const trial: AccountPlanRead = {
  accountPlan: {
    connection: 'acme',
    provider: 'aria',
    accountId: '42',
    subscriptionId: '52001',
    planId: '10000123',
    planName: 'Gold',
    planLevel: null,
    status: 'trial',
    providerStatus: 'Trial',
    billingDayOfMonth: null,
    interval: null,
    trialEndsAt: null,
    nextBillingAt: null,
    tiers: [],
  },
  isAddOn: false,
  endedAt: null,
  isReplaced: false,
  hasDiscounts: false,
  raw: { plan_instance_no: 52001, currency_cd: 'jpy ' },
};

export const conversionOf = ({ operations }: Pick<Bench, 'operations'>) => {
  const { convert_trial } = operations.changes;
  if (convert_trial === undefined) {
    throw new Error('It converts no trials.');
  }
  return convert_trial;
};

export const draft = (bench: Bench, request: object): Draft => {
  const write = conversionOf(bench).draft(request, trial);
  if (!write.ok) {
    throw new Error(JSON.stringify(write.problem));
  }
  // As the ledger keeps it.
  return JSON.parse(JSON.stringify(write.value)) as Draft;
};

export const convert = async (bench: Bench, request: object, attempt = 1) =>
  conversionOf(bench).send(draft(bench, request), attempt);

/** Converts to the trial's own plan. */
export const activate = async (answer: Reaction) =>
  convert(await startBench({ update_acct_plan_status_m: answer }), {});

/** Converts to another plan. */
export const replace = async (answer: Reaction) =>
  convert(await startBench({ replace_acct_plan_m: answer }), { planId: '10000999' });

/** What a Core request held beyond what all of them hold. */
export const sentBody = (bench: Bench, restCall: string) => {
  const { rest_call, output_format, client_no, auth_key, ...parameters } = JSON.parse(bench.sent(restCall)[0] ?? '{}');
  return parameters;
};
