import type { Dice } from './dice.ts';
import { startMs } from './start.ts';

/** How ill a run's world is, thrown once a run. Rates are probabilities for one step, from 0 to 1. */
export interface Sickness {
  /** Until when anything goes wrong; what was begun by then may end later. */
  readonly untilMs: number;
  readonly settleMs: number;
  /** A process dies at a step: its later effects do not happen. */
  readonly crashRate: number;
  /** A process stands still at a step, with all of its timers. */
  readonly pauseRate: number;
  readonly longestPauseMs: number;
  /** A request to the provider goes wrong. */
  readonly providerRate: number;
  /** A write to the provider goes wrong in a way that leaves its outcome open. */
  readonly lostWriteRate: number;
  /** An operation of the table goes wrong. */
  readonly tableRate: number;
  /** The whole of something is out of order for a while. */
  readonly outages: readonly Outage[];
  /** The provider's reads may show the state of before a write, for as long as the settle time. */
  readonly readsLag: boolean;
  /** Processes' clocks are off by so much at most, either way. */
  readonly clockSkewMs: number;
  /** When the credentials change at the provider. */
  readonly rotations: readonly number[];
  /** Lambda ends a process whose request takes too long; a server of our own only drops the answer. */
  readonly endsLateProcesses: boolean;
  /** Somebody changes the accounts in the provider's own pages. */
  readonly hasOutsider: boolean;
  /** The provider tells of changes. */
  readonly hasNotifications: boolean;
}

export interface Outage {
  readonly of: 'provider' | 'table' | 'secrets';
  readonly fromMs: number;
  readonly untilMs: number;
}

export const throwSickness = (dice: Dice): Sickness => {
  const settleMs = dice.pick([30_000, 60_000, 300_000]);
  const durationMs = dice.pick([20_000, settleMs + 60_000, 3 * settleMs, 3 * settleMs]);
  const untilMs = startMs + durationMs;
  const moment = () => startMs + dice.between(0, durationMs);
  const rate = (likely: number, rates: readonly number[]): number => (dice.chance(likely) ? dice.pick(rates) : 0);

  return {
    untilMs,
    settleMs,
    crashRate: rate(0.4, [0.01, 0.03, 0.1]),
    pauseRate: rate(0.3, [0.01, 0.05]),
    longestPauseMs: dice.pick([5_000, 60_000, 2 * settleMs]),
    providerRate: rate(0.5, [0.05, 0.2, 0.5]),
    lostWriteRate: rate(0.7, [0.3, 0.8, 1, 1]),
    tableRate: rate(0.4, [0.03, 0.1, 0.3]),
    outages: Array.from({ length: dice.chance(0.3) ? dice.between(1, 3) : 0 }, () => {
      const fromMs = moment();
      return { of: dice.pick(['provider', 'table', 'secrets']), fromMs, untilMs: fromMs + dice.between(500, 60_000) };
    }),
    readsLag: dice.chance(0.2),
    clockSkewMs: dice.pick([0, 0, 400]),
    rotations: dice.chance(0.2) ? [moment()] : [],
    endsLateProcesses: dice.chance(0.5),
    hasOutsider: dice.chance(0.15),
    hasNotifications: dice.chance(0.4),
  };
};

export const isOut = (sickness: Sickness, of: Outage['of'], now: number): boolean =>
  sickness.outages.some((outage) => outage.of === of && outage.fromMs <= now && now < outage.untilMs);

/** How long after it was given up a write may still arrive: the settle time, less what clocks differ by. */
export const longestLife = ({ settleMs, clockSkewMs }: Sickness): number => settleMs - 2 * clockSkewMs - 200;
