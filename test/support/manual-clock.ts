import type { Clock } from '../../shared/domain/clock.ts';

export interface ManualClock extends Clock {
  /** Moves time and wakes whoever sleeps until then. */
  advance(durationMs: number): void;
}

/**
 * A clock that tests own. A plain `sleep` (a back-off) moves time on at once; a `sleep` with a signal is somebody's
 * deadline and ends only when time really passes it, or with its signal.
 */
export const createManualClock = (startMs: number): ManualClock => {
  let nowMs = startMs;
  const sleepers = new Set<{ readonly at: number; wake(): void }>();

  const advance = (durationMs: number): void => {
    nowMs += durationMs;
    for (const sleeper of [...sleepers].filter(({ at }) => at <= nowMs)) {
      sleeper.wake();
    }
  };

  const sleep: Clock['sleep'] = (durationMs, signal) => {
    if (signal === undefined) {
      advance(durationMs);
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const sleeper = {
        at: nowMs + durationMs,
        wake: () => {
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      sleepers.add(sleeper);
      signal.addEventListener('abort', sleeper.wake);
      if (signal.aborted || durationMs <= 0) {
        sleeper.wake();
      }
    });
  };

  return { now: () => nowMs, sleep, advance };
};
