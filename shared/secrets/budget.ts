import type { Clock } from '../domain/clock.ts';

/** So many at once, and one more each second after that. */
export interface Budget {
  /** False where nothing is left. */
  take(): boolean;
  giveBack(): void;
  /** Seconds until there is something to take again. */
  waitSeconds(): number;
}

export const createBudget = (burst: number, clock: Clock): Budget => {
  let left = burst;
  let countedAt = clock.now();
  const count = (): number => {
    const now = clock.now();
    left = Math.min(burst, left + Math.max(0, now - countedAt) / everyMs);
    countedAt = now;
    return left;
  };
  return {
    take: () => {
      if (count() < 1) {
        return false;
      }
      left -= 1;
      return true;
    },
    giveBack: () => {
      left = Math.min(burst, count() + 1);
    },
    waitSeconds: () => Math.max(0, 1 - count()) * (everyMs / 1_000),
  };
};

const everyMs = 1_000;
