import { seedAccounts } from './account-seed.ts';
import { seedAdministrationPlans } from './administration-seed.ts';
import { seedCatalogue } from './catalogue-seed.ts';
import { toDate } from './dates.ts';
import type { AriaState } from './state.ts';

/**
 * The tenant of SEED.md, with dates around `now` (milliseconds since the epoch). New objects at each call. The two plans
 * for editing whole plans come with `withAdministrationPlans` only.
 */
export const createAriaSeed = (
  now: number,
  { withAdministrationPlans = false }: { readonly withAdministrationPlans?: boolean } = {},
): AriaState => {
  const state = baseState(now);
  if (withAdministrationPlans) {
    seedAdministrationPlans(state);
  }
  return state;
};

const baseState = (now: number): AriaState => ({
  settings: {
    clientNo: '4100001',
    authKey: 'sandboxAriaAuthKey00000000000001',
    webhook: { header: 'X-Sandbox-Aria', value: 'sandbox-aria-webhook-secret' },
    refusedHosts: { core: null, admin: null },
    adminAcceptsJson: false,
    rateScheduleNesting: 'rows',
    defaultAssignmentDirective: 1,
    prorationFactor: '0.5',
    recordCount: 'all_rows',
    acctNoAlone: true,
    neverAllowUsedReceiptId: false,
    usageAccumulationErrorCode: 14999,
    duplicateRecordErrorCode: 1015,
    initialStatusParameter: 'initial_plan_status_cd',
    usageServiceTypes: ['Usage Based', 'Usage-Based'],
    absentScheduleInterval: 'default',
    answersScheduleNo: false,
    taxPercent: 20,
  },
  plans: new Map(seedCatalogue().map((plan) => [plan.planNo, plan])),
  accounts: new Map(seedAccounts(toDate(now)).map((account) => [account.acctNo, account])),
  unusedServices: new Map(),
  planGroups: new Map([
    ['2', 'consumer'],
    ['3', 'business'],
  ]),
  dunningPlans: new Map([['41', 'gentle']]),
  receiptUses: [],
  queuedChanges: [],
  lastNumber: 7_000_000,
});
