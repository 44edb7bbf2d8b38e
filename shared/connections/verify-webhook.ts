import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createProblem } from '../domain/problem.ts';
import type { ConfiguredProvider } from '../domain/provider.ts';
import type { ProviderId } from '../domain/provider-id.ts';
import { failed, type Result, success } from '../domain/result.ts';
import type { WebhookDelivery, WebhookReceiver } from '../domain/webhook.ts';
import type { SecretProblem, SecretStore } from '../secrets/secret-store.ts';
import type { Configuration, RequestContext } from './connections.ts';

/** A delivery whose sender knows the connection's secret. */
export interface VerifiedWebhook {
  readonly connection: string;
  readonly provider: ProviderId;
  /** Made from the current secret, whichever one the delivery was verified with. */
  readonly configured: ConfiguredProvider;
  /** The one that verified the delivery, and so the one that reads it. */
  readonly receiver: WebhookReceiver;
}

/**
 * Finds out whether a connection's provider sent `delivery`. Calls no provider. `connection` has the form of a name.
 *
 * Gives null for everything that is not authenticated, so that no answer tells which connections exist: no such connection,
 * a secret of the wrong shape, nothing to verify with, a wrong signature. Denied access is among them: a role that is denied
 * everything fails for all names alike, but a KMS key or the policy of one secret denies only what exists.
 *
 * Fails with `secrets_unavailable` alone, and only where nothing in memory verifies the delivery:
 *
 * | in memory | Secrets Manager | answer |
 * |---|---|---|
 * | a secret that verifies | not asked | verified |
 * | a secret that does not, fetched 5 s ago or less | not asked again yet | null |
 * | a secret that does not, or none, of a name in the list | cannot be reached | `secrets_unavailable`: the provider may have signed with one that could not be fetched |
 * | none, of a name that was in no list | cannot be reached | `secrets_unavailable` once the list was asked for in vain; null until then |
 *
 * The time it takes is not hidden: of the deliveries that do not verify, the first in five seconds waits for fetches which
 * a name that is in no list does not need.
 */
export type VerifyWebhook = (
  connection: string,
  delivery: WebhookDelivery,
  request: RequestContext,
) => Promise<Result<VerifiedWebhook | null>>;

export interface WebhookVerifierOptions {
  readonly secrets: SecretStore;
  readonly configureCurrent: (connection: string, text: string) => Promise<Result<Configuration>>;
  readonly configurePrevious: (connection: string, text: string) => Promise<Result<Configuration>>;
}

export const createWebhookVerifier = (options: WebhookVerifierOptions): VerifyWebhook => {
  const findReceiver = createReceiverSearch(options);
  // Of connections that exist, so their number bounds it.
  const warnedOf = new Set<string>();
  return async (connection, delivery, { logger }) => {
    const found = await findReceiver(connection, delivery);
    if (!found.ok) {
      spendTimeOn(delivery);
      const { reason, code } = found.problem;
      if (reason === 'unavailable') {
        return failed(found.problem);
      }
      if (reason !== 'absent') {
        logger.warn('webhook_connection_unusable', { connection, code });
      }
      return success(null);
    }
    if (found.value === null) {
      return success(null);
    }
    const { current, receiver, isPrevious } = found.value;
    if (isPrevious) {
      logger.info('webhook_verified_by_previous_secret', { connection });
    }
    if (receiver.isHint && !warnedOf.has(connection)) {
      warnedOf.add(connection);
      logger.warn('webhook_sender_unproven', { connection, provider: current.provider });
    }
    return success({ connection, provider: current.provider, configured: current.configured, receiver });
  };
};

interface Found {
  readonly current: Configuration;
  readonly receiver: WebhookReceiver;
  readonly isPrevious: boolean;
}

type Search = (connection: string, delivery: WebhookDelivery) => Promise<Result<Found | null, SecretProblem>>;

/** Looks for the receiver that verifies a delivery: by the secret in memory, by what is current now, by the one before. */
const createReceiverSearch = ({ secrets, configureCurrent, configurePrevious }: WebhookVerifierOptions): Search => {
  const searchCurrent = async (connection: string, delivery: WebhookDelivery) => {
    const text = await secrets.readListed(connection);
    if (!text.ok) {
      return text;
    }
    const configuration = await configureCurrent(connection, text.value);
    const receiver = receiverThatVerifies(configuration, delivery);
    const found = configuration.ok && receiver ? { current: configuration.value, receiver, isPrevious: false } : null;
    return success({ text: text.value, configuration, found });
  };

  const searchPrevious: (connection: string, delivery: WebhookDelivery, current: Configuration) => ReturnType<Search> =
    async (connection, delivery, current) => {
      const text = await secrets.readPrevious(connection);
      if (!text.ok) {
        return text;
      }
      const configuration = text.value === null ? null : await configurePrevious(connection, text.value);
      // What the former provider of a connection still sends is none of the present one's.
      if (!configuration?.ok || configuration.value.provider !== current.provider) {
        return success(null);
      }
      const receiver = receiverThatVerifies(configuration, delivery);
      return success(receiver ? { current, receiver, isPrevious: true } : null);
    };

  return async (connection, delivery) => {
    const remembered = await searchCurrent(connection, delivery);
    if (!remembered.ok || remembered.value.found) {
      return remembered.ok ? success(remembered.value.found) : remembered;
    }
    // The provider may sign with a secret already that this container has not fetched.
    const refreshed = await secrets.refresh(connection, remembered.value.text, { cause: 'webhook_not_verified' });
    if (!refreshed.ok) {
      return refreshed;
    }
    const latest = refreshed.value.worthRepeating ? await searchCurrent(connection, delivery) : remembered;
    if (!latest.ok || latest.value.found) {
      return latest.ok ? success(latest.value.found) : latest;
    }
    const { configuration } = latest.value;
    const previous = configuration.ok ? await searchPrevious(connection, delivery, configuration.value) : success(null);
    if (!previous.ok || previous.value) {
      return previous;
    }
    if (refreshed.value.isStale) {
      return failed(unreachable);
    }
    return configuration.ok ? success(null) : failed({ ...configuration.problem, reason: 'unreadable' });
  };
};

const unreachable: SecretProblem = {
  ...createProblem('secrets_unavailable', 'AWS Secrets Manager cannot be reached now.'),
  reason: 'unavailable',
};

const receiverThatVerifies = (
  configuration: Result<Configuration>,
  delivery: WebhookDelivery,
): WebhookReceiver | null => {
  const receiver = configuration.ok ? configuration.value.configured.webhook : undefined;
  return receiver?.verify(delivery) ? receiver : null;
};

/** About what a signature's check costs, where there is nothing to check with. */
const spendTimeOn = ({ body }: WebhookDelivery): void => {
  timingSafeEqual(createHmac('sha256', decoyKey).update(body).digest(), decoyKey);
};

const decoyKey = randomBytes(32);
