import type { Context } from 'aws-lambda';
import { containerServices } from '../../gateway/container.ts';
import { changeContext, type Services } from '../../gateway/services.ts';
import { reconcileChange } from '../../shared/account-changes/reconcile.ts';
import { createDeadline } from '../../shared/domain/clock.ts';
import type { AccountPlace } from '../../shared/table/keys.ts';

export const handler = (_event: unknown, context: Context): Promise<Reconciliation> =>
  reconcileDue(containerServices(), context.getRemainingTimeInMillis());

export interface Reconciliation {
  readonly due: number;
  readonly failed: number;
}

/**
 * Looks after conversions that are due, a group at a time, within `remainingMs`. Runs on a schedule; runs that overlap do
 * no harm, and what fails is due again.
 */
export const reconcileDue = async (services: Services, remainingMs: number): Promise<Reconciliation> => {
  const { logger, ledger, clock } = services;
  const deadline = createDeadline(clock, Math.min(remainingMs - reserveMs, conversionTimeMs));
  const due = await ledger.listDue(conversionsAtOnce);
  if (!due.ok) {
    logger.error('reconciliation_failed', { code: due.problem.code });
    return { due: 0, failed: 0 };
  }
  const outcomes = await Promise.allSettled(
    due.value.map((place) => reconcileAccount(services, place, { deadline, logger })),
  );
  const failed = outcomes.filter(({ status }) => status === 'rejected').length;
  if (failed > 0) {
    logger.error('reconciliation_failed', { conversions: failed });
  }
  return { due: due.value.length, failed };
};

const reserveMs = 1_000;
const conversionTimeMs = 30_000;
const conversionsAtOnce = 20;

const reconcileAccount = async (
  services: Services,
  { connection: name, accountId }: AccountPlace,
  invocation: Parameters<typeof changeContext>[1],
): Promise<void> => {
  const held = await services.ledger.readCurrent(name, accountId);
  if (!held.ok || held.value === null) {
    return;
  }
  const connection = await services.connections.open(name, invocation);
  if (!connection.ok) {
    services.logger.warn('reconciliation_without_connection', { connection: name, code: connection.problem.code });
  }
  await reconcileChange(connection.ok ? connection.value : null, held.value, changeContext(services, invocation));
};
