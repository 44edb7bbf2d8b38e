import type { Clock, Deadline } from '../domain/clock.ts';
import type { Logger } from '../domain/logger.ts';
import { failed, type Result, success } from '../domain/result.ts';

/** One request to a provider. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  /** The path with placeholders, for logs: the URL itself may hold a key. */
  readonly route: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Answers longer than this, unpacked, are given up. */
  readonly maximumAnswerBytes: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface CallFailure {
  /**
   * `too_late`, `not_sent` and `address_refused` are certain: the time was over before anything was sent, no connection
   * stood, or the name led to an address that is not called, so the provider saw nothing. After every other kind the
   * provider may have done what was asked.
   */
  readonly kind: 'too_late' | 'not_sent' | 'address_refused' | 'timed_out' | 'dropped' | 'too_large' | 'redirected';
  readonly detail: string;
}

export interface CallContext {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly logger: Logger;
}

export const answerLimits = { catalogueBytes: 64 * 1024 * 1024, ordinaryBytes: 4 * 1024 * 1024 } as const;

export interface SendOptions {
  /**
   * How long, of the milliseconds that remain, nothing may come from the provider, from the start and from each part of the
   * answer on. A connection that died in silence is given up by it long before the deadline; without it the deadline alone counts.
   */
  readonly longestSilenceMs?: (remainingMs: number) => number;
}

/** Sends `call` once and gives the answer whatever its status, or why there is none. Never throws, never follows a redirect. */
export const sendCall = async (
  context: CallContext,
  call: Call,
  { longestSilenceMs = (remainingMs) => remainingMs }: SendOptions = {},
): Promise<Result<Answer, CallFailure>> => {
  const startedAt = context.clock.now();
  if (context.deadline.remainingMs() <= 0) {
    return failed({ kind: 'too_late', detail: 'The time was over before the provider could be asked.' });
  }
  const result = await raceSilence(context, longestSilenceMs, (watched) => exchange(context.fetch, call, watched));
  context.logger.info('provider_call', {
    host: new URL(call.url).host,
    method: call.method,
    route: call.route,
    status: result.ok ? result.value.status : null,
    failure: result.ok ? null : result.problem.kind,
    durationMs: context.clock.now() - startedAt,
  });
  return result;
};

const exchange = async (
  fetchFunction: typeof fetch,
  call: Call,
  { signal, onSign }: Watched,
): Promise<Result<Answer, CallFailure>> => {
  let response: Response;
  try {
    response = await fetchFunction(call.url, {
      method: call.method,
      headers: call.headers,
      ...(call.body === undefined ? {} : { body: call.body }),
      redirect: 'manual',
      signal,
    });
  } catch (error) {
    if (causeCodeOf(error) === addressRefusedCode) {
      const detail =
        "The name of the provider's host leads to an address inside a private network, which is not called.";
      return failed({ kind: 'address_refused', detail });
    }
    return failed(
      isCertainlyNotSent(error)
        ? { kind: 'not_sent', detail: 'No connection to the provider could be made.' }
        : { kind: 'dropped', detail: 'The connection to the provider broke before it answered.' },
    );
  }

  onSign();
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel().catch(() => undefined);
    return failed({ kind: 'redirected', detail: 'The provider answered with a redirect, which is not followed.' });
  }

  const text = await readText(response, call.maximumAnswerBytes, onSign);
  return text.ok ? success({ status: response.status, headers: response.headers, text: text.value }) : text;
};

const readText = async (
  response: Response,
  maximumBytes: number,
  onSign: () => void,
): Promise<Result<string, CallFailure>> => {
  if (response.body === null) {
    return success('');
  }
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let receivedBytes = 0;
  try {
    for await (const chunk of response.body) {
      onSign();
      receivedBytes += chunk.byteLength;
      if (receivedBytes > maximumBytes) {
        // Leaving the loop cancels the stream.
        return failed({ kind: 'too_large', detail: `The provider's answer is longer than ${maximumBytes} bytes.` });
      }
      parts.push(decoder.decode(chunk, { stream: true }));
    }
  } catch {
    return failed({ kind: 'dropped', detail: "The provider's answer broke off." });
  }
  return success(parts.join('') + decoder.decode());
};

/** What an exchange that may be given up has to know. */
interface Watched {
  readonly signal: AbortSignal;
  /** Called at each sign of life. */
  readonly onSign: () => void;
}

const raceSilence = async (
  { clock, deadline }: CallContext,
  longestSilenceMs: (remainingMs: number) => number,
  work: (watched: Watched) => Promise<Result<Answer, CallFailure>>,
): Promise<Result<Answer, CallFailure>> => {
  const giveUp = new AbortController();
  const finished = new AbortController();
  let endsAt = 0;
  const onSign = () => {
    endsAt = clock.now() + Math.min(deadline.remainingMs(), longestSilenceMs(deadline.remainingMs()));
  };
  const silence = async () => {
    while (!finished.signal.aborted && clock.now() < endsAt) {
      await clock.sleep(endsAt - clock.now(), finished.signal);
    }
    giveUp.abort();
    return failed<CallFailure>({ kind: 'timed_out', detail: 'The provider did not answer in time.' });
  };
  onSign();
  try {
    return await Promise.race([work({ signal: giveUp.signal, onSign }), silence()]);
  } finally {
    finished.abort();
  }
};

/**
 * Errors that come before the first byte of a request is written. The error's own text is never used: undici quotes
 * header values in it.
 */
const isCertainlyNotSent = (error: unknown): boolean => {
  // By shape: the errors of fetch may come from another realm (a test runner's), where `instanceof` says no.
  if (typeof error !== 'object' || error === null) {
    return false;
  }
  const cause = 'cause' in error ? error.cause : undefined;
  if (cause === undefined) {
    // fetch refuses a header or a URL that it cannot send at all.
    return 'name' in error && error.name === 'TypeError';
  }
  const code = causeCodeOf(error);
  return notSentCodes.has(code) || code.startsWith('CERT_') || code.startsWith('ERR_TLS_');
};

const causeCodeOf = (error: unknown): string => {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
};

/** The code of the error with which `provider-fetch.ts` refuses to connect. */
export const addressRefusedCode = 'ERR_ADDRESS_REFUSED';

const notSentCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
