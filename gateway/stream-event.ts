import * as z from 'zod';
import { faultFields, type Logger } from '../shared/domain/logger.ts';
import { connectionOf } from '../shared/table/keys.ts';

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
  /** Of one connection. */
  readonly atOnce: number;
  readonly logger: Logger;
}

/**
 * Runs `work` for every partition, all connections beside each other, so that none waits for another's provider. A fault of
 * ours in one is logged and keeps none of the others from its turn.
 */
export const forEachPartition = async (
  partitions: readonly string[],
  { atOnce, logger }: EachPartition,
  work: (partition: string) => Promise<void>,
): Promise<void> => {
  const runAll = async (waiting: string[]): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        await work(next);
      } catch (error) {
        logger.error('internal_error', faultFields(error));
      }
    }
  };
  const groups = [...Map.groupBy(partitions, connectionOf).values()];
  await Promise.all(
    groups.flatMap((group) => Array.from({ length: Math.min(atOnce, group.length) }, () => runAll(group))),
  );
};

export interface WorkingOff {
  isOver(): boolean;
  workOff(partitions: readonly string[]): Promise<void>;
}

/** Works off what `list` gives, a part at a time, until it gives nothing new or `isOver`. */
export const workOffAll = async (
  list: (limit: number) => Promise<readonly string[]>,
  { isOver, workOff }: WorkingOff,
): Promise<void> => {
  const seen = new Set<string>();
  while (!isOver()) {
    // What could not be worked off is still at the head of the list.
    const next = (await list(listedAtOnce + seen.size)).filter((partition) => !seen.has(partition));
    if (next.length === 0) {
      return;
    }
    for (const partition of next) {
      seen.add(partition);
    }
    await workOff(next);
  }
};

const listedAtOnce = 100;
