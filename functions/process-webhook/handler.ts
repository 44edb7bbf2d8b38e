import type { Context } from 'aws-lambda';
import { createDeadline } from '../../shared/domain/clock.ts';
import { processNotification } from '../../shared/webhooks/process.ts';
import { containerServices } from '../container.ts';
import { conversionContext, type Services } from '../services.ts';
import { connectionOf, forEachPartition, partitionsIn, workOffAll } from '../stream-event.ts';

/** Runs on the table's stream, at once, and on a schedule for what was put off or what the stream did not bring. */
export const handler = (event: unknown, context: Context): Promise<void> =>
  processWebhooks(containerServices(), event, context.getRemainingTimeInMillis());

export const processWebhooks = async (services: Services, event: unknown, remainingMs: number): Promise<void> => {
  const { inbox, connections, clock, logger } = services;
  const endsAt = clock.now() + remainingMs - reserveMs;
  const failing = new Set<string>();
  const workOff = (partitions: readonly string[]) =>
    forEachPartition(partitions, { atOnce: subjectsAtOnce, logger }, async (partition) => {
      const timeMs = Math.min(endsAt - clock.now(), subjectTimeMs);
      // What is left over is due still, and the next run takes it up.
      if (timeMs < minimumMs || failing.has(connectionOf(partition))) {
        return;
      }
      const context = conversionContext(services, { deadline: createDeadline(clock, timeMs), logger });
      if ((await processNotification(partition, { ...context, inbox, connections })) === 'provider_failed') {
        failing.add(connectionOf(partition));
      }
    });
  const partitions = partitionsIn(event);
  await (partitions === null
    ? workOffAll(
        () => listDue(services),
        () => clock.now() > endsAt - minimumMs,
        workOff,
      )
    : workOff(partitions));
};

const reserveMs = 1_000;
const subjectTimeMs = 12_000;
const minimumMs = 2_000;

/** Constant Contact allows four calls a second to a key; more would only run into its limit. */
const subjectsAtOnce = 4;

const dueAtOnce = 100;

const listDue = async ({ inbox, logger }: Services): Promise<readonly string[]> => {
  const due = await inbox.listDue(dueAtOnce);
  if (!due.ok) {
    logger.error('webhooks_not_listed', { code: 'ledger_unavailable' });
    return [];
  }
  return due.value;
};
