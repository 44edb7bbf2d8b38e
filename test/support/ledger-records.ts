import { settleAsRejected, settleAsSuccess } from '../../shared/conversions/conversion-record.ts';
import type { AccountPlan } from '../../shared/domain/account-plan.ts';
import { createProblem, type ProblemCode } from '../../shared/domain/problem.ts';
import { renderProblem } from '../../shared/lambda/answer.ts';
import type { ClaimedRecord, LiveRecord, SettledRecord, WritingRecord } from '../../shared/ledger/record.ts';

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
  conversionId: `cnv_${key}`,
  connection: 'acme',
  provider: 'constant-contact-v3',
  accountId: 'a1',
  key,
  fingerprint: 'gold',
  request: { planId: 'GOLD' },
  requestId: 'r-1',
  instance: '/v1/connections/acme/accounts/a1/conversions',
  createdAt: startMs,
  fence: 1,
  leaseUntil: startMs + 30_000,
  lastWrite: null,
  ...changes,
});

export const writingOf = (record: ClaimedRecord): WritingRecord => ({
  ...record,
  phase: 'writing',
  before: trial,
  write: {
    accountId: record.accountId,
    subscriptionId: null,
    wantedPlanId: 'GOLD',
    repeat: 'naturally_repeatable',
    replacedProviderStatus: null,
    warnings: [],
    parameters: { planType: 'GOLD' },
  },
  knownSubscriptionIds: [],
  attempts: 1,
  writingAt: startMs,
  givenUpAt: startMs + 20_000,
});

export const succeeded = (record: LiveRecord, settledAt = startMs + 1_000): SettledRecord =>
  settleAsSuccess(
    record,
    {
      outcome: 'converted',
      before: trial,
      after: { ...trial, planId: 'GOLD', status: 'active' },
      planId: 'GOLD',
      collection: { status: 'not_applicable', detail: null },
      warnings: [],
      attempts: 1,
    },
    settledAt,
  );

export const rejected = (
  record: LiveRecord,
  { code = 'provider_rejected', isKeyBound = true }: { code?: ProblemCode; isKeyBound?: boolean } = {},
): SettledRecord =>
  settleAsRejected(record, {
    problem: createProblem(code, 'No.', { outcome: 'not_executed' }),
    isKeyBound,
    settledAt: startMs + 1_000,
    renderProblem,
  });
