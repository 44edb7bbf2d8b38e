import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { addTrial } from '../sandbox/add-trial.ts';
import { makeNotification } from '../sandbox/outside-events.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { type VendorId, vendorIds } from '../sandbox/vendors.ts';
import { bundleFunctions } from '../scripts/bundle-functions.ts';
import { eventOf } from '../test/support/request-event.ts';
import type { Figure, Report } from './figures.ts';
import { runProcess } from './run-process.ts';
import { startSurroundings } from './surroundings.ts';

/**
 * A provider's notification to the bundle that is deployed: from the start of the process to the first one's answer, which
 * a provider waits for, and a later one's. Over local AWS endpoints.
 */
export const receiveWebhooks = async ({ rounds }: { readonly rounds: number }): Promise<Report> => {
  const directory = fileURLToPath(new URL('../dist/bench/', import.meta.url));
  await bundleFunctions(directory);
  const module = join(directory, 'receive-webhook', 'handler.mjs');
  const { sandbox, environment, close } = await startSurroundings();
  try {
    const figures: Figure[] = [];
    for (const provider of vendorIds) {
      const event = deliveryEvent(sandbox, provider);
      const coldMs: number[] = [];
      const warmMs: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const input = { module, events: [event, event, event] };
        const run = outcomeSchema.parse(await runProcess('start-process.mjs', input, environment));
        const [first, , third] = run.answers;
        if (first === undefined || third === undefined || run.answers.some(({ status }) => status >= 300)) {
          throw new Error(`receive-webhook answered ${provider} with ${run.answers.map(({ status }) => status)}.`);
        }
        coldMs.push(run.importedMs + first.durationMs);
        warmMs.push(third.durationMs);
      }
      figures.push(
        {
          measured: `${provider}: from the process's start to the first answer`,
          unit: 'ms',
          samples: coldMs,
          target: { of: 'median', atMost: 2_000 },
        },
        {
          measured: `${provider}: a later answer`,
          unit: 'ms',
          samples: warmMs,
          target: { of: 'median', atMost: 300 },
        },
      );
    }
    return { title: 'webhooks: a notification received', figures };
  } finally {
    await close();
  }
};

const outcomeSchema = z.object({
  importedMs: z.number(),
  answers: z.array(z.object({ status: z.int(), durationMs: z.number() })),
});

const deliveryEvent = (sandbox: Sandbox, provider: VendorId) => {
  const { accountId } = addTrial(sandbox, provider, 0);
  const made = makeNotification(sandbox, { provider, accountId });
  if (!made.ok) {
    throw new Error(`${provider} has no notification of account ${accountId}.`);
  }
  const connection = `demo-${provider}`;
  return eventOf({
    method: 'POST',
    path: `/v1/connections/${connection}/webhooks`,
    pathParameters: { connection },
    headers: Object.fromEntries(Object.entries(made.value.headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: made.value.body,
  });
};
