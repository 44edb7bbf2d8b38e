import type { Clock } from '../../shared/domain/clock.ts';
import type { Dice } from './dice.ts';
import type { Sickness } from './faults.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * One process. Whatever it does to the world outside goes through `reach`, and between any two such steps it may die or
 * stand still. What had left it already goes on without it.
 */
export interface Process {
  readonly name: string;
  readonly clock: Clock;
  isAlive(): boolean;
  crash(reason: string): void;
  /** Runs `watcher` once, when the process next dies or stands still. */
  onStop(watcher: () => void): void;
  /** Carries out an effect. Of a dead process it neither begins nor answers. */
  reach<Value>(effect: () => Promise<Value>): Promise<Value>;
}

export interface ProcessOptions {
  readonly name: string;
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly sickness: Sickness;
  readonly trace: ((text: string) => void) | undefined;
}

export const createProcess = ({ name, scheduler, dice, sickness, trace }: ProcessOptions): Process => {
  const skewMs = dice.between(-sickness.clockSkewMs, sickness.clockSkewMs);
  let isDead = false;
  let resumesAt = 0;
  let watchers: (() => void)[] = [];

  const stop = (): void => {
    const told = watchers;
    watchers = [];
    for (const watcher of told) {
      watcher();
    }
  };

  const crash = (reason: string): void => {
    if (!isDead) {
      trace?.(`${name}: dies (${reason})`);
      isDead = true;
      stop();
    }
  };

  /** Goes on when the process does, or never. */
  const whenRunning = (next: () => void): void => {
    if (isDead) {
      return;
    }
    if (scheduler.now() < resumesAt) {
      scheduler.at(resumesAt, () => whenRunning(next));
      return;
    }
    next();
  };

  const step = (next: () => void): void => {
    if (!isDead && scheduler.now() >= resumesAt && scheduler.now() < sickness.untilMs) {
      if (dice.chance(sickness.crashRate)) {
        crash('of itself');
      } else if (dice.chance(sickness.pauseRate)) {
        const pauseMs = dice.between(10, sickness.longestPauseMs);
        resumesAt = scheduler.now() + pauseMs;
        trace?.(`${name}: stands still for ${pauseMs} ms`);
        stop();
      }
    }
    whenRunning(next);
  };

  const now = (): number => scheduler.now() + skewMs;

  const clock: Clock = {
    now,
    sleep: (durationMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) {
          resolve();
          return;
        }
        const timer = scheduler.after(durationMs, () => whenRunning(finish));
        const finish = (): void => {
          timer.cancel();
          signal?.removeEventListener('abort', finish);
          resolve();
        };
        signal?.addEventListener('abort', finish);
      }),
  };

  return {
    name,
    clock,
    isAlive: () => !isDead,
    crash,
    onStop: (watcher) => {
      watchers.push(watcher);
    },
    reach: (effect) =>
      new Promise((resolve, reject) => {
        step(() => {
          effect().then(
            (value) => step(() => resolve(value)),
            (error) => step(() => reject(error)),
          );
        });
      }),
  };
};
