import type { Context } from 'aws-lambda';
import { containerServices } from '../../gateway/container.ts';
import { changeContext, type Services } from '../../gateway/services.ts';
import { forEachPartition, partitionsIn, workOffAll } from '../../gateway/stream-event.ts';
import { createDeadline } from '../../shared/domain/clock.ts';
import { connectionOf } from '../../shared/table/keys.ts';
import { type ProcessingOutcome, processNotification } from '../../shared/webhooks/process.ts';

/** Runs on the table's stream, at once, and on a schedule for what was put off or what the stream did not bring. */
export const handler = (event: unknown, context: Context): Promise<void> =>
  processWebhooks(containerServices(), event, context.getRemainingTimeInMillis());

export const processWebhooks = async (services: Services, event: unknown, remainingMs: number): Promise<void> => {
  const endsAt = services.clock.now() + remainingMs - reserveMs;
  const workOff = createWorker(services, endsAt);
  const partitions = partitionsIn(event);
  if (partitions !== null) {
    await workOff(partitions);
    return;
  }
  const isOver = () => services.clock.now() > endsAt - minimumMs;
  await workOffAll((limit) => listDue(services, limit), { isOver, workOff });
};

const reserveMs = 1_000;
const subjectTimeMs = 12_000;
const minimumMs = 2_000;

/** Constant Contact allows four calls a second to a key; more would only run into its limit. */
const subjectsAtOnce = 4;

const createWorker = (services: Services, endsAt: number) => {
  const { inbox, connections, lookBudget, clock, logger } = services;
  /** Failures in a row, by connection. */
  const failures = new Map<string, number>();

  const work = async (partition: string, isAlone: boolean) => {
    const connection = connectionOf(partition);
    const failuresBefore = failures.get(connection) ?? 0;
    const timeMs = Math.min(endsAt - clock.now(), subjectTimeMs);
    // What is left over is due still, and the next run takes it up.
    if (timeMs < minimumMs || failuresBefore >= toleratedFailures) {
      return 'left_over';
    }
    const context = changeContext(services, { deadline: createDeadline(clock, timeMs), logger });
    const outcome = await processNotification(partition, { ...context, inbox, connections, lookBudget }, { isAlone });
    failures.set(connection, failuresAfter(outcome, failures.get(connection) ?? 0));
    return outcome;
  };

  return async (partitions: readonly string[]): Promise<void> => {
    const suspects: string[] = [];
    await forEachPartition(partitions, { atOnce: subjectsAtOnce, logger }, async (partition) => {
      if ((await work(partition, false)) === 'suspect') {
        suspects.push(partition);
      }
    });
    for (const suspect of suspects) {
      await forEachPartition([suspect], { atOnce: 1, logger }, async () => {
        await work(suspect, true);
      });
    }
  };
};

/** One account at which a provider fails must not keep its others waiting; a provider that is away is not asked for each. */
const failuresAfter = (outcome: ProcessingOutcome, before: number): number => {
  switch (outcome) {
    case 'out_of_reach':
      return toleratedFailures;
    case 'provider_failed':
      return before + 1;
    case 'processed':
      return before >= toleratedFailures ? before : 0;
    case 'nothing_due':
    case 'suspect':
      return before;
  }
};

const toleratedFailures = 4;

const listDue = async ({ inbox, logger }: Services, limit: number): Promise<readonly string[]> => {
  const due = await inbox.listDue(limit);
  if (!due.ok) {
    logger.error('webhooks_not_listed', { code: 'ledger_unavailable' });
    return [];
  }
  return due.value;
};
