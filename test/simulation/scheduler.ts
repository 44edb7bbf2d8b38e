/** Virtual time. Everything that waits in a simulation waits here, so hours pass in milliseconds and always alike. */
export interface Scheduler {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `task` when time has come there. */
  at(time: number, task: () => void): Timer;
  after(durationMs: number, task: () => void): Timer;
  sleep(durationMs: number): Promise<void>;
  /** Lets time run: until `isDone` says so where it is given, and to `until` at most. */
  run(until: number, isDone?: () => boolean): Promise<void>;
}

export interface Timer {
  cancel(): void;
}

export const createScheduler = (startMs: number): Scheduler => {
  let nowMs = startMs;
  let count = 0;
  const queue = createQueue();

  const at: Scheduler['at'] = (time, task) => {
    const entry: Entry = { time: Math.max(time, nowMs), order: count, task };
    count += 1;
    queue.push(entry);
    return {
      cancel: () => {
        entry.task = null;
      },
    };
  };
  const after: Scheduler['after'] = (durationMs, task) => at(nowMs + durationMs, task);

  return {
    now: () => nowMs,
    at,
    after,
    sleep: (durationMs) =>
      new Promise((resolve) => {
        after(durationMs, resolve);
      }),
    run: async (until, isDone) => {
      await becomeIdle();
      for (let next = queue.first(); next !== undefined && next.time <= until; next = queue.first()) {
        queue.shift();
        if (next.task === null) {
          continue;
        }
        if (isDone?.() === true) {
          queue.push(next);
          return;
        }
        nowMs = next.time;
        next.task();
        await becomeIdle();
      }
      nowMs = isDone?.() === true ? nowMs : Math.max(nowMs, until);
    },
  };
};

/** Every promise that can go on has gone on when an immediate runs: nothing in a simulation waits for the machine. */
const becomeIdle = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

interface Entry {
  readonly time: number;
  /** Of two at the same time the earlier made runs first. */
  readonly order: number;
  task: (() => void) | null;
}

/** A binary heap. */
const createQueue = () => {
  const entries: Entry[] = [];
  const isBefore = (left: number, right: number): boolean => {
    const [first, second] = [entries[left], entries[right]];
    if (first === undefined || second === undefined) {
      return first !== undefined;
    }
    return first.time < second.time || (first.time === second.time && first.order < second.order);
  };
  const swap = (left: number, right: number): void => {
    const [first, second] = [entries[left], entries[right]];
    if (first !== undefined && second !== undefined) {
      entries[left] = second;
      entries[right] = first;
    }
  };

  return {
    first: (): Entry | undefined => entries[0],
    push: (entry: Entry): void => {
      entries.push(entry);
      for (let place = entries.length - 1; place > 0; ) {
        const parent = (place - 1) >> 1;
        if (!isBefore(place, parent)) {
          break;
        }
        swap(place, parent);
        place = parent;
      }
    },
    shift: (): void => {
      const last = entries.pop();
      if (last === undefined || entries.length === 0) {
        return;
      }
      entries[0] = last;
      for (let place = 0; ; ) {
        const child = isBefore(2 * place + 2, 2 * place + 1) ? 2 * place + 2 : 2 * place + 1;
        if (child >= entries.length || !isBefore(child, place)) {
          break;
        }
        swap(place, child);
        place = child;
      }
    },
  };
};
