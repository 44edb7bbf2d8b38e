import { handler as apiDocs } from '../../functions/api-docs/handler.ts';
import * as apiDocsOperation from '../../functions/api-docs/operation.ts';
import { handler as routeNotFound } from '../../functions/route-not-found/handler.ts';
import type { HttpHandler } from '../../shared/lambda/http-function.ts';
import { createFunctionBench, type FunctionBench, type FunctionBenchOptions } from './function-bench.ts';
import { createManualClock } from './manual-clock.ts';
import { holdToDeclared } from './served-functions.ts';

export interface ApiBench extends FunctionBench {
  readonly all: Readonly<Record<string, HttpHandler>>;
  /** The requests that reached a provider. */
  readonly calls: readonly { readonly method: string; readonly url: string; readonly body: string | null }[];
}

export const startMs = Date.UTC(2031, 2, 1, 12, 0, 0);

export const secrets = {
  cc: { provider: 'constant-contact-v2', apiKey: 'v2-api-key', username: 'partner', password: 'v2-password' },
  fuse: { provider: 'fusebill', apiKey: 'fusebill-api-key' },
};

/**
 * Every function of the API with one connection `cc` (and `fuse`), whose provider answers at once: an account that is paid
 * on plan 2 since nobody knows when, whatever was sent.
 */
export const createApiBench = (options: Partial<FunctionBenchOptions> = {}): ApiBench => {
  // These two read their settings from the environment.
  process.env.LOG_LEVEL = 'silent';
  const calls: ApiBench['calls'][number][] = [];
  const bench = createFunctionBench({
    clock: createManualClock(startMs),
    secrets,
    fetch: async (url, init) => {
      calls.push({ method: init?.method ?? 'GET', url: String(url), body: init?.body ? String(init.body) : null });
      return new Response(JSON.stringify({ status: 'Open', plan_type: 2, billing_day_of_month: 12 }));
    },
    ...options,
  });
  return {
    ...bench,
    calls,
    all: { ...bench.handlers, 'api-docs': holdToDeclared(apiDocsOperation, apiDocs), 'route-not-found': routeNotFound },
  };
};
