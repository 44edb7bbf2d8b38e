import { afterEach } from '@jest/globals';
import { convertOnSignup } from '../../functions/on-signup/handler.ts';
import { reconcileDue } from '../../functions/reconcile-conversions/handler.ts';
import { demoSecrets } from '../../local/demo-secrets.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type Clock, systemClock } from '../../shared/domain/clock.ts';
import type { Conversion } from '../../shared/domain/conversion.ts';
import { createFunctionBench, type FunctionBenchOptions } from '../support/function-bench.ts';
import { startSandbox } from '../support/judged-sandbox.ts';
import { send, type TestAnswer } from '../support/request-event.ts';

export interface SignupBench {
  readonly sandbox: Sandbox;
  /** Everything that was logged, one line an event. */
  readonly lines: readonly string[];
  /** One invocation of on-signup, over the real services, with this to finish. */
  signUp(event: unknown, remainingMs?: number): Promise<Conversion>;
  /** The error that an invocation fails with. */
  refusalOf(event: unknown, remainingMs?: number): Promise<Error>;
  /** The same over HTTP. */
  convertOverHttp(place: { readonly connection: string; readonly accountId: string }, key: string): Promise<TestAnswer>;
  reconcile(): Promise<unknown>;
  /** Lets the gateway's clock run ahead of the real one. */
  advance(durationMs: number): void;
}

export interface SignupBenchOptions extends Pick<FunctionBenchOptions, 'secretSource' | 'table'> {
  /** Connections beside those of the demo. */
  readonly secrets?: (sandbox: Sandbox) => Readonly<Record<string, object>>;
}

/** on-signup beside the HTTP API, over the four providers of the sandbox. */
export const startSignupBench = async (options: SignupBenchOptions = {}): Promise<SignupBench> => {
  const sandbox = await startSandbox();
  open.push(sandbox);
  let advancedMs = 0;
  const clock: Clock = { now: () => Date.now() + advancedMs, sleep: systemClock.sleep };
  const { handlers, services, lines } = createFunctionBench({
    fetch: globalThis.fetch,
    ...options,
    clock,
    secrets: { ...demoSecrets(sandbox), ...options.secrets?.(sandbox) },
  });
  const signUp: SignupBench['signUp'] = (event, remainingMs = 28_000) =>
    convertOnSignup(services, event, {
      awsRequestId: 'invocation-1',
      getRemainingTimeInMillis: () => remainingMs,
    });
  return {
    sandbox,
    lines,
    signUp,
    refusalOf: async (event, remainingMs) => {
      try {
        await signUp(event, remainingMs);
      } catch (error) {
        if (error instanceof Error) {
          return error;
        }
      }
      throw new Error('The invocation did not fail.');
    },
    convertOverHttp: ({ connection, accountId }, key) =>
      send(handlers['convert-trial'], {
        method: 'POST',
        path: `/v1/connections/${connection}/accounts/${accountId}/conversions`,
        pathParameters: { connection, accountId },
        headers: { 'idempotency-key': key },
        body: {},
      }),
    reconcile: () => reconcileDue(services, 28_000),
    advance: (durationMs) => {
      advancedMs += durationMs;
    },
  };
};

const open: Sandbox[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});
