import type { Queue } from '../../shared/table/table.ts';
import type { Billing } from './billing.ts';
import type { Dice } from './dice.ts';
import type { Sickness } from './faults.ts';
import type { Gateway, StreamQueue } from './gateway.ts';
import type { Observations } from './observations.ts';
import type { Scheduler } from './scheduler.ts';
import { startMs } from './start.ts';

export interface Surroundings {
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly sickness: Sickness;
  readonly trace?: ((text: string) => void) | undefined;
}

/** Secrets Manager's content: after a rotation at the provider it follows within seconds. */
export const keepSecrets = (billing: Billing, { scheduler, dice, sickness, trace }: Surroundings): (() => string) => {
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

export const setOutsider = (
  options: Surroundings & {
    readonly billing: Billing;
    readonly observations: Observations;
    readonly notify: (accountId: string) => void;
  },
): void => {
  const { billing, scheduler, dice, sickness, observations, notify, trace } = options;
  const accountId = dice.pick(billing.accountIds);
  for (let acts = dice.between(1, 2); acts > 0; acts -= 1) {
    // Most of all while the first writes are under way.
    const latestMs = dice.chance(0.7) ? startMs + 15_000 : sickness.untilMs;
    scheduler.at(dice.between(startMs, latestMs), () => {
      const isPaid = billing.paidPlanOf(accountId) !== null;
      const act = isPaid ? 'restart' : dice.pick(['convert', 'convert-to-another', 'cancel'] as const);
      trace?.(`outsider: ${act}`);
      billing.actOutside(accountId, act);
      notify(accountId);
      if (act === 'restart') {
        observations.restarts.set(accountId, (observations.restarts.get(accountId) ?? 0) + 1);
      }
    });
  }
};

/** Every minute as in the cloud, or more often; now and then two at once; and what the table's stream did not bring. */
export const startReconciliations = (gateway: Gateway, { scheduler, dice, sickness }: Surroundings): void => {
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
  for (const queue of ['webhooks', 'events'] as const) {
    const sweep = (): void => {
      void gateway.runStream(queue, null);
      scheduler.after(60_000, sweep);
    };
    scheduler.after(dice.between(0, 60_000), sweep);
  }
};

/** The table's stream: brings what is due to its function, within moments; some of it twice, and in bad times not at all. */
export const createStream = ({ scheduler, dice, sickness }: Surroundings) => {
  const bring = (queue: StreamQueue, partition: string, gateway: Gateway): void => {
    scheduler.after(dice.between(20, 800), () => void gateway.runStream(queue, [partition]));
  };
  return (queue: Queue, partition: string, gateway: Gateway): void => {
    if (queue !== 'webhooks' && queue !== 'events') {
      return;
    }
    if (scheduler.now() < sickness.untilMs && dice.chance(0.1)) {
      return;
    }
    bring(queue, partition, gateway);
    if (dice.chance(0.05)) {
      bring(queue, partition, gateway);
    }
  };
};
