import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { GatewayEvent } from '../domain/event.ts';
import type { Logger } from '../domain/logger.ts';
import { failed, success } from '../domain/result.ts';
import type { EventBus } from './event-bus.ts';

/**
 * A bus of EventBridge. The SDK is loaded by the first events; endpoint, region and credentials come from the standard
 * variables. A failure is logged by its name.
 */
export const createEventBridgeBus = (busName: string, logger: Logger): EventBus => {
  let loading: Promise<Loaded> | undefined;
  return {
    publish: async (events) => {
      loading ??= loadClient();
      const { client, sdk } = await loading;
      const batch = firstThatFit(events);
      try {
        const { FailedEntryCount, Entries = [] } = await client.send(
          new sdk.PutEventsCommand({
            Entries: batch.map((event) => ({
              EventBusName: busName,
              Source: eventSource,
              DetailType: event.type,
              Time: new Date(event.occurredAt),
              Detail: JSON.stringify(event),
            })),
          }),
        );
        const firstRefused = Entries.findIndex(({ ErrorCode }) => ErrorCode !== undefined);
        // Whatever else answers 200 with nothing in it, a proxy or a stand-in, has taken nothing.
        if (FailedEntryCount === 0 && firstRefused === -1) {
          return success(batch.length);
        }
        const refused = Math.max(0, firstRefused);
        logger.error('event_not_published', {
          type: batch[refused]?.type ?? null,
          name: Entries[refused]?.ErrorCode ?? 'unknown',
        });
        return success(refused);
      } catch (error) {
        logger.error('event_not_published', {
          type: events[0]?.type ?? null,
          name: error instanceof Error ? error.name : 'unknown',
        });
        return failed('unavailable');
      }
    },
  };
};

/** One call takes 256 KB in all: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const firstThatFit = (events: readonly GatewayEvent[]): readonly GatewayEvent[] => {
  let bytes = 0;
  const tooMany = events.findIndex((event) => {
    bytes += Buffer.byteLength(JSON.stringify(event));
    return bytes > maximumBytes;
  });
  return tooMany === -1 ? events : events.slice(0, Math.max(1, tooMany));
};

const maximumBytes = 250_000;

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
