import type { SimulatedAnswer, SimulatedRequest } from '../../sandbox/simulated-provider.ts';
import { longestLife } from './faults.ts';
import type { NetworkOptions } from './network.ts';
import type { Send } from './observations.ts';

/**
 * A provider whose reads lag behind its writes: for a time after an effect, some reads of the account are answered as
 * before it. An effect is to show within the settle time after its write was given up.
 */
export const createLaggingReads = ({ scheduler, dice, sickness, billing, observations, trace }: NetworkOptions) => {
  const lastReads = new Map<string, SimulatedRequest>();
  const before = new Map<string, { readonly answer: SimulatedAnswer; readonly untilMs: number }>();

  const nameOf = (request: SimulatedRequest): string | null => {
    const accountId = billing.accountOf(request);
    return accountId === '' ? null : `${accountId} ${billing.sandbox.operationOf(request)}`;
  };

  return {
    answer: (request: SimulatedRequest): SimulatedAnswer => {
      const answer = billing.sandbox.handle(request);
      const name = sickness.readsLag ? nameOf(request) : null;
      if (name === null || billing.isRefusal(answer)) {
        return answer;
      }
      lastReads.set(name, request);
      const old = before.get(name);
      if (old === undefined || scheduler.now() > old.untilMs || dice.chance(0.3)) {
        return answer;
      }
      trace?.('provider: a read shows the state of before the write');
      return old.answer;
    },

    /** Carries out a write, and keeps what reads showed before it. */
    aroundWrite: (request: SimulatedRequest, send: Send): SimulatedAnswer => {
      const reads = [...lastReads].filter(([name]) => name.startsWith(`${send.accountId} `));
      const answers = reads.map(([name, read]) => ({ name, answer: billing.sandbox.handle(read) }));
      const effectsBefore = observations.effects.length;
      const answer = billing.sandbox.handle(request);
      if (observations.effects.length > effectsBefore && scheduler.now() < sickness.untilMs) {
        const latest = Math.min(scheduler.now(), send.endedAt ?? Number.POSITIVE_INFINITY) + longestLife(sickness);
        const untilMs = dice.between(scheduler.now(), Math.max(scheduler.now(), Math.floor(latest)));
        for (const kept of answers.filter(({ answer: shown }) => !billing.isRefusal(shown))) {
          before.set(kept.name, { answer: kept.answer, untilMs });
        }
      }
      return answer;
    },
  };
};
