import type { Context } from 'aws-lambda';
import { containerServices } from '../../gateway/container.ts';
import type { Services } from '../../gateway/services.ts';
import { forEachPartition, partitionsIn, workOffAll } from '../../gateway/stream-event.ts';
import { publishOutbox } from '../../shared/events/publish.ts';
import { tellSettled } from '../../shared/events/tell-account-change.ts';
import { accountOf } from '../../shared/table/keys.ts';

/** Runs on the table's stream, at once, and on a schedule for what the bus did not take or the stream did not bring. */
export const handler = (event: unknown, context: Context): Promise<void> =>
  publishEvents(containerServices(), event, context.getRemainingTimeInMillis());

/** Carries settled conversions into the journals of their accounts, and the journals' events to the bus. */
export const publishEvents = async (services: Services, event: unknown, remainingMs: number): Promise<void> => {
  const { clock, journals, bus, logger } = services;
  const endsAt = clock.now() + remainingMs - reserveMs;
  const isOver = () => clock.now() >= endsAt;
  const workOff = (partitions: readonly string[]) =>
    forEachPartition(partitions, { atOnce: subjectsAtOnce, logger }, async (partition) => {
      if (!isOver()) {
        await tellCurrent(partition, services);
        await publishOutbox(partition, { journals, bus });
      }
    });
  const partitions = partitionsIn(event);
  await (partitions === null
    ? workOffAll((limit) => listOwing(services, limit), { isOver, workOff })
    : workOff(partitions));
};

const reserveMs = 8_000;
const subjectsAtOnce = 10;

/** The conversion that the account's guard item holds, where its event is still owed. */
const tellCurrent = async (partition: string, { ledger, journals }: Services): Promise<void> => {
  const account = accountOf(partition);
  const held = account === null ? null : await ledger.readCurrent(account.connection, account.accountId);
  if (held?.ok && held.value?.record.phase === 'settled' && held.value.record.owed !== null) {
    const { record, revision } = held.value;
    await tellSettled({ record, revision }, { ledger, journals });
  }
};

const listOwing = async ({ journals, logger }: Services, limit: number): Promise<readonly string[]> => {
  const owing = await journals.listOwing(limit);
  if (!owing.ok) {
    logger.error('events_not_listed', { code: owing.problem.code });
    return [];
  }
  return owing.value;
};
