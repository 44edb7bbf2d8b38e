import { seedAccounts } from './account-seed.ts';
import { seedCatalogue } from './catalogue-seed.ts';
import { toDate } from './dates.ts';
import type { AriaState } from './state.ts';

/** The tenant of SEED.md, with dates around `now` (milliseconds since the epoch). New objects at each call. */
export const createAriaSeed = (now: number): AriaState => ({
  settings: {
    clientNo: '4100001',
    authKey: 'sandboxAriaAuthKey00000000000001',
    refusedHosts: { core: null, admin: null },
    adminAcceptsJson: false,
    rateScheduleNesting: 'rows',
    defaultAssignmentDirective: 1,
    prorationFactor: '0.5',
    recordCount: 'all_rows',
    neverAllowUsedReceiptId: false,
    usageAccumulationErrorCode: 14999,
  },
  plans: new Map(seedCatalogue().map((plan) => [plan.planNo, plan])),
  accounts: new Map(seedAccounts(toDate(now)).map((account) => [account.acctNo, account])),
  receiptUses: [],
  queuedChanges: [],
  lastNumber: 7_000_000,
});
