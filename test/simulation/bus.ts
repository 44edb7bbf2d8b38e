import { eventSchema, type GatewayEvent } from '../../shared/domain/event.ts';
import { failed, success } from '../../shared/domain/result.ts';
import type { EventBus } from '../../shared/events/event-bus.ts';
import type { Dice } from './dice.ts';
import type { Sickness } from './faults.ts';
import type { Process } from './process.ts';
import type { Scheduler } from './scheduler.ts';

export interface SimulatedBus {
  /** The bus as one process reaches it. */
  connect(process: Process): EventBus;
  /** Everything that arrived, in order, what came twice included. */
  readonly arrivals: readonly GatewayEvent[];
}

export interface SimulatedBusOptions {
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly sickness: Sickness;
  readonly trace: ((text: string) => void) | undefined;
}

/** EventBridge: when it is ill, events arrive or not and nobody knows, or only the first of them arrive. */
export const createSimulatedBus = ({ scheduler, dice, sickness, trace }: SimulatedBusOptions): SimulatedBus => {
  const arrivals: GatewayEvent[] = [];
  const arrive = (events: readonly GatewayEvent[]): void => {
    for (const event of events) {
      trace?.(`bus: ${event.id} ${event.type} ${event.sequence} of ${event.accountId}`);
      // As text: what is on the bus has left the process.
      arrivals.push(eventSchema.parse(JSON.parse(JSON.stringify(event))));
    }
  };
  const publish = async (events: readonly GatewayEvent[]): ReturnType<EventBus['publish']> => {
    await scheduler.sleep(dice.between(1, 40));
    const isStruck = scheduler.now() < sickness.untilMs && dice.chance(sickness.tableRate);
    const fault = isStruck ? dice.pick(['not done', 'done', 'in part'] as const) : null;
    const count = fault === 'not done' ? 0 : fault === 'in part' ? dice.between(0, events.length) : events.length;
    arrive(events.slice(0, count));
    await scheduler.sleep(dice.between(1, 40));
    return fault === null || fault === 'in part' ? success(count) : failed('unavailable');
  };
  return {
    connect: (process) => ({ publish: (events) => process.reach(() => publish(events)) }),
    arrivals,
  };
};
