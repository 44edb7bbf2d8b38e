import type { AccountPlanRead, Draft, ProviderOperations } from '../../shared/domain/provider.ts';
import { provider } from '../../shared/providers/fusebill/index.ts';
import { judgedFetch } from './judged-fetch.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createProviderContext } from './provider-context.ts';
import { type Reaction, type RecordedRequest, startRecordingServer } from './recording-server.ts';

export const startMs = Date.UTC(2031, 2, 1, 12, 0, 0);

export const apiKey = 'MDpzb21lLWxvbmctc2VjcmV0LWtleQ==';

export interface Bench {
  readonly operations: ProviderOperations;
  readonly requests: readonly RecordedRequest[];
  readonly clock: ManualClock;
  readonly lines: string[];
}

export type Script = Readonly<Record<string, Reaction | ((nth: number, clock: ManualClock) => Reaction)>>;

/**
 * The vendor on loopback. `script` has an answer for each request line (`GET /v1/Plans/88`), or a function of how often it
 * was asked before; everything else is not found.
 */
export const startBench = async (script: Script, secret: object = {}): Promise<Bench> => {
  const clock = createManualClock(startMs);
  const counts = new Map<string, number>();
  const { origin, requests } = await startRecordingServer(({ method, target }) => {
    const line = `${method} ${target}`;
    const nth = counts.get(line) ?? 0;
    counts.set(line, nth + 1);
    const answer = script[line] ?? refusal(404, 'Not found.');
    return typeof answer === 'function' ? answer(nth, clock) : answer;
  });
  const configured = provider.configure({ provider: 'fusebill', apiKey, baseUrl: `${origin}/v1`, ...secret });
  if (!configured.ok) {
    throw new Error(JSON.stringify(configured.problem));
  }
  const lines: string[] = [];
  return {
    operations: configured.value.connect(createProviderContext({ fetch: judgedFetch(globalThis.fetch), clock, lines })),
    requests,
    clock,
    lines,
  };
};

export const linesOf = ({ requests }: Bench) => requests.map(({ method, target }) => `${method} ${target}`);

/** An error as the vendor spells it. */
export const refusal = (status: number, value: string, headers: Record<string, string> = {}): Reaction => ({
  status,
  headers,
  body: { ErrorId: 0, HttpStatusCode: status, Errors: [{ Key: 'Api Error', Value: value }] },
});

export const ok = (body: unknown, headers: Record<string, string> = {}): Reaction => ({ status: 200, headers, body });

export const firstPlans = 'GET /v1/Plans/?pageSize=100&pageNumber=0';
export const productsOf88 = 'GET /v1/plans/88/planProducts?pageSize=100&pageNumber=0';
export const subscriptionsOf70011 = 'GET /v1/customers/70011/subscriptions?pageSize=50&pageNumber=0';

/** As text, because the vendor prints six places. */
export const teamPlan = `{ "code":"TEAM","name":"Team","reference":null,"description":"Team plan","longdescription":null,"status":"Active",
  "modificationTimestamp":"0001-01-01T00:00:00",
  "planFrequencies":[ {"planRevisionId":901,"numberOfIntervals":1,"interval":"Monthly","numberOfSubscriptions":3,"status":"Active",
     "setupFees":[{"amount":15.000000,"currency":"USD","id":0,"uri":null}],
     "charges":[{"amount":29.000000,"currency":"USD","id":0,"uri":null}],
     "isProrated":false,"prorationGranularity":null,"planFrequencyUniqueId":402,"remainingInterval":null,"id":417,"uri":null} ],
  "autoApplyChanges":false,"id":88,"uri":"https://secure.fusebill.com/v1/Plans/88" }`;

export const provisioningSubscription = {
  id: 52001,
  customerId: 70011,
  planCode: 'TEAM',
  planName: 'Team',
  planFrequency: { id: 417, planFrequencyUniqueId: 402, interval: 'Monthly', numberOfIntervals: 1, status: 'Active' },
  status: 'Provisioning',
  reference: 4711,
  createdTimestamp: '2031-02-01T10:00:00',
  provisionedTimestamp: '2031-02-01T10:00:00',
  scheduledActivationTimestamp: '2031-03-15T10:00:00',
  expiredTimestamp: null,
  migrationDate: null,
  subscriptionProducts: [{ id: 1, planProduct: { id: 5101, planId: 88 }, quantity: 1, isIncluded: true }],
  chargeDiscount: null,
  setupFeeDiscount: null,
  chargeDiscounts: null,
  setupFeeDiscounts: [],
  coupons: [],
  invoiceDay: 15,
  nextPeriodStartDate: '2031-03-01T05:00:00',
};

export const trialRead = (accountPlan: Partial<AccountPlanRead['accountPlan']> = {}, hasDiscounts = false) =>
  ({
    accountPlan: {
      connection: 'acme',
      provider: 'fusebill',
      accountId: '70011',
      subscriptionId: '52001',
      planId: '88',
      planName: 'Team',
      planLevel: null,
      status: 'trial',
      providerStatus: 'Provisioning',
      billingDayOfMonth: null,
      interval: null,
      trialEndsAt: null,
      nextBillingAt: null,
      tiers: [],
      ...accountPlan,
    },
    isAddOn: false,
    endedAt: null,
    isReplaced: false,
    hasDiscounts,
    raw: {},
  }) satisfies AccountPlanRead;

export const activation: Draft = {
  accountId: '70011',
  subscriptionId: '52001',
  wantedPlanId: '88',
  repeat: 'guarded_by_state',
  replacedProviderStatus: null,
  warnings: [],
  parameters: { action: 'activate', temporarilyDisableAutoPost: false },
};

export const migration: Draft = {
  accountId: '70011',
  subscriptionId: '52001',
  wantedPlanId: '90',
  repeat: 'never',
  replacedProviderStatus: 'Migrated',
  warnings: [],
  parameters: { action: 'migrate', planFamilyRelationshipId: '314' },
};
