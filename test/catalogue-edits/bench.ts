import { afterEach } from '@jest/globals';
import { createAriaSeed } from '../../sandbox/aria/seed.ts';
import type { AriaState } from '../../sandbox/aria/state.ts';
import type { Fault } from '../../sandbox/faults.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createWorld } from '../../sandbox/world.ts';
import type { Plan } from '../../shared/domain/plan.ts';
import type { Table } from '../../shared/table/table.ts';
import { createInProcessGateway, type GatewayAnswer, type InProcessGateway } from '../support/in-process-gateway.ts';
import { startSandbox } from '../support/judged-sandbox.ts';

export const plansPath = '/v1/connections/acme/plans';

export interface PlanBench {
  readonly sandbox: Sandbox;
  readonly gateway: InProcessGateway;
  readonly state: AriaState;
  /** Adds a key of its own where none is given; null sends none. */
  change(method: 'POST' | 'PATCH', path: string, body?: unknown, key?: string | null): Promise<GatewayAnswer>;
  plan(planId: string): Promise<Plan>;
  /** Aria's calls since the last look, by name. */
  takeCalls(): string[];
  /** The form of the latest call of that name, one `name=value` a parameter, without what all calls have. */
  sentForm(restCall: string): string[];
  /** What took effect at Aria. */
  effects(): string[];
  fail(restCall: string, fault: Fault): void;
}

export interface PlanBenchOptions {
  readonly settings?: object;
  readonly table?: Table;
}

/** Aria's sandbox behind the real functions; connections `cc-v2`, `cc-v3` and `fuse` are there too. */
export const startPlanBench = async ({ settings = {}, table }: PlanBenchOptions = {}): Promise<PlanBench> => {
  const nowMs = Date.UTC(2031, 2, 14, 10, 0, 0);
  const sandbox = await startSandbox({
    world: createWorld(() => nowMs),
    seeds: { aria: createAriaSeed(nowMs, { withAdministrationPlans: true }) },
  });
  open.push(sandbox);
  const gateway = createInProcessGateway(
    {
      acme: {
        provider: 'aria',
        clientNo: '4100001',
        authKey: 'sandboxAriaAuthKey00000000000001',
        ...sandbox.urls.aria,
        settings,
      },
      'cc-v2': { provider: 'constant-contact-v2', apiKey: 'key', username: 'partner', password: 'password' },
      'cc-v3': { provider: 'constant-contact-v3', apiKey: 'key', clientId: 'client', clientSecret: 'secret' },
      fuse: { provider: 'fusebill', apiKey: 'key' },
    },
    table === undefined ? {} : { table },
  );
  let keys = 0;
  const callsSoFar = () => sandbox.requests().filter(({ provider }) => provider === 'aria');

  return {
    sandbox,
    gateway,
    state: sandbox.providers.aria.state,
    change: (method, path, body, key) => {
      keys += 1;
      const given = key === undefined ? `key-${keys}` : key;
      return gateway.send({
        method,
        path,
        headers: given === null ? {} : { 'idempotency-key': given },
        ...(body === undefined ? {} : { body }),
      });
    },
    plan: async (planId) => (await gateway.send({ path: `${plansPath}/${planId}` })).body as Plan,
    takeCalls: () => {
      const calls = callsSoFar().map(({ operation }) => operation);
      sandbox.clearRequests();
      return calls;
    },
    sentForm: (restCall) => {
      const body = callsSoFar().findLast(({ operation }) => operation === restCall)?.body ?? '';
      return body
        .split('&')
        .map(decodeURIComponent)
        .filter((pair) => !/^(rest_call|output_format|client_no|auth_key)=/.test(pair));
    },
    effects: () => sandbox.world.journal.entries().map(({ operation }) => operation),
    fail: (restCall, fault) => {
      sandbox.faults.add({ provider: 'aria', operation: restCall, fault });
    },
  };
};

const open: Sandbox[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

/** The members by which tests compare problems. */
export const problemOf = ({ status, body }: GatewayAnswer): Record<string, unknown> => {
  const { code, outcome, errors } = body as { code: string; outcome?: string; errors: unknown[] };
  return { status, code, outcome, ...(errors.length === 0 ? {} : { errors }) };
};

/** The paths of the errors of a 400. */
export const errorPathsOf = ({ body }: GatewayAnswer): string[] =>
  ((body as { errors?: { path: string }[] }).errors ?? []).map(({ path }) => path);
