import { handler as reconcileConversions } from '../functions/reconcile-conversions/handler.ts';
import { createContext } from './invoke.ts';

/**
 * Runs the scheduled functions in this process, `intervalMs` after the end of their last run: 0 never. A run that fails
 * is told on the terminal and comes again.
 */
export const startBackground = (intervalMs: number): { close(): Promise<void> } => {
  let isClosing = false;
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const runOnce = async () => {
    const endsAt = performance.now() + timeoutMs;
    const context = createContext('reconcile-conversions', crypto.randomUUID(), () =>
      Math.max(0, Math.floor(endsAt - performance.now())),
    );
    try {
      await reconcileConversions({}, context);
    } catch (error) {
      console.error('reconcile-conversions: threw', error);
    }
    schedule();
  };

  const schedule = () => {
    if (!isClosing && intervalMs > 0) {
      timer = setTimeout(() => {
        running = runOnce();
      }, intervalMs);
    }
  };

  schedule();
  return {
    close: async () => {
      isClosing = true;
      clearTimeout(timer);
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, graceMs))]);
    },
  };
};

/** As in serverless.yml. */
const timeoutMs = 60_000;

/** A conversion that is cut off here is taken up by the next process. */
const graceMs = 1_000;
