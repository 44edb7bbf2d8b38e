import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Logger } from '../domain/logger.ts';
import { failed, success } from '../domain/result.ts';
import type { EventBus } from './event-bus.ts';

/**
 * A bus of EventBridge. The SDK is loaded by the first event; endpoint, region and credentials come from the standard
 * variables. A failure is logged by its name.
 */
export const createEventBridgeBus = (busName: string, logger: Logger): EventBus => {
  let loading: Promise<Loaded> | undefined;
  return {
    publish: async (event) => {
      loading ??= loadClient();
      const { client, sdk } = await loading;
      try {
        const { FailedEntryCount = 0, Entries = [] } = await client.send(
          new sdk.PutEventsCommand({
            Entries: [
              {
                EventBusName: busName,
                Source: eventSource,
                DetailType: event.type,
                Time: new Date(event.occurredAt),
                Detail: JSON.stringify(event),
              },
            ],
          }),
        );
        if (FailedEntryCount === 0) {
          return success(null);
        }
        logger.error('event_not_published', { type: event.type, name: Entries[0]?.ErrorCode ?? 'unknown' });
      } catch (error) {
        logger.error('event_not_published', {
          type: event.type,
          name: error instanceof Error ? error.name : 'unknown',
        });
      }
      return failed('unavailable');
    },
  };
};

const eventSource = 'plan-gateway';

interface Loaded {
  readonly sdk: typeof import('@aws-sdk/client-eventbridge');
  readonly client: EventBridgeClient;
}

const loadClient = async (): Promise<Loaded> => {
  const sdk = await import('@aws-sdk/client-eventbridge');
  const client = new sdk.EventBridgeClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  return { sdk, client };
};
