import { createAriaSandbox } from '../../sandbox/aria/provider.ts';
import { createAriaSeed } from '../../sandbox/aria/seed.ts';
import type { AriaPlanInstance } from '../../sandbox/aria/state.ts';
import type { SandboxWorld } from '../../sandbox/world.ts';
import { judged } from '../support/vendor-judge.ts';
import type { Billing } from './billing.ts';
import { startMs } from './start.ts';

/** The second one's charges cannot be collected, which does not stop its conversion. */
const accountIds = ['5000001', '5000010'];

const planNumbers = ['10001', '10002'];

const makeSeed = () => {
  const seed = createAriaSeed(startMs);
  return {
    ...seed,
    plans: new Map([...seed.plans].filter(([planNo]) => planNumbers.includes(planNo))),
    accounts: new Map([...seed.accounts].filter(([acctNo]) => accountIds.includes(acctNo))),
  };
};

const seed = makeSeed();

export const createBilling = (world: SandboxWorld): Billing => {
  const sandbox = judged(createAriaSandbox(world, seed));
  const { state } = sandbox;
  const instanceOf = (accountId: string): AriaPlanInstance | undefined => state.accounts.get(accountId)?.instances[0];
  return {
    sandbox,
    accountIds,
    secret: () => ({
      provider: 'aria',
      clientNo: state.settings.clientNo,
      authKey: state.settings.authKey,
      coreUrl: 'https://billing.example/v1/core',
      adminUrl: 'https://billing.example/AdminTools.php/Dispatcher',
      webhook: { header: 'x-notification-key', value: 'simulated-key' },
    }),
    rotate: () => {
      state.settings.authKey = state.settings.authKey.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
    },
    expireTokens: () => {},
    requestsFor: () => [{}, { planId: '10002' }, { providerOptions: { forceBillDateReset: 1 } }],
    isWrite: (operation) => operation === 'update_acct_plan_status_m' || operation === 'replace_acct_plan_m',
    isUnguarded: () => false,
    accountOf: ({ body }) => /"acct_no":\s*"?(\d+)/.exec(body)?.[1] ?? '',
    // Business errors are HTTP 200 here.
    isRefusal: ({ status, body }) =>
      (status >= 400 && status < 500 && status !== 408) || /"error_code":\s*(?!0\b|1001\b)-?\d+/.test(body),
    paidPlanOf: (accountId) => {
      const instance = instanceOf(accountId);
      return instance?.statusCode === 1 ? instance.planNo : null;
    },
    notificationOf: (accountId) => ({
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-notification-key': 'simulated-key' },
      body: `class_name=A&action=M&acct_no=${accountId}&event_id[]=905&event_id[]=718&auth_key=simulated`,
    }),
    actOutside: (accountId, act) => {
      const instance = instanceOf(accountId);
      const trial = { statusCode: 41, planNo: '10001', scheduleNo: '100011' };
      const acts = {
        convert: { statusCode: 1 },
        'convert-to-another': { statusCode: 1, planNo: '10002', scheduleNo: '100021' },
        cancel: { statusCode: -2 },
        restart: trial,
      };
      Object.assign(instance ?? {}, acts[act]);
    },
  };
};
