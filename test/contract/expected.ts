import { expect } from '@jest/globals';
import type { AccountPlan } from '../../shared/domain/account-plan.ts';
import type { Collection } from '../../shared/domain/collection.ts';
import type { Plan, Price } from '../../shared/domain/plan.ts';
import { connectionPath } from './expectations.ts';

/** A plan with everything that a provider may leave out. */
export const planOf = (provider: Plan['provider'], plan: Partial<Plan> & Pick<Plan, 'id'>): Plan => ({
  connection: 'acme',
  provider,
  code: null,
  name: null,
  reference: null,
  description: null,
  longDescription: null,
  status: 'active',
  providerStatus: null,
  level: null,
  source: 'provider',
  updatedAt: null,
  warnings: [],
  prices: [],
  ...plan,
});

export const priceOf = (price: Partial<Price> & Pick<Price, 'id'>): Price => ({
  code: null,
  name: null,
  status: 'active',
  isDefault: null,
  currency: null,
  interval: null,
  usageInterval: null,
  recurring: null,
  setup: null,
  tiers: [],
  ...price,
});

export const accountPlanOf = (
  provider: AccountPlan['provider'],
  accountPlan: Partial<AccountPlan> & Pick<AccountPlan, 'accountId' | 'status'>,
): AccountPlan => ({
  connection: 'acme',
  provider,
  subscriptionId: null,
  planId: null,
  planName: null,
  planLevel: null,
  providerStatus: null,
  billingDayOfMonth: null,
  interval: null,
  trialEndsAt: null,
  nextBillingAt: null,
  tiers: [],
  ...accountPlan,
});

const aTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

interface ConversionParts {
  readonly before: AccountPlan;
  readonly after: AccountPlan;
  readonly planId: string | null;
  readonly collection: Collection;
  readonly warnings?: readonly unknown[];
}

export const convertedOf = ({ before, after, planId, collection, warnings = [] }: ConversionParts) => ({
  id: expect.stringMatching(/^cnv_[0-9A-HJKMNP-TV-Z]{26}$/),
  connection: 'acme',
  provider: before.provider,
  accountId: before.accountId,
  subscriptionId: before.subscriptionId,
  status: 'succeeded',
  outcome: 'converted',
  planId,
  before,
  after,
  collection,
  warnings,
  problem: null,
  createdAt: aTime,
  settledAt: aTime,
  attempts: 1,
});

export const alreadyConvertedOf = (accountPlan: AccountPlan, warnings: readonly unknown[] = []) => ({
  ...convertedOf({
    before: accountPlan,
    after: accountPlan,
    planId: accountPlan.planId,
    collection: { status: 'not_applicable', detail: null },
    warnings,
  }),
  outcome: 'already_converted',
  attempts: 0,
});

export const warningOf = (code: string) => ({ code, detail: expect.any(String) });

interface ProblemParts {
  readonly code: string;
  readonly status: number;
  readonly retryable?: boolean;
  readonly outcome?: 'not_executed' | 'unknown';
  readonly provider?: object | null;
  readonly errors?: readonly object[];
}

/** A whole problem document; only its prose is free. */
export const problemOf = (parts: ProblemParts, extensions: object = {}) => ({
  type: `https://plan-gateway.dev/problems/${parts.code}`,
  title: expect.any(String),
  detail: expect.any(String),
  instance: expect.stringContaining(connectionPath),
  retryable: false,
  requestId: 'contract',
  provider: null,
  errors: [],
  ...parts,
  ...extensions,
});

interface RejectionParts extends ProblemParts {
  /** What is known of the conversion, which stands in the problem. */
  readonly conversion: {
    readonly provider: AccountPlan['provider'];
    readonly accountId: string;
    readonly subscriptionId?: string | null;
    readonly planId: string | null;
    readonly before: AccountPlan | null;
    readonly collection: Collection;
    readonly warnings?: readonly unknown[];
    readonly attempts: number;
  };
}

/** The answer to a conversion that was tried and rejected. */
export const rejectionOf = ({ conversion, ...problem }: RejectionParts) => {
  const document = problemOf({ outcome: 'not_executed', ...problem });
  return {
    ...document,
    conversion: {
      id: expect.stringMatching(/^cnv_/),
      connection: 'acme',
      subscriptionId: null,
      status: 'rejected',
      outcome: null,
      after: null,
      warnings: [],
      problem: document,
      createdAt: aTime,
      settledAt: aTime,
      ...conversion,
    },
  };
};
