/** Time as the gateway sees it. Handed in everywhere, so that tests and simulations own it. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Resolves after `durationMs`, or at once when `signal` aborts. Never rejects. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (durationMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const finish = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, durationMs);
      signal?.addEventListener('abort', finish);
    }),
};

/** A random number in [0, 1). Handed in like the clock. */
export type Random = () => number;

/** The moment by which something has to be finished. */
export interface Deadline {
  /** Milliseconds since the epoch. */
  readonly at: number;
  remainingMs(): number;
}

/** `durationMs` from now, cut to whole milliseconds: deadlines are stored as such. */
export const createDeadline = (clock: Clock, durationMs: number): Deadline => {
  const at = clock.now() + Math.floor(durationMs);
  return { at, remainingMs: () => Math.max(0, at - clock.now()) };
};

/** The earlier of `deadline` and `maximumMs` from now. */
export const limitDeadline = (clock: Clock, deadline: Deadline, maximumMs: number): Deadline =>
  createDeadline(clock, Math.min(deadline.remainingMs(), maximumMs));

/** `milliseconds` since the epoch as ISO 8601, in UTC. */
export const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
