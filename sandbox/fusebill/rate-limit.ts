import type { SimulatedAnswer } from '../simulated-provider.ts';
import { refuse } from './answers.ts';
import type { RateLimits, RateLimitWindow } from './state.ts';
import { timestamp } from './wire-values.ts';

/**
 * Counts one request, and refuses it when a limit is enforced and used up. The body says which limit; there is no
 * Retry-After. https://developer.staxbill.com/reference/rate-limits
 */
export const countRequest = (limits: RateLimits): SimulatedAnswer | null => {
  if (limits.enforced) {
    for (const [unit, window] of [['day', limits.day] as const, ['minute', limits.minute] as const]) {
      if (window.used >= window.limit) {
        return refuse(429, `The limit of ${window.limit} requests per ${unit} has been exceeded.`);
      }
    }
  }
  for (const window of [limits.minute, limits.day]) {
    window.used += 1;
  }
  return null;
};

/** Begins a new count where the time of the old one is over. */
export const renewWindows = (limits: RateLimits, now: number): void => {
  renew(limits.minute, now, 60_000);
  renew(limits.day, now, 86_400_000);
};

/** On every answer. How the vendor prints the Reset timestamp is not documented: this is its usual format. */
export const rateLimitHeaders = (limits: RateLimits): Record<string, string> => ({
  ...windowHeaders('Minute', limits.minute),
  ...windowHeaders('Day', limits.day),
});

const renew = (window: RateLimitWindow, now: number, durationMs: number): void => {
  if (now >= window.resetsAt) {
    window.used = 0;
    window.resetsAt = now - (now % durationMs) + durationMs;
  }
};

const windowHeaders = (unit: string, window: RateLimitWindow): Record<string, string> => ({
  [`X-Rate-Limit-Limit-${unit}`]: String(window.limit),
  [`X-Rate-Limit-Remaining-${unit}`]: String(Math.max(0, window.limit - window.used)),
  [`X-Rate-Limit-Reset-${unit}`]: timestamp(window.resetsAt),
});
