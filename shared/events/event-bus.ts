import type { GatewayEvent } from '../domain/event.ts';
import type { Result } from '../domain/result.ts';

/** Where events go; `eventbridge-bus.ts` is the real one. */
export interface EventBus {
  /**
   * Hands events over, in order, and gives how many of them, counted from the first, have certainly arrived. The others
   * may have arrived all the same: the next try has the same ids.
   */
  publish(events: readonly GatewayEvent[]): Promise<Result<number, 'unavailable'>>;
}
