import type { GatewayEvent } from '../../shared/domain/event.ts';
import { success } from '../../shared/domain/result.ts';
import type { EventBus } from '../../shared/events/event-bus.ts';

export interface MemoryEventBus extends EventBus {
  readonly published: readonly GatewayEvent[];
}

export const createMemoryEventBus = (): MemoryEventBus => {
  const published: GatewayEvent[] = [];
  return {
    published,
    publish: async (events) => {
      published.push(...events);
      return success(events.length);
    },
  };
};
