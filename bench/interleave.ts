import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export type Work = () => unknown;

export interface InterleaveOptions {
  readonly rounds: number;
  /** Rounds before these, which do not count. */
  readonly warmUps: number;
  /** In milliseconds: `wallClock` or `processorClock`. */
  readonly now: () => number;
}

export const wallClock = (): number => performance.now();

/**
 * The processor time of this whole process, its garbage collector's threads included. For work that waits for nothing: what
 * else the machine does then hardly shows.
 */
export const processorClock = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/**
 * Milliseconds of each work in each round. Every round runs every work once, beginning with another one than the round
 * before; the garbage of the one before is collected first, so that nobody pays for it.
 */
export const interleave = async <Name extends string>(
  works: Readonly<Record<Name, Work>>,
  { rounds, warmUps, now }: InterleaveOptions,
): Promise<(name: Name) => readonly number[]> => {
  const all = Object.entries<Work>(works).map(([name, work]) => ({ name, work, samples: [] as number[] }));
  for (let round = -warmUps; round < rounds; round += 1) {
    const first = (round + warmUps) % all.length;
    for (const { work, samples } of [...all.slice(first), ...all.slice(0, first)]) {
      collectGarbage();
      const startedAt = now();
      await work();
      if (round >= 0) {
        samples.push(now() - startedAt);
      }
    }
  }
  return (name) => all.find((each) => each.name === name)?.samples ?? [];
};

/** Not there by default, and a flag for `npm run bench` would not reach those who call `node bench/run.ts`. */
const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
};
