import { expect } from '@jest/globals';
import type { Fault } from '../../sandbox/faults.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { AccountPlan } from '../../shared/domain/account-plan.ts';
import type { Collection } from '../../shared/domain/conversion.ts';
import type { Plan, Price } from '../../shared/domain/plan.ts';
import type { GatewayRequest } from '../support/in-process-gateway.ts';

/** What one provider's rows of the suite are: `expectations/<provider>/index.ts`. */
export interface ProviderExpectations {
  /** The secret of the connection `acme`. */
  readonly secret: (sandbox: Sandbox) => object;
  /** Whatever of the credentials must show in no answer and no log line. */
  readonly secretValues: (sandbox: Sandbox) => readonly string[];
  /** Gives the sandbox other credentials, and the secret that has them. */
  readonly rotate: (sandbox: Sandbox) => object;
  readonly catalogue: CatalogueExpectations;
  readonly plans: readonly Exchange[];
  readonly accountPlans: readonly Exchange[];
  readonly previews: readonly Exchange[];
  readonly conversions: readonly Exchange[];
  readonly refusals: readonly Exchange[];
  readonly reads: readonly FaultyRead[];
  readonly write: FaultyWrite;
}

/** A request to the gateway, what it answers, and what it sent to the provider for that. */
export interface Exchange {
  readonly name: string;
  /** Members of the secret that differ. */
  readonly secret?: object;
  readonly arrange?: (sandbox: Sandbox) => void;
  readonly request: GatewayRequest;
  readonly status: number;
  readonly body: unknown;
  readonly sent: readonly SentRequest[];
  /** The requests go out together, so they may arrive in any order. */
  readonly isSentTogether?: boolean;
}

/** A request as the provider got it, without the headers that mean nothing. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Null for none, a form as an object, all else as text. */
  readonly body: unknown;
}

export interface CatalogueExpectations {
  /** Ids in the order of the list, and by filters. */
  readonly ids: readonly string[];
  readonly filtered: readonly { readonly query: string; readonly ids: readonly string[] }[];
  /** Page sizes to follow the cursors with. */
  readonly limits: readonly number[];
  /** What the whole list costs at the provider, however many pages of ours it takes. */
  readonly sent: readonly SentRequest[];
}

/** A read to break: a request, the provider's operation that is struck. */
export interface FaultyRead {
  readonly path: string;
  readonly operation: string;
  /** What `[]` means instead of the right answer, where it is one. */
  readonly emptyList?: { readonly status: number; readonly code: string | null };
}

/** A conversion to break. */
export interface FaultyWrite {
  readonly accountId: string;
  readonly body: object;
  /** Another request that the same account could take. */
  readonly otherBody: object;
  /** The provider's operation that converts. */
  readonly operation: string;
  /** What the provider says of wrong credentials, nothing done. */
  readonly refusedLogin: Fault;
  /** What it says of a request that is not valid. */
  readonly refusal: Fault;
}

export const connectionPath = '/v1/connections/acme';

export const conversionRequest = (
  accountId: string,
  body: object,
  { query = '', key = 'key-1' }: { readonly query?: string; readonly key?: string | null } = {},
): GatewayRequest => ({
  method: 'POST',
  path: `${connectionPath}/accounts/${accountId}/conversions${query}`,
  headers: key === null ? {} : { 'idempotency-key': key },
  body,
});

export const previewRequest = (accountId: string, body: object) =>
  conversionRequest(accountId, body, { query: '?preview=true', key: null });

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
