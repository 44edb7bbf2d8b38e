import type { Context } from 'aws-lambda';
import { reconcileConversion } from '../../shared/conversions/reconcile.ts';
import { createDeadline, limitDeadline } from '../../shared/domain/clock.ts';
import { containerServices, conversionContext, type Services } from '../container.ts';

/**
 * Looks after every conversion that is due, some at a time, until none is left or the time runs out. Runs on a schedule;
 * runs that overlap do no harm. What fails here is due again.
 */
export const handler = async (_event: unknown, context: Context): Promise<{ readonly reconciled: number }> => {
  const services = containerServices();
  const deadline = createDeadline(services.clock, context.getRemainingTimeInMillis() - reserveMs);
  const { logger } = services;
  const due = await services.ledger.listDue(conversionsAtOnce);
  if (!due.ok) {
    logger.error('reconciliation_failed', { code: due.problem.code });
    return { reconciled: 0 };
  }
  const outcomes = await Promise.allSettled(
    due.value.map(async ({ connection: name, accountId }) => {
      const invocation = { deadline: limitDeadline(services.clock, deadline, conversionTimeMs), logger };
      await reconcileAccount(services, { name, accountId }, invocation);
    }),
  );
  const failures = outcomes.filter(({ status }) => status === 'rejected').length;
  if (failures > 0) {
    logger.error('reconciliation_failed', { conversions: failures });
  }
  return { reconciled: due.value.length - failures };
};

const reserveMs = 1_000;
const conversionTimeMs = 30_000;
const conversionsAtOnce = 20;

const reconcileAccount = async (
  services: Services,
  { name, accountId }: { readonly name: string; readonly accountId: string },
  invocation: Parameters<typeof conversionContext>[1],
): Promise<void> => {
  const held = await services.ledger.readCurrent(name, accountId);
  if (!held.ok || held.value === null) {
    return;
  }
  const connection = await services.connections.open(name, invocation);
  if (!connection.ok) {
    services.logger.warn('reconciliation_without_connection', { connection: name, code: connection.problem.code });
    return;
  }
  await reconcileConversion(connection.value, held.value, conversionContext(services, invocation));
};
