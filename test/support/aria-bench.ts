import type { ConfiguredProvider, ProviderOperations } from '../../shared/domain/provider.ts';
import { provider } from '../../shared/providers/aria/index.ts';
import { judgedFetch } from './judged-fetch.ts';
import { createManualClock } from './manual-clock.ts';
import { createProviderContext } from './provider-context.ts';
import { type Reaction, type RecordedRequest, startRecordingServer } from './recording-server.ts';

export const startMs = Date.UTC(2031, 2, 1, 12, 0, 0);

export const authKey = 'aK3yaK3yaK3yaK3yaK3yaK3yaK3yaK3y';

export const secretOf = (origin: string) => ({
  provider: 'aria',
  clientNo: 1234567,
  authKey,
  coreUrl: `${origin}/v1/core`,
  adminUrl: `${origin}/AdminTools.php/Dispatcher`,
});

export type Answers = Readonly<Record<string, Reaction | ((request: RecordedRequest, index: number) => Reaction)>>;

export interface Bench {
  readonly configured: ConfiguredProvider;
  readonly operations: Required<ProviderOperations>;
  readonly requests: readonly RecordedRequest[];
  readonly lines: string[];
  /** The bodies of the Core requests of one call, as they were sent. */
  sent(restCall: string): string[];
}

/** Aria on loopback: `answers` by the name of the call; what has none is an unknown call. */
export const startBench = async (answers: Answers, settings: object = {}): Promise<Bench> => {
  const calls: { readonly name: string; readonly request: RecordedRequest }[] = [];
  const server = await startRecordingServer((request) => {
    const name = restCallOf(request);
    const index = calls.filter((call) => call.name === name).length;
    calls.push({ name, request });
    const answer = answers[name];
    return typeof answer === 'function' ? answer(request, index) : (answer ?? unknownCall);
  });
  const configured = provider.configure({ ...secretOf(server.origin), ...settings });
  if (!configured.ok) {
    throw new Error(JSON.stringify(configured.problem));
  }
  const lines: string[] = [];
  return {
    configured: configured.value,
    operations: configured.value.connect(
      createProviderContext({ fetch: judgedFetch(globalThis.fetch), clock: createManualClock(startMs), lines }),
    ) as Required<ProviderOperations>,
    requests: server.requests,
    lines,
    sent: (restCall) => calls.filter(({ name }) => name === restCall).map(({ request }) => request.body),
  };
};

export const ok = (members: object = {}): Reaction => ({
  status: 200,
  body: { error_code: 0, error_msg: 'OK', ...members },
});

/** A business error, which comes with HTTP 200. */
export const refused = (code: number | string, message = 'no'): Reaction => ({
  status: 200,
  body: { error_code: code, error_msg: message },
});

/** How one of these calls ended, short enough to compare: a code, or the value. */
export const problemOf = async (result: Promise<{ readonly ok: boolean; readonly problem?: unknown }>) => {
  const { ok: isSuccess, problem } = await result;
  return isSuccess ? 'success' : problem;
};

const unknownCall: Reaction = { status: 404, body: { error_code: -1, error_msg: 'not attempted' } };

const restCallOf = ({ target, body }: RecordedRequest): string => {
  const name = target.startsWith('/v1/core')
    ? (JSON.parse(body) as { rest_call: string }).rest_call
    : new URLSearchParams(body).get('rest_call');
  return name ?? '';
};
