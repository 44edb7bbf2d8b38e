import { ulid } from 'ulid';
import { checkIdentifiers } from '../connections/identifier-rules.ts';
import type { VerifiedWebhook } from '../connections/verify-webhook.ts';
import type { Clock, Random } from '../domain/clock.ts';
import { identifierSchema } from '../domain/identifier.ts';
import type { Logger } from '../domain/logger.ts';
import { createProblem } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';
import type { WebhookDelivery, WebhookReading } from '../domain/webhook.ts';
import type { Inbox } from './inbox.ts';

export interface ReceptionContext {
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/**
 * Keeps what a verified delivery is about. A success is durable, or is about nothing that concerns us; fails with
 * `ledger_unavailable`, so that the provider sends it again.
 */
export const receiveWebhook = async (
  verified: VerifiedWebhook,
  delivery: WebhookDelivery,
  { inbox, clock, random, logger }: ReceptionContext,
): Promise<Result<null>> => {
  const { connection, provider, receiver } = verified;
  const reading = withValidIds(verified, await receiver.read(delivery));
  if (reading.kind === 'ignored') {
    logger.warn('webhook_ignored', { connection, provider, reason: reading.reason });
    return success(null);
  }
  const id = reading.kind === 'account' ? reading.accountId : reading.planId;
  const notification = {
    id: `whk_${ulid(clock.now(), random)}`,
    subject: { connection, provider, kind: reading.kind, id },
    eventNames: [...reading.eventNames],
    receivedAt: clock.now(),
    // Of the secret that verified it, which for a while may be the one before.
    ...(receiver.isHint === true && { isHint: true }),
  };
  const stored = await inbox.store(notification);
  if (!stored.ok) {
    return failed(createProblem('ledger_unavailable', 'The notification could not be stored. Send it again.'));
  }
  logger.info('webhook_received', {
    connection,
    provider,
    webhook: notification.id,
    subject: reading.kind,
    events: notification.eventNames.join(' '),
  });
  return success(null);
};

/** An id that the provider's rules do not allow is nobody's. */
const withValidIds = ({ configured }: VerifiedWebhook, reading: WebhookReading): WebhookReading => {
  if (reading.kind === 'ignored') {
    return reading;
  }
  const ids = reading.kind === 'account' ? { accountId: reading.accountId } : { planId: reading.planId };
  const isValid =
    Object.values(ids).every((id) => identifierSchema.safeParse(id).success) &&
    checkIdentifiers({ configured }, { body: ids }).ok;
  return isValid ? reading : { kind: 'ignored', reason: 'no_subject' };
};
