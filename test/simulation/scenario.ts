import type { GatewayEvent } from '../../shared/domain/event.ts';
import { type ProviderId, providerIds } from '../../shared/domain/provider-id.ts';
import { audit, becomeQuiet } from './aftermath.ts';
import type { MakeBilling } from './billing.ts';
import { createSimulatedBus } from './bus.ts';
import { startCallers } from './callers.ts';
import { createClient } from './client.ts';
import { createDice } from './dice.ts';
import { throwSickness } from './faults.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { checkEnd } from './invariants-at-end.ts';
import { createSeen } from './invariants-of-answers.ts';
import { checkEvents, checkLastEvents } from './invariants-of-events.ts';
import { createNetwork } from './network.ts';
import { createNotifications } from './notifications.ts';
import { createObservations, type Observations, type Send } from './observations.ts';
import { createScheduler } from './scheduler.ts';
import { startMs } from './start.ts';
import { createStream, keepSecrets, setOutsider, startReconciliations } from './surroundings.ts';
import type { System } from './system.ts';
import { createSimulatedTable } from './table.ts';

export interface Run {
  readonly seed: number;
  readonly provider: ProviderId;
  /** Broken promises, none when all is well. */
  readonly violations: readonly string[];
  readonly observations: Observations;
  /** What arrived on the bus. */
  readonly events: readonly GatewayEvent[];
}

export interface ScenarioOptions {
  readonly system: System;
  readonly provider: ProviderId;
  readonly makeBilling: MakeBilling;
  readonly seed: number;
  /** Gets a line for every event that matters. */
  readonly writeLine?: (line: string) => void;
}

/** One run: callers, processes, table and provider, all ill by `seed`; then health, and the promises held against the books. */
export const runScenario = async ({
  system,
  provider,
  makeBilling,
  seed,
  writeLine,
}: ScenarioOptions): Promise<Run> => {
  // The same seed is another world for another provider.
  const dice = createDice(seed * providerIds.length + providerIds.indexOf(provider));
  const scheduler = createScheduler(startMs);
  const sickness = throwSickness(dice.fork());
  const observations = createObservations();
  const { violations } = observations;
  const trace =
    writeLine === undefined
      ? undefined
      : (text: string) => writeLine(`${((scheduler.now() - startMs) / 1_000).toFixed(3).padStart(10)} ${text}`);
  trace?.(`sickness: ${JSON.stringify(sickness)}`);

  let carriedOut: Send | null = null;
  let gateway: Gateway | null = null;
  const billing = makeBilling({
    clock: { now: scheduler.now, advance: () => {} },
    journal: {
      record: (entry) => {
        const trial = observations.restarts.get(entry.accountId) ?? 0;
        observations.effects.push({ at: scheduler.now(), entry, send: carriedOut, trial });
        trace?.(`provider: write ${carriedOut?.number} takes effect: ${JSON.stringify(entry.change)}`);
        notify(entry.accountId);
      },
      entries: () => [],
    },
  });

  const surroundings = () => ({ scheduler, dice: dice.fork(), sickness, trace });
  const report = (violation: string): void => {
    violations.push(violation);
  };
  const notifications = createNotifications({ ...surroundings(), billing, report });
  const notify = (accountId: string): void => {
    if (sickness.hasNotifications && gateway !== null) {
      notifications.send(accountId, gateway);
    }
  };
  const stream = createStream(surroundings());
  const table = createSimulatedTable({
    ...surroundings(),
    violations,
    onDue: (queue, partition) => {
      if (gateway !== null) {
        stream(queue, partition, gateway);
      }
    },
  });
  const bus = createSimulatedBus(surroundings());
  const network = createNetwork({
    ...surroundings(),
    billing,
    table,
    observations,
    carryingOut: (send) => {
      carriedOut = send;
    },
  });
  gateway = createGateway({
    ...surroundings(),
    system,
    secretNow: keepSecrets(billing, surroundings()),
    table,
    bus,
    fetchFor: network.fetchFor,
    report,
  });
  const client = createClient({
    ...surroundings(),
    gateway,
    table,
    observations,
    seen: createSeen(),
    faultsUntilMs: sickness.untilMs,
  });

  if (sickness.hasOutsider) {
    setOutsider({ ...surroundings(), billing, observations, notify });
  }
  startReconciliations(gateway, surroundings());
  const orders = startCallers({ ...surroundings(), client, billing });

  await scheduler.run(sickness.untilMs);
  trace?.('the faults are over');
  await becomeQuiet(table, { billing, scheduler, sickness });
  const { hasOutsider, clockSkewMs } = sickness;
  const end = { billing, table, observations, hasOutsider, clockSkewMs };
  checkEnd(end);
  await audit({ client, scheduler, billing, orders, observations, sickness });
  checkEnd(end);
  await becomeQuiet(table, { billing, scheduler, sickness });
  checkEvents({ table, arrivals: bus.arrivals, restarts: observations.restarts, report });
  if (sickness.hasNotifications) {
    await checkLastEvents({ gateway, scheduler, billing, arrivals: bus.arrivals, observations, report });
  }
  for (const violation of violations) {
    trace?.(`VIOLATION ${violation}`);
  }
  return { seed, provider, violations: [...new Set(violations)], observations, events: bus.arrivals };
};
