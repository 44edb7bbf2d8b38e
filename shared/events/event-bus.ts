import type { GatewayEvent } from '../domain/event.ts';
import type { Result } from '../domain/result.ts';

/** Where events go; `eventbridge-bus.ts` is the real one. */
export interface EventBus {
  /** Hands one event over. After `unavailable` it may have arrived all the same: the next try has the same id. */
  publish(event: GatewayEvent): Promise<Result<null, 'unavailable'>>;
}
