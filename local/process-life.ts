import { explainListenFailure } from './loopback-server.ts';

/** Ends the process with one sentence for the user. */
export const stopWith = (sentence: string): never => {
  console.error(sentence);
  process.exit(1);
};

/** What `start` gives, or the end of the process with a sentence and `advice` when its port cannot be had. */
export const orStop = async <Value>(start: Promise<Value>, advice: string): Promise<Value> => {
  try {
    return await start;
  } catch (error) {
    const sentence = explainListenFailure(error);
    if (sentence === null) {
      throw error;
    }
    return stopWith(`${sentence} ${advice}`);
  }
};

/** Runs `close` at the first SIGTERM or SIGINT (Ctrl-C) and ends the process, after 1.8 s at the latest. */
export const closeOnSignal = (close: () => Promise<unknown>): void => {
  let isClosing = false;
  const end = () => {
    // Ctrl-C under npm comes twice: from the terminal, and handed on by npm.
    if (isClosing) {
      return;
    }
    isClosing = true;
    setTimeout(() => process.exit(0), 1_800);
    close().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
};
