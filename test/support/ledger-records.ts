import { renderChange } from '../../gateway/render-change.ts';
import { free, reject, succeed } from '../../shared/account-changes/settle.ts';
import type { AccountPlan } from '../../shared/domain/account-plan.ts';
import { createProblem, type ProblemCode } from '../../shared/domain/problem.ts';
import type { ClaimedRecord, LiveRecord, SettledRecord, WritingRecord } from '../../shared/ledger/record.ts';
import { createManualClock } from './manual-clock.ts';

export const startMs = Date.UTC(2031, 2, 1, 12, 0, 0);

const trial: AccountPlan = {
  connection: 'acme',
  provider: 'constant-contact-v3',
  accountId: 'a1',
  subscriptionId: null,
  planId: 'TRIAL',
  planName: 'TRIAL',
  planLevel: null,
  status: 'trial',
  providerStatus: 'Trial',
  billingDayOfMonth: null,
  interval: null,
  trialEndsAt: null,
  nextBillingAt: null,
  tiers: [],
};

/** A claim of account `a1`, as the request `cnv_<key>` under that key makes it. */
export const claimOf = (key: string, changes: Partial<ClaimedRecord> = {}): ClaimedRecord => ({
  phase: 'claimed',
  changeId: `cnv_${key}`,
  kind: 'convert_trial',
  connection: 'acme',
  provider: 'constant-contact-v3',
  accountId: 'a1',
  key,
  fingerprint: 'gold',
  request: { planId: 'GOLD' },
  requestId: 'r-1',
  instance: '/v1/connections/acme/accounts/a1/conversions',
  createdAt: startMs,
  leaseUntil: startMs + 30_000,
  lastWrite: null,
  ...changes,
});

export const writingOf = (record: ClaimedRecord): WritingRecord => ({
  ...record,
  phase: 'writing',
  sent: {
    before: trial,
    draft: {
      accountId: record.accountId,
      subscriptionId: null,
      wantedPlanId: 'GOLD',
      repeat: 'naturally_repeatable',
      replacedProviderStatus: null,
      warnings: [],
      parameters: { planType: 'GOLD' },
    },
    goal: { notYet: ['trial', 'trial_ended'], done: ['active'] },
    knownSubscriptionIds: [],
    attempts: 1,
    overAt: startMs + 20_000,
    learned: { isAccepted: false, collection: { status: 'unknown', detail: null }, warnings: [] },
  },
  watch: { checks: 0, nextCheckAt: startMs + 21_000, alarmedAt: null },
});

const contextAt = (now: number) => ({ clock: createManualClock(now), render: renderChange });

const gold: AccountPlan = { ...trial, planId: 'GOLD', status: 'active' };

export const succeeded = (record: LiveRecord, settledAt = startMs + 1_000): SettledRecord => {
  const sent = record.phase === 'claimed' ? writingOf(record) : record;
  // Answered at once.
  const answered = { ...sent, sent: { ...sent.sent, overAt: startMs } };
  return succeed(answered, { after: gold, warnings: [], isOurs: true }, contextAt(settledAt));
};

export const rejected = (
  record: LiveRecord,
  { code = 'provider_rejected', isKeyBound = true }: { code?: ProblemCode; isKeyBound?: boolean } = {},
): SettledRecord => {
  const problem = createProblem(code, 'No.', { outcome: 'not_executed' });
  const context = contextAt(startMs + 1_000);
  return isKeyBound
    ? reject(record, { problem }, context)
    : free(record, problem, { owesEvent: record.phase !== 'claimed' }, context);
};
