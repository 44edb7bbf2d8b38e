import type { CallersOptions } from './callers.ts';
import type { Order } from './client.ts';
import { conversionIn } from './invariants-of-answers.ts';
import type { Observations } from './observations.ts';
import type { SimulatedTable } from './table.ts';

/** Lets the reconciliation finish what is pending, for as long as settle times and the longest back-off can ask of it. */
export const becomeQuiet = async (
  table: SimulatedTable,
  { billing, scheduler, sickness }: Pick<CallersOptions, 'billing' | 'scheduler' | 'sickness'>,
): Promise<void> => {
  const isQuiet = () =>
    billing.accountIds.every((accountId) => (table.guardOf(accountId)?.record.phase ?? 'settled') === 'settled') &&
    table.items().every(({ due }) => due === null || due.queue === 'dead');
  const beginsAt = Math.max(sickness.untilMs, scheduler.now());
  const latestMs = beginsAt + 3 * sickness.settleMs + sickness.longestPauseMs + 35 * 60_000;
  // Callers that are still there, and writes that are still on their way, have come to their end by then.
  await scheduler.run(beginsAt + sickness.settleMs + sickness.longestPauseMs + 180_000);
  await scheduler.run(latestMs, isQuiet);
  await scheduler.run(scheduler.now() + sickness.settleMs + 60_000);
};

export interface Audit extends Pick<CallersOptions, 'client' | 'scheduler' | 'billing' | 'sickness'> {
  readonly orders: readonly Order[];
  readonly observations: Observations;
}

/** Asks for everything once more, and converts under a new key what is a trial still. */
export const audit = async ({ client, scheduler, billing, orders, observations, sickness }: Audit): Promise<void> => {
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
