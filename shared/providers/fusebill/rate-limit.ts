import { retryAfterMs } from '../../http/retry.ts';

/** What an answer with 429 says of the time to come. */
export interface RateLimit {
  /** The limit of the day, not that of the minute. */
  readonly isDayLimit: boolean;
  readonly waitMs: number | null;
}

/**
 * Reads the headers that https://developer.staxbill.com/reference/rate-limits lists. `Retry-After` is not among them, and
 * honoured where it comes. `fallbackMs` is the wait where the minute's end cannot be read.
 */
export const readRateLimit = (headers: Headers, nowMs: number, fallbackMs: number): RateLimit => {
  const remaining = headers.get('x-rate-limit-remaining-day')?.trim() ?? '';
  const isDayLimit = /^(0|-\d+)$/.test(remaining);
  const asked = retryAfterMs(headers, nowMs);
  if (asked !== null) {
    return { isDayLimit, waitMs: asked };
  }
  return isDayLimit
    ? { isDayLimit, waitMs: waitUntil(headers.get('x-rate-limit-reset-day'), nowMs, longestDayMs) }
    : { isDayLimit, waitMs: waitUntil(headers.get('x-rate-limit-reset-minute'), nowMs, longestMinuteMs) ?? fallbackMs };
};

/** A reset further away than its period, or past, was misread or comes from another clock. Some skew is allowed. */
const longestMinuteMs = 90_000;
const longestDayMs = 25 * 3_600_000;

/** The format of the time stamp is not documented: a date, seconds or milliseconds since 1970, or seconds to go. */
const waitUntil = (text: string | null, nowMs: number, longestMs: number): number | null => {
  const value = text?.trim() ?? '';
  const waits = /^\d+(\.\d+)?$/.test(value)
    ? [Number(value) * 1_000 - nowMs, Number(value) - nowMs, Number(value) * 1_000]
    : [Date.parse(withZone(value)) - nowMs];
  const wait = waits.find((candidate) => candidate >= 0 && candidate <= longestMs);
  return wait === undefined ? null : Math.ceil(wait);
};

/** Times without a zone are UTC at this vendor, and local to JavaScript. */
const withZone = (date: string): string => {
  if (/(Z|GMT|UTC|[+-]\d\d:?\d\d)$/i.test(date)) {
    return date;
  }
  return /^\d{4}-\d\d-\d\dT/.test(date) ? `${date}Z` : `${date} UTC`;
};
