import type { ProviderId } from '../../shared/domain/provider-id.ts';
import { conversionIn } from './invariants-of-answers.ts';
import { conversionOfSend } from './observations.ts';
import type { Run } from './scenario.ts';
import { simulate } from './simulate.ts';
import type { System } from './system.ts';

export interface Seeds {
  readonly system: System;
  readonly provider: ProviderId;
  readonly first: number;
  readonly count: number;
}

export interface SeedsResult {
  /** The command that shows what happened, and what was broken; one for each seed that failed. */
  readonly broken: readonly string[];
  /** What happened in at least one of the runs. */
  readonly reached: ReadonlySet<string>;
}

export const runSeeds = async ({ system, provider, first, count }: Seeds): Promise<SeedsResult> => {
  const broken: string[] = [];
  const reached = new Set<string>();
  for (let seed = first; seed < first + count; seed += 1) {
    const run = await simulate({ system, provider, seed });
    if (run.violations.length > 0) {
      broken.push(`${commandOf(run)}: ${run.violations.slice(0, 3).join('; ')}`);
    }
    for (const event of eventsIn(run)) {
      reached.add(event);
    }
  }
  return { broken, reached };
};

export const commandOf = ({ seed, provider }: Pick<Run, 'seed' | 'provider'>): string =>
  `npm run simulate -- --seed ${seed} --provider ${provider}`;

const eventsIn = ({ observations: { answers, sends, effects } }: Run): string[] => [
  ...answers.map((answer) => `${answer.method} ${answer.status} ${String(answer.json.code ?? answer.json.status)}`),
  ...answers.flatMap((answer) => {
    const conversion = conversionIn(answer);
    return conversion?.attempts === 2 ? [`repeated and ${String(conversion.status)}`] : [];
  }),
  ...effects.flatMap(({ send, at }) => (send?.endedAt !== null && at > (send?.endedAt ?? at) ? ['late effect'] : [])),
  ...sends.flatMap((send) => (conversionOfSend(send) !== null && send.isRefused ? ['refused write'] : [])),
];
