import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { addTrial } from '../sandbox/add-trial.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { type VendorId, vendorIds } from '../sandbox/vendors.ts';
import { bundleFunctions } from '../scripts/bundle-functions.ts';
import { eventOf } from '../test/support/request-event.ts';
import type { Figure, Report } from './figures.ts';
import { runProcess } from './run-process.ts';
import { startSurroundings } from './surroundings.ts';

export interface StartOptions {
  /** Of starts of every function. */
  readonly rounds: number;
  /** Of first conversions at every provider. */
  readonly conversionRounds: number;
}

/**
 * Cold starts of the bundles that are deployed: from the start of the process to the handler imported, against a module
 * that is empty; and the first conversion of a container, over local AWS endpoints and the sandbox, against its second.
 */
export const startFunctions = async ({ rounds, conversionRounds }: StartOptions): Promise<Report> => {
  const bundles = await bundleFunctions(directory);
  const names = bundles.map(({ name }) => name).sort();
  const starts = await measureStarts(names, rounds);
  return {
    title: 'starts: a new container',
    figures: [...starts, ...(await measureFirstConversions(conversionRounds))],
  };
};

/** Beside what `npm run package` makes and always new, so that no old bundle is measured. */
const directory = fileURLToPath(new URL('../dist/bench/', import.meta.url));

const bundleOf = (name: string): string => join(directory, name, 'handler.mjs');

const outcomeSchema = z.object({
  importedMs: z.number(),
  answers: z.array(z.object({ status: z.int(), durationMs: z.number() })),
});

const measureStarts = async (names: readonly string[], rounds: number): Promise<Figure[]> => {
  const empty = fileURLToPath(new URL('empty-module.mjs', import.meta.url));
  const modules = [empty, ...names.map(bundleOf)];
  const samples = new Map<string, number[]>(modules.map((module) => [module, []]));
  // The round before the first fills the file cache.
  for (let round = -1; round < rounds; round += 1) {
    for (const module of modules) {
      const { importedMs } = outcomeSchema.parse(await runProcess('start-process.mjs', { module }));
      if (round >= 0) {
        samples.get(module)?.push(importedMs);
      }
    }
  }
  return names.map((name) => ({
    measured: `${name}: to the handler imported`,
    unit: 'ms',
    samples: samples.get(bundleOf(name)) ?? [],
    baseline: { name: 'to an empty module imported', samples: samples.get(empty) ?? [] },
  }));
};

const measureFirstConversions = async (rounds: number): Promise<Figure[]> => {
  const { sandbox, environment, close } = await startSurroundings();
  try {
    const figures: Figure[] = [];
    for (const provider of vendorIds) {
      const firstMs: number[] = [];
      const secondMs: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const events = [2 * round, 2 * round + 1].map((number) => conversionEvent(sandbox, provider, number));
        const input = { module: bundleOf('convert-trial'), events };
        const { answers } = outcomeSchema.parse(await runProcess('start-process.mjs', input, environment));
        if (answers.some(({ status }) => status !== 201)) {
          throw new Error(
            `convert-trial at ${provider} answered ${answers.map(({ status }) => status).join(' and ')}.`,
          );
        }
        firstMs.push(answers[0]?.durationMs ?? Number.NaN);
        secondMs.push(answers[1]?.durationMs ?? Number.NaN);
      }
      figures.push({
        measured: `${provider}: first conversion of a process`,
        unit: 'ms',
        samples: firstMs,
        baseline: { name: 'its second conversion', samples: secondMs },
      });
    }
    return figures;
  } finally {
    await close();
  }
};

const conversionEvent = (sandbox: Sandbox, provider: VendorId, number: number) => {
  const { accountId, choices } = addTrial(sandbox, provider, number);
  const connection = `demo-${provider}`;
  return eventOf({
    method: 'POST',
    path: `/v1/connections/${connection}/accounts/${accountId}/conversions`,
    pathParameters: { connection, accountId },
    headers: { 'idempotency-key': `bench-${number}` },
    body: choices,
    userArn: 'arn:aws:iam::111122223333:user/bench',
  });
};
