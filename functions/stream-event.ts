import * as z from 'zod';
import { faultFields, type Logger } from '../shared/domain/logger.ts';

/** A batch of the table's stream, as far as it says which items changed. What they hold now is read where it matters. */
const streamEventSchema = z.object({
  Records: z.array(
    z.object({
      dynamodb: z.object({ Keys: z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) }) }),
    }),
  ),
});

/** Partition keys of the items that changed, each once, in order; null for an event that is none of a stream: a schedule's. */
export const partitionsIn = (event: unknown): readonly string[] | null => {
  const parsed = streamEventSchema.safeParse(event);
  return parsed.success ? [...new Set(parsed.data.Records.map(({ dynamodb: { Keys } }) => Keys.pk.S))] : null;
};

export interface EachPartition {
  readonly atOnce: number;
  readonly logger: Logger;
}

/** Runs `work` for every partition. A fault of ours in one is logged and keeps none of the others from its turn. */
export const forEachPartition = async (
  partitions: readonly string[],
  { atOnce, logger }: EachPartition,
  work: (partition: string) => Promise<void>,
): Promise<void> => {
  const waiting = [...partitions];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        await work(next);
      } catch (error) {
        logger.error('internal_error', faultFields(error));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, worker));
};
