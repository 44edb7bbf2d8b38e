import type { Billing } from './billing.ts';
import type { Client, Order } from './client.ts';
import type { Dice } from './dice.ts';
import type { Sickness } from './faults.ts';
import { conversionIn } from './invariants-of-answers.ts';
import type { Answer } from './observations.ts';
import type { Scheduler } from './scheduler.ts';
import { startMs } from './start.ts';

export interface CallersOptions {
  readonly client: Client;
  readonly billing: Billing;
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly sickness: Sickness;
}

/**
 * Sets two to eight callers on one account or two: most in the first moments, some of them later, with keys that are
 * their own or shared, and mostly with the same wish. Gives what was ordered.
 */
export const startCallers = (options: CallersOptions): readonly Order[] => {
  const { billing, scheduler, dice, sickness } = options;
  const accounts = dice.chance(0.2) ? billing.accountIds : [dice.pick(billing.accountIds)];
  const keyCount = dice.between(1, 4);
  const isPatient = dice.chance(0.5);
  const orders: Order[] = [];

  for (const count = dice.between(2, 8); orders.length < count; ) {
    const accountId = dice.pick(accounts);
    const requests = billing.requestsFor(accountId);
    const keyNumber = dice.between(1, keyCount);
    // A key mostly goes with one request.
    const usual = requests[keyNumber % 3 === 0 ? 1 : 0] ?? {};
    const order = { accountId, key: `key-${keyNumber}`, request: dice.chance(0.1) ? dice.pick(requests) : usual };
    orders.push(order);
    const startsAt = dice.chance(0.6) ? startMs + dice.between(0, 3_000) : dice.between(startMs, sickness.untilMs);
    scheduler.at(startsAt, () => {
      void persist(order, { ...options, dice: dice.fork() }, isPatient ? 6 : dice.between(0, 3));
    });
  }
  return orders;
};

/** One caller: asks, looks after what is pending, and asks again where that makes sense. */
const persist = async (order: Order, options: CallersOptions, repeats: number): Promise<void> => {
  const { client, scheduler, dice, sickness } = options;
  for (let asked = 0; asked <= repeats && scheduler.now() < sickness.untilMs + 60_000; asked += 1) {
    const answer = await client.convert(order);
    if (answer !== null && answer.status === 202) {
      await poll(answer, options);
    }
    const isOver = answer !== null && answer.status < 500 && answer.status !== 202 && answer.status !== 409;
    if (isOver && dice.chance(0.8)) {
      return;
    }
    await scheduler.sleep(dice.pick([dice.between(0, 1_000), dice.between(1_000, 40_000)]));
  }
};

const poll = async (answer: Answer, { client, scheduler, dice, sickness }: CallersOptions): Promise<void> => {
  const id = String(conversionIn(answer)?.id);
  for (let looks = dice.between(0, 4); looks > 0 && scheduler.now() < sickness.untilMs; looks -= 1) {
    await scheduler.sleep(dice.pick([dice.between(500, 3_000), dice.between(3_000, sickness.settleMs)]));
    await client.getConversion(answer.accountId, id);
  }
};
