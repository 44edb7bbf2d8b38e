import type { Random } from '../domain/clock.ts';
import type { Result } from '../domain/result.ts';
import { type Answer, type Call, type CallContext, type CallFailure, sendCall } from './call.ts';

/** Which answers to a read are worth another try, and how long to wait before it. Plain data: ADR 2. */
export interface RetryPolicy {
  readonly maximumAttempts: number;
  readonly statuses: readonly number[];
  /** The longest wait before the second attempt; it doubles from there. The real wait is a random part of it. */
  readonly firstDelayMs: number;
  readonly maximumDelayMs: number;
  /** A provider that asks for a longer wait than this is taken at its word: the caller is told instead. */
  readonly longestAskedDelayMs: number;
  /** A try that hears nothing gets half of what remains, and at least this; the last one gets all. */
  readonly shortestTryMs: number;
}

export const readRetryPolicy: RetryPolicy = {
  maximumAttempts: 4,
  statuses: [429, 502, 503, 504],
  firstDelayMs: 200,
  maximumDelayMs: 3_000,
  longestAskedDelayMs: 10_000,
  shortestTryMs: 2_000,
};

/** What a provider's own signs say of a refusal: try again (after a time, where it says one), or do not. */
export type RetryAdvice = { readonly retry: true; readonly afterMs: number | null } | { readonly retry: false };

export interface RetryOptions {
  readonly random: Random;
  readonly policy?: RetryPolicy;
  /** The provider's reading of an answer that is not 2xx; null leaves it to the status. */
  readonly advise?: (answer: Answer) => RetryAdvice | null;
}

/**
 * Sends a read, again where that may help, until the policy or the deadline ends it. Gives the last answer or failure.
 * Only for requests that change nothing.
 */
export const sendReadCall = async (
  context: CallContext,
  call: Call,
  { random, policy = readRetryPolicy, advise }: RetryOptions,
): Promise<Result<Answer, CallFailure>> => {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt >= policy.maximumAttempts;
    const result = await sendCall(context, call, isLast ? {} : { longestSilenceMs: shareOf(policy) });
    const advice = adviceFor(result, policy, advise, context.clock.now());
    if (!advice.retry || isLast) {
      return result;
    }
    const delayMs = advice.afterMs ?? backOffMs(policy, attempt, random);
    if (delayMs > policy.longestAskedDelayMs || delayMs >= context.deadline.remainingMs()) {
      return result;
    }
    await context.clock.sleep(delayMs);
  }
};

/** Milliseconds that `Retry-After` asks for (RFC 9110: seconds or an HTTP date), or null. */
export const retryAfterMs = (headers: Headers, nowMs: number): number | null => {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') {
    return null;
  }
  if (/^\d{1,9}$/.test(value)) {
    return Number(value) * 1_000;
  }
  // `Date.parse` takes `-5` and `1.5` for dates too.
  const at = /^[A-Za-z]{3}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
};

const adviceFor = (
  result: Result<Answer, CallFailure>,
  policy: RetryPolicy,
  advise: RetryOptions['advise'],
  nowMs: number,
): RetryAdvice => {
  if (!result.ok) {
    const { kind } = result.problem;
    if (kind === 'timed_out') {
      // Long enough was waited already.
      return { retry: true, afterMs: 0 };
    }
    return kind === 'not_sent' || kind === 'dropped' ? { retry: true, afterMs: null } : { retry: false };
  }
  const answer = result.value;
  if (answer.status >= 200 && answer.status < 300) {
    return { retry: false };
  }
  return (
    advise?.(answer) ??
    (policy.statuses.includes(answer.status)
      ? { retry: true, afterMs: retryAfterMs(answer.headers, nowMs) }
      : { retry: false })
  );
};

/** A connection that died says nothing: the next try goes over another. */
const shareOf =
  ({ shortestTryMs }: RetryPolicy) =>
  (remainingMs: number): number =>
    Math.max(shortestTryMs, Math.floor(remainingMs / 2));

/** Full jitter: instances that failed together do not come back together. */
const backOffMs = (policy: RetryPolicy, attempt: number, random: Random): number =>
  Math.round(random() * Math.min(policy.maximumDelayMs, policy.firstDelayMs * 2 ** (attempt - 1)));
