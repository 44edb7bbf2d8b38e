// Serves list-plans as a container of Lambda would, to a caller in the same process who follows the cursors of every connection.
import * as z from 'zod';
import { systemClock } from '../shared/domain/clock.ts';
import { createFunctionBench } from '../test/support/function-bench.ts';
import { send } from '../test/support/request-event.ts';
import { peakMemoryMb } from './peak-memory.ts';

const { secrets } = z
  .object({ secrets: z.record(z.string(), z.record(z.string(), z.unknown())) })
  .parse(JSON.parse(process.argv[2] ?? ''));

const { handlers } = createFunctionBench({ clock: systemClock, fetch: globalThis.fetch, secrets });
const pageSchema = z.object({ data: z.array(z.unknown()), nextCursor: z.string().nullable() });

let planCount = 0;
let pageCount = 0;
const startedAt = performance.now();
for (const connection of Object.keys(secrets)) {
  let cursor: string | null = null;
  do {
    const { status, body } = await send(handlers['list-plans'], {
      path: `/v1/connections/${connection}/plans`,
      pathParameters: { connection },
      query: `limit=200${cursor === null ? '' : `&cursor=${cursor}`}`,
    });
    if (status !== 200) {
      throw new Error(`list-plans of ${connection} answered ${status}.`);
    }
    const page: z.infer<typeof pageSchema> = pageSchema.parse(body);
    planCount += page.data.length;
    pageCount += 1;
    cursor = page.nextCursor;
  } while (cursor !== null);
}
const totalMs = performance.now() - startedAt;

console.log(JSON.stringify({ planCount, pageCount, totalMs, peakMb: peakMemoryMb() }));
process.exit(0);
