import { createConstantContactV3Sandbox } from '../../sandbox/constant-contact-v3/provider.ts';
import { createConstantContactV3Seed } from '../../sandbox/constant-contact-v3/seed.ts';
import { type ConstantContactV3Account, openAccount } from '../../sandbox/constant-contact-v3/state.ts';
import type { GatewayEvent } from '../../shared/domain/event.ts';
import { judged } from '../support/vendor-judge.ts';
import { createBilling } from './billing-constant-contact-v3.ts';
import { createSimulatedBus } from './bus.ts';
import { createDice, type Dice } from './dice.ts';
import type { Sickness } from './faults.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { checkEvents } from './invariants-of-events.ts';
import { createNotifications } from './notifications.ts';
import { createScheduler } from './scheduler.ts';
import { startMs } from './start.ts';
import { createStream, startReconciliations } from './surroundings.ts';
import type { System } from './system.ts';
import { createSimulatedTable } from './table.ts';
import { toRequest, toResponse } from './wire.ts';

export interface DeliveriesOptions {
  readonly system: System;
  readonly seed: number;
  /** At least so many. */
  readonly deliveries: number;
}

export interface DeliveriesRun {
  readonly violations: readonly string[];
  readonly deliveries: number;
  readonly duplicates: number;
  /** Runs of process-webhook, and those of them whose process died. */
  readonly processed: number;
  readonly crashed: number;
  readonly accounts: ReadonlyMap<string, ConstantContactV3Account>;
  /** Each id once, by account, in the order of their numbers. */
  readonly eventsOf: (accountId: string) => readonly GatewayEvent[];
}

/**
 * A provider that tells of its changes, and nobody who converts: accounts change at random, each change is told late, in
 * any order, some twice, to processes that die, and read with a lag. Ends when everything is quiet.
 */
export const runDeliveries = async ({
  system,
  seed,
  deliveries: wanted,
}: DeliveriesOptions): Promise<DeliveriesRun> => {
  const dice = createDice(seed);
  const scheduler = createScheduler(startMs);
  const sickness: Sickness = { ...sick, untilMs: startMs + durationMs };
  const violations: string[] = [];
  const report = (violation: string): void => {
    violations.push(violation);
  };
  const surroundings = () => ({ scheduler, dice: dice.fork(), sickness, trace: undefined });
  const counts = { deliveries: 0, duplicates: 0, processed: 0, crashed: 0 };

  const world = { clock: { now: scheduler.now, advance: () => {} }, journal: { record: () => {}, entries: () => [] } };
  const accountIds = Array.from({ length: accountCount }, (_, index) => `a07et${4_000_000 + index}`);
  const { state, ...books } = judged(
    createConstantContactV3Sandbox(world, {
      ...createConstantContactV3Seed(),
      accounts: new Map(accountIds.map((id) => [id, openAccount('GOLD')])),
    }),
  );
  const billing = createBilling(world);

  const changed = new Map<string, { readonly before: ConstantContactV3Account; readonly at: number }>();
  /** For a while after a change, some reads show what was before it. */
  const lagging = <Value>(read: () => Value): Value => {
    const isLate = dice.chance(lagRate);
    const recent = [...changed].filter(([, { at }]) => isLate && scheduler.now() < at + longestLagMs);
    const actual = recent.map(([id]) => [id, state.accounts.get(id)] as const);
    for (const [id, { before }] of recent) {
      state.accounts.set(id, before);
    }
    const value = read();
    for (const [id, account] of actual) {
      state.accounts.set(id, account ?? openAccount('GOLD'));
    }
    return value;
  };

  let gateway: Gateway | null = null;
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
  const plain = createGateway({
    ...surroundings(),
    system,
    secretNow: () => JSON.stringify(billing.secret()),
    table,
    bus,
    fetchFor: (process) => (input, init) =>
      process.reach(async () => {
        await scheduler.sleep(dice.between(20, 400));
        return toResponse(lagging(() => books.handle(toRequest(String(input), init ?? {}))));
      }),
    report,
  });
  gateway = {
    ...plain,
    invoke: (event, place) => {
      counts.deliveries += 1;
      return plain.invoke(event, place);
    },
    runStream: async (queue, partitions) => {
      const end = await plain.runStream(queue, partitions);
      if (queue === 'webhooks' && scheduler.now() < sickness.untilMs) {
        counts.processed += 1;
        counts.crashed += end === 'died' ? 1 : 0;
      }
      return end;
    },
  };
  startReconciliations(gateway, surroundings());

  const notifications = createNotifications({ ...surroundings(), billing, report });
  for (let told = 0; told < wanted; ) {
    const accountId = dice.pick(accountIds);
    const isTwice = dice.chance(duplicateRate);
    told += isTwice ? 2 : 1;
    counts.duplicates += isTwice ? 1 : 0;
    scheduler.at(startMs + dice.between(0, durationMs - 120_000), () => {
      const before = state.accounts.get(accountId) ?? openAccount('GOLD');
      changed.set(accountId, { before, at: scheduler.now() });
      state.accounts.set(accountId, { ...before, ...change(dice) });
      if (gateway !== null) {
        notifications.send(accountId, gateway, isTwice ? 2 : 1);
      }
    });
  }

  await scheduler.run(sickness.untilMs);
  await scheduler.run(sickness.untilMs + 4 * 3_600_000, () => table.items().every(({ due }) => due === null));
  checkEvents({ table, arrivals: bus.arrivals, restarts: new Map(), report });
  const events = [...new Map(bus.arrivals.map((event) => [event.id, event])).values()];
  return {
    violations,
    ...counts,
    accounts: state.accounts,
    eventsOf: (accountId) =>
      events.filter((event) => event.accountId === accountId).toSorted((left, right) => left.sequence - right.sequence),
  };
};

/** Less than the settle time. */
const longestLagMs = 40_000;
const lagRate = 0.1;

const durationMs = 2 * 3_600_000;
const accountCount = 60;
/** Of the changes; so that three of ten deliveries are duplicates, those to processes that died over them aside. */
const duplicateRate = 0.5;

/** What the vendor has topics for, and what it only shows. */
const change = (dice: Dice): Partial<ConstantContactV3Account> =>
  dice.pick<Partial<ConstantContactV3Account>>([
    { contacts: dice.between(10, 400) },
    { contacts: dice.between(600, 900) },
    { contacts: dice.between(1_100, 2_400) },
    { billingStatus: 'Open' },
    { billingStatus: 'Open' },
    { billingStatus: 'Canceled' },
    { planType: dice.pick(['GOLD', 'SILVER']) },
  ]);

/** So often a process dies at a step that every tenth run of process-webhook does not come to its end. */
const sick = {
  settleMs: 60_000,
  crashRate: 0.02,
  pauseRate: 0,
  longestPauseMs: 1_000,
  providerRate: 0,
  lostWriteRate: 0,
  tableRate: 0.02,
  outages: [],
  readsLag: false,
  clockSkewMs: 0,
  rotations: [],
  endsLateProcesses: true,
  hasOutsider: false,
  hasNotifications: true,
} satisfies Omit<Sickness, 'untilMs'>;
