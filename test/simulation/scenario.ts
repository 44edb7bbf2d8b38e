import type { ProviderId } from '../../shared/domain/provider-id.ts';
import type { Billing, MakeBilling } from './billing.ts';
import { type CallersOptions, startCallers } from './callers.ts';
import { createClient, type Order } from './client.ts';
import { createDice, type Dice } from './dice.ts';
import { type Sickness, throwSickness } from './faults.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { checkEnd } from './invariants-at-end.ts';
import { conversionIn, createSeen } from './invariants-of-answers.ts';
import { createNetwork } from './network.ts';
import { createObservations, type Observations, type Send } from './observations.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { startMs } from './start.ts';
import type { System } from './system.ts';
import { createSimulatedTable, type SimulatedTable } from './table.ts';

export interface Run {
  readonly seed: number;
  readonly provider: ProviderId;
  /** Broken promises, none when all is well. */
  readonly violations: readonly string[];
  readonly observations: Observations;
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
  const dice = createDice(seed);
  const scheduler = createScheduler(startMs);
  const sickness = throwSickness(dice.fork());
  const observations = createObservations();
  const { violations } = observations;
  const trace =
    writeLine === undefined
      ? undefined
      : (text: string) => writeLine(`${((scheduler.now() - startMs) / 1_000).toFixed(3).padStart(10)} ${text}`);
  trace?.(`sickness: ${JSON.stringify(sickness)}`);

  let current: Send | null = null;
  const billing = makeBilling({
    clock: { now: scheduler.now, advance: () => {} },
    journal: {
      record: (entry) => {
        const trial = observations.restarts.get(entry.accountId) ?? 0;
        observations.effects.push({ at: scheduler.now(), entry, send: current, trial });
        trace?.(`provider: write ${current?.number} takes effect: ${JSON.stringify(entry.change)}`);
      },
      entries: () => [],
    },
  });

  let gateway: Gateway | undefined;
  const invocationNow = () => gateway?.invocationNow() ?? 'nobody';
  const table = createSimulatedTable({ scheduler, dice: dice.fork(), sickness, invocationNow, violations, trace });
  const carryingOut = (send: Send | null) => {
    current = send;
  };
  const network = createNetwork({
    ...{ scheduler, dice: dice.fork(), sickness, billing, table, observations, carryingOut, invocationNow, trace },
  });
  const secretNow = keepSecrets(billing, { scheduler, dice: dice.fork(), sickness, trace });
  const report = (violation: string) => {
    violations.push(violation);
  };
  const { fetchFor } = network;
  gateway = createGateway({
    ...{ system, scheduler, dice: dice.fork(), sickness, secretNow, table, fetchFor, report, trace },
  });
  const client = createClient({
    ...{ gateway, scheduler, dice: dice.fork(), table, observations, seen: createSeen(), trace },
    faultsUntilMs: sickness.untilMs,
  });

  if (sickness.hasOutsider) {
    setOutsider({ billing, scheduler, dice: dice.fork(), sickness, observations, trace });
  }
  startReconciliations(gateway, { scheduler, dice: dice.fork(), sickness });
  const orders = startCallers({ client, billing, scheduler, dice: dice.fork(), sickness });

  await scheduler.run(sickness.untilMs);
  trace?.('the faults are over');
  await becomeQuiet(billing, { scheduler, sickness, table });
  const end = { billing, table, observations, hasOutsider: sickness.hasOutsider };
  checkEnd(end);
  await audit({ client, scheduler, billing, orders, observations, sickness });
  checkEnd(end);
  for (const violation of violations) {
    trace?.(`VIOLATION ${violation}`);
  }
  return { seed, provider, violations: [...new Set(violations)], observations };
};

interface Surroundings {
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly sickness: Sickness;
  readonly trace?: ((text: string) => void) | undefined;
}

/** Secrets Manager's content: after a rotation at the provider it follows within seconds. */
const keepSecrets = (billing: Billing, { scheduler, dice, sickness, trace }: Surroundings): (() => string) => {
  let stored = JSON.stringify(billing.secret());
  for (const rotatesAt of sickness.rotations) {
    scheduler.at(rotatesAt, () => {
      trace?.('provider: the credentials change');
      billing.rotate();
      scheduler.after(dice.between(0, 8_000), () => {
        stored = JSON.stringify(billing.secret());
      });
    });
    scheduler.after(dice.between(0, 120_000), billing.expireTokens);
  }
  return () => stored;
};

const setOutsider = (
  options: Surroundings & Pick<CallersOptions, 'billing'> & { readonly observations: Observations },
): void => {
  const { billing, scheduler, dice, sickness, observations, trace } = options;
  const accountId = dice.pick(billing.accountIds);
  for (let acts = dice.between(1, 2); acts > 0; acts -= 1) {
    scheduler.at(dice.between(startMs, sickness.untilMs), () => {
      const isPaid = billing.paidPlanOf(accountId) !== null;
      const act = isPaid ? 'restart' : dice.pick(['convert', 'convert-to-another', 'cancel'] as const);
      trace?.(`outsider: ${act}`);
      billing.actOutside(accountId, act);
      if (act === 'restart') {
        observations.restarts.set(accountId, (observations.restarts.get(accountId) ?? 0) + 1);
      }
    });
  }
};

/** Every minute as in the cloud, or more often; now and then two at once. */
const startReconciliations = (gateway: Gateway, { scheduler, dice, sickness }: Surroundings): void => {
  const everyMs = dice.pick([60_000, 60_000, 7_000]);
  const isDouble = dice.chance(0.3);
  const begin = (): void => {
    void gateway.reconcile();
    if (isDouble) {
      scheduler.after(dice.between(0, 500), () => void gateway.reconcile());
    }
    scheduler.after(scheduler.now() < sickness.untilMs ? everyMs : 60_000, begin);
  };
  scheduler.after(dice.between(0, everyMs), begin);
};

/** Lets the reconciliation finish what is pending, for as long as settle times and the longest back-off can ask of it. */
const becomeQuiet = async (
  billing: Billing,
  { scheduler, sickness, table }: Pick<Surroundings, 'scheduler' | 'sickness'> & { readonly table: SimulatedTable },
): Promise<void> => {
  const isQuiet = () =>
    billing.accountIds.every((accountId) => (table.guardOf(accountId)?.record.phase ?? 'settled') === 'settled');
  const latestMs = sickness.untilMs + 3 * sickness.settleMs + sickness.longestPauseMs + 35 * 60_000;
  // Callers that are still there, and writes that are still on their way, have come to their end by then.
  await scheduler.run(sickness.untilMs + sickness.settleMs + sickness.longestPauseMs + 180_000);
  await scheduler.run(latestMs, isQuiet);
  await scheduler.run(scheduler.now() + sickness.settleMs + 60_000);
};

interface Audit extends Pick<CallersOptions, 'client' | 'scheduler' | 'billing' | 'sickness'> {
  readonly orders: readonly Order[];
  readonly observations: Observations;
}

/** Asks for everything once more, and converts under a new key what is a trial still. */
const audit = async ({ client, scheduler, billing, orders, observations, sickness }: Audit): Promise<void> => {
  let isOver = false;
  const ask = async (): Promise<void> => {
    for (const [accountId, conversionId] of knownConversions(observations)) {
      await client.getConversion(accountId, conversionId);
    }
    const used = [...new Map(orders.map((order) => [`${order.accountId} ${order.key}`, order])).values()];
    for (const order of used) {
      await client.convert(order);
      const [other] = billing
        .requestsFor(order.accountId)
        .filter((request) => JSON.stringify(request) !== JSON.stringify(order.request));
      await client.convert({ ...order, request: other ?? {} });
    }
    for (const accountId of new Set(orders.map((order) => order.accountId))) {
      const request = billing.requestsFor(accountId)[0] ?? {};
      const answer = await client.convert({ accountId, key: 'new-key', request });
      const isAnswered = answer !== null && (answer.status < 300 || answer.json.code === 'not_in_trial');
      if (!sickness.hasOutsider && (!isAnswered || billing.paidPlanOf(accountId) === null)) {
        observations.violations.push(`promise 4: a new key was answered ${answer?.status} ${answer?.text}.`);
      }
    }
    isOver = true;
  };
  void ask();
  await scheduler.run(scheduler.now() + 24 * 3_600_000, () => isOver);
};

const knownConversions = ({ answers }: Observations): readonly (readonly [string, string])[] => [
  ...new Map(
    answers.flatMap((answer) => {
      const id = conversionIn(answer)?.id ?? answer.json.conversionId;
      return typeof id === 'string' ? [[id, [answer.accountId, id] as const] as const] : [];
    }),
  ).values(),
];
