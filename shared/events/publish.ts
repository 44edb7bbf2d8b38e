import type { EventBus } from './event-bus.ts';
import type { Journals } from './journal.ts';

/**
 * Carries what a journal has still to tell to the bus, in order, and notes what has arrived. Stops at the first event that
 * the bus does not take: it is due again. At least once: what arrived and could not be noted comes again under its old id.
 * Gives whether all is told.
 */
export const publishOutbox = async (
  partition: string,
  { journals, bus }: { readonly journals: Journals; readonly bus: EventBus },
): Promise<boolean> => {
  const arrived = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    const held = await journals.readByPartition(partition);
    if (!held.ok) {
      return false;
    }
    if (held.value === null || held.value.record.outbox.length === 0) {
      return true;
    }
    const { record } = held.value;
    const batch = record.outbox.filter(({ id }) => !arrived.has(id)).slice(0, batchSize);
    const published = batch.length === 0 ? null : await bus.publish(batch);
    for (const { id } of batch.slice(0, published?.ok ? published.value : 0)) {
      arrived.add(id);
    }
    const outbox = record.outbox.filter(({ id }) => !arrived.has(id));
    if (outbox.length === record.outbox.length) {
      return false;
    }
    const written = await journals.write(held.value, { ...record, outbox });
    if (!written.ok) {
      return false;
    }
    if (written.value !== 'lost' && outbox.length === 0) {
      return true;
    }
  }
  return false;
};

const rounds = 20;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const batchSize = 10;
