import type { Context } from 'aws-lambda';
import { handler as processWebhook } from '../functions/process-webhook/handler.ts';
import { handler as publishEvents } from '../functions/publish-events/handler.ts';
import { handler as reconcileConversions } from '../functions/reconcile-conversions/handler.ts';
import { createContext } from './invoke.ts';
import { createTableStream } from './table-stream.ts';

export interface BackgroundOptions {
  /** From the end of a round to the begin of the next; 0 never. */
  readonly intervalMs: number;
  readonly tableName: string;
  /** False where there is no bus: what is owed stays in the table. */
  readonly publishes: boolean;
}

/**
 * Runs the functions that have no route in this process: the scheduled one, and those of the table's stream with what the
 * stream would bring. A run that fails is told on the terminal, once until it goes well again, and comes again.
 */
export const startBackground = ({
  intervalMs,
  tableName,
  publishes,
}: BackgroundOptions): { close(): Promise<void> } => {
  const stream = createTableStream(tableName);
  const failing = new Set<string>();
  let isClosing = false;
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const invoke = async (name: string, run: (context: Context) => Promise<unknown>) => {
    if (isClosing) {
      return;
    }
    const endsAt = performance.now() + timeoutMs;
    const context = createContext(name, crypto.randomUUID(), () => Math.max(0, Math.floor(endsAt - performance.now())));
    try {
      await run(context);
      failing.delete(name);
    } catch (error) {
      if (!failing.has(name)) {
        console.error(`${name}: failed.`, error);
      }
      failing.add(name);
    }
  };

  const onStream = (name: string, queue: string, handler: (event: unknown, context: Context) => Promise<unknown>) =>
    invoke(name, async (context) => {
      const event = await stream.read(queue);
      return event === null ? undefined : handler(event, context);
    });

  const runOnce = async () => {
    // A provider that hangs keeps the reconciliation busy, and must not keep the events waiting.
    await Promise.all([
      invoke('reconcile-conversions', (context) => reconcileConversions({}, context)),
      onStream('process-webhook', 'webhooks', processWebhook).then(() =>
        invoke('process-webhook', (context) => processWebhook({}, context)),
      ),
      publishes ? onStream('publish-events', 'events', publishEvents) : undefined,
    ]);
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
