import { jest } from '@jest/globals';

/**
 * Lets time pass for timers alone until `work` is done: the SDK's own time-outs, without waiting for them. Gives what came
 * of it, and how many seconds that took. Sockets go on as they are.
 */
export const passTimeUntilDone = async <Value>(
  work: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly seconds: number }> => {
  jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'hrtime'] });
  try {
    let isDone = false;
    const working = work().finally(() => {
      isDone = true;
    });
    let seconds = 0;
    while (!isDone && seconds < 120) {
      // Room for what the sockets have to say.
      for (let turn = 0; turn < 200; turn += 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (!isDone) {
        await jest.advanceTimersByTimeAsync(1_000);
        seconds += 1;
      }
    }
    return { value: await working, seconds };
  } finally {
    jest.useRealTimers();
  }
};
