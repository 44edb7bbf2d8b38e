import type { Answer } from '../../http/call.ts';
import { readMasheryLimit } from '../../http/mashery-limit.ts';
import { type RetryAdvice, retryAfterMs } from '../../http/retry.ts';
import { parseFault } from './wire.ts';

/** What a refusal by one of the vendor's limits says. Nothing was executed. */
export interface Limit {
  /** Whether a read may be sent again once `waitMs` is over. */
  readonly isShort: boolean;
  /** Null where nobody says when the limit ends. */
  readonly waitMs: number | null;
  /** What a gateway in between calls it, where the body has no word for it. */
  readonly code: string | null;
}

/**
 * A limit is of two kinds: `throttled` for 4 calls a second, and `quota_exceeded` for 10,000 a day, counted anew at 00:00:00
 * UTC. https://developer.constantcontact.com/api_guide/rate_limits.html. The page has them with 429; version 2 tells its
 * limits by a gateway's 403, so the same words count with 403 here, and that gateway's with either. Null for what is no limit.
 */
export const readLimit = (answer: Answer, nowMs: number): Limit | null => {
  const { status, headers, text } = answer;
  if (status !== 403 && status !== 429) {
    return null;
  }
  const asked = retryAfterMs(headers, nowMs);
  const { code } = parseFault(text);
  if (code === 'throttled') {
    return { isShort: true, waitMs: asked ?? secondMs, code };
  }
  if (code === 'quota_exceeded') {
    return { isShort: false, waitMs: asked ?? dayMs - (nowMs % dayMs), code };
  }
  const limit = readMasheryLimit(answer, code);
  if (limit !== null) {
    const isShort = limit.window === 'second';
    return { isShort, waitMs: asked ?? (isShort ? secondMs : null), code: code ?? limit.code };
  }
  return status === 429 ? { isShort: true, waitMs: asked, code } : null;
};

/** For reads: null leaves an answer that is no limit to its status. */
export const adviseOnLimit = (answer: Answer, nowMs: number): RetryAdvice | null => {
  const limit = readLimit(answer, nowMs);
  if (limit === null) {
    return null;
  }
  return limit.isShort ? { retry: true, afterMs: limit.waitMs } : { retry: false };
};

const secondMs = 1_000;

const dayMs = 24 * 3_600 * 1_000;
