import { createFusebillSandbox } from '../../sandbox/fusebill/provider.ts';
import type { FusebillState } from '../../sandbox/fusebill/state.ts';
import type { SimulatedAnswer } from '../../sandbox/simulated-provider.ts';
import { createWorld } from '../../sandbox/world.ts';
import { judged } from '../support/vendor-judge.ts';
import '../support/vendor-verdict.ts';

const now = Date.UTC(2024, 4, 31, 10, 0, 0);
export const apiKey = 'MDpzYW5kYm94LWZ1c2ViaWxs';

interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The simulated account on the 31st of May 2024 at ten, and how to call it without a server. */
export const openSandbox = (seed?: FusebillState) => {
  const world = createWorld(() => now);
  const sandbox = judged(createFusebillSandbox(world, seed));
  const call = (target: string, { method = 'GET', headers = {}, body }: Call = {}): SimulatedAnswer => {
    const url = new URL(target, 'http://127.0.0.1');
    return sandbox.handle({
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: {
        authorization: `Basic ${apiKey}`,
        ...(body === undefined ? { 'content-length': '0' } : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
    });
  };
  const post = (target: string, body?: unknown, headers?: Record<string, string>) =>
    call(target, { method: 'POST', body, ...(headers === undefined ? {} : { headers }) });
  return { world, sandbox, state: sandbox.state, call, post };
};

export const json = (answer: SimulatedAnswer) => JSON.parse(answer.body);
export const apiError = (status: number, value: string, key = 'Api Error') => ({
  ErrorId: 0,
  HttpStatusCode: status,
  Errors: [{ Key: key, Value: value }],
});
