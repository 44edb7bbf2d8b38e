import type { AccountPlanRead, Draft, ProviderOperations } from '../../shared/domain/provider.ts';
import { provider } from '../../shared/providers/constant-contact-v2/index.ts';
import { judgedFetch } from './judged-fetch.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createProviderContext } from './provider-context.ts';
import { type Reaction, type RecordedRequest, startRecordingServer } from './recording-server.ts';

export const startMs = Date.UTC(2031, 2, 1, 12, 0, 0);

export interface Bench {
  readonly operations: ProviderOperations;
  readonly requests: readonly RecordedRequest[];
  readonly lines: string[];
  elapsedMs(): number;
}

export const secretOf = (origin: string) => ({
  provider: 'constant-contact-v2',
  apiKey: 'key+with/odd=signs',
  username: 'larch',
  password: 'pässword-1',
  baseUrl: `${origin}/v2`,
});

export const startBench = async (
  react: (index: number, clock: ManualClock) => Reaction,
  settings: object = {},
): Promise<Bench> => {
  const clock = createManualClock(startMs);
  const server = await startRecordingServer((_request, index) => react(index, clock));
  const configured = provider.configure({ ...secretOf(server.origin), ...settings });
  if (!configured.ok) {
    throw new Error(JSON.stringify(configured.problem));
  }
  const lines: string[] = [];
  return {
    operations: configured.value.connect(createProviderContext({ fetch: judgedFetch(globalThis.fetch), clock, lines })),
    requests: server.requests,
    lines,
    elapsedMs: () => clock.now() - startMs,
  };
};

export const answering = (body: unknown, status = 200) => startBench(() => ({ status, body }));

export const readAccount = async (bench: Bench, accountId = 'a07exmpl0001') =>
  bench.operations.listAccountPlans?.(accountId);

export const readPlanOf = async (body: unknown, settings?: object) => {
  const result = await readAccount(await startBench(() => ({ status: 200, body }), settings));
  return result?.ok ? result.value[0]?.accountPlan : result?.problem;
};

export const trialRead: AccountPlanRead = {
  accountPlan: {
    connection: 'acme',
    provider: 'constant-contact-v2',
    accountId: 'a07exmpl0001',
    subscriptionId: null,
    planId: '1',
    planName: 'Trial',
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

export const convert = (bench: Bench, request: object) =>
  bench.operations.changes.convert_trial?.send(plannedWrite(bench, request), 1);

export const notApplicable = { status: 'not_applicable', detail: null };
