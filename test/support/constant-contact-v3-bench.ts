import type { AccountPlanRead, Draft, ProviderOperations } from '../../shared/domain/provider.ts';
import { provider } from '../../shared/providers/constant-contact-v3/index.ts';
import { judgedFetch } from './judged-fetch.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createProviderContext } from './provider-context.ts';
import { type Reaction, type RecordedRequest, startRecordingServer } from './recording-server.ts';

export const startMs = Date.UTC(2031, 2, 1, 12, 0, 0);

export interface Bench {
  readonly operations: ProviderOperations;
  /** Operations of another request over the same credentials. */
  connect(deadlineMs: number): ProviderOperations;
  readonly clock: ManualClock;
  readonly lines: string[];
  tokenRequests(): readonly RecordedRequest[];
  planRequests(): readonly RecordedRequest[];
}

export interface Script {
  /** By default `token-1`, `token-2`, ... of an hour each. */
  readonly token?: (index: number, clock: ManualClock) => Reaction | Promise<Reaction>;
  readonly plan?: (index: number, request: RecordedRequest, clock: ManualClock) => Reaction | Promise<Reaction>;
  readonly secret?: object;
}

export const issuedToken = (index: number): Reaction => ({
  status: 200,
  body: { access_token: `token-${index + 1}`, expires_in: 3600, token_type: 'Bearer' },
});

export const secretOf = (origin: string) => ({
  provider: 'constant-contact-v3',
  apiKey: '00000000-aaaa-bbbb',
  clientId: 'partner-id',
  clientSecret: 'sécret-1',
  baseUrl: `${origin}/v3`,
  tokenUrl: `${origin}/oauth2/v1/token`,
});

export const openPlan: Reaction = { status: 200, body: { plan_type: 'SILVER', billing_status: 'Open' } };

export const startBench = async ({
  token = issuedToken,
  plan = () => openPlan,
  secret = {},
}: Script): Promise<Bench> => {
  const clock = createManualClock(startMs);
  const tokenRequests: RecordedRequest[] = [];
  const planRequests: RecordedRequest[] = [];
  const server = await startRecordingServer((request) =>
    request.target.startsWith('/oauth2/v1/token')
      ? token(tokenRequests.push(request) - 1, clock)
      : plan(planRequests.push(request) - 1, request, clock),
  );
  const configured = provider.configure({ ...secretOf(server.origin), ...secret });
  if (!configured.ok) {
    throw new Error(JSON.stringify(configured.problem));
  }
  const lines: string[] = [];
  const connect = (deadlineMs: number) =>
    configured.value.connect(createProviderContext({ fetch: judgedFetch(globalThis.fetch), clock, lines, deadlineMs }));
  return {
    operations: connect(20_000),
    connect,
    clock,
    lines,
    tokenRequests: () => tokenRequests,
    planRequests: () => planRequests,
  };
};

export const answering = (body: unknown, status = 200) => startBench({ plan: () => ({ status, body }) });

export const read = async (operations: ProviderOperations, accountId = 'a07e1exmpl0') => {
  const result = await operations.listAccountPlans?.(accountId);
  return result?.ok ? result.value[0] : result?.problem;
};

export const readPlanOf = async (body: unknown, secret = {}) => {
  const result = await read((await startBench({ plan: () => ({ status: 200, body }), secret })).operations);
  return result !== undefined && 'accountPlan' in result ? result.accountPlan : result;
};

export const trialRead: AccountPlanRead = {
  accountPlan: {
    connection: 'acme',
    provider: 'constant-contact-v3',
    accountId: 'a07e1exmpl0',
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
  },
  isAddOn: false,
  endedAt: null,
  isReplaced: false,
  hasDiscounts: false,
  raw: {},
};

export const draft = (bench: Bench, request: object) =>
  bench.operations.changes.convert_trial?.draft(request, trialRead);

export const plannedWrite = (bench: Bench, request: object): Draft => {
  const write = draft(bench, request);
  if (!write?.ok) {
    throw new Error(JSON.stringify(write));
  }
  return write.value;
};

export const convert = (bench: Bench, request: object = { planId: 'GOLD' }) =>
  bench.operations.changes.convert_trial?.send(plannedWrite(bench, request), 1);

export const notApplicable = { status: 'not_applicable', detail: null };
