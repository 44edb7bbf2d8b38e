import { parseArgs } from 'node:util';
import { providerIds } from '../../shared/domain/provider-id.ts';
import { loadMutated } from './mutated-system.ts';
import { mutations } from './mutations.ts';
import type { Run } from './scenario.ts';
import { commandOf } from './seeds.ts';
import { simulate } from './simulate.ts';
import { system } from './system.ts';

const usage = `npm run simulate -- [options]

Runs conversions in simulated worlds, each made by a seed, and holds them against the promises.

  --seeds N        how many seeds (default 2000)
  --seed S         the first seed; alone, runs this one and prints all that happens in it
  --provider P     ${providerIds.join(', ')} (default: all)
  --mutation M     breaks the code first: ${mutations.map(({ name }) => name).join(', ')}
  --help           this page
`;

const options = {
  seeds: { type: 'string' },
  seed: { type: 'string' },
  provider: { type: 'string' },
  mutation: { type: 'string' },
  help: { type: 'boolean' },
} as const;

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(usage);
    return;
  }
  const providers = providerIds.filter((id) => values.provider === undefined || id === values.provider);
  const mutation = mutations.find(({ name }) => name === values.mutation);
  const firstSeed = Number(values.seed ?? 1);
  const seeds = Number(values.seeds ?? (values.seed === undefined ? 2_000 : 1));
  if (providers.length === 0 || (values.mutation !== undefined && !mutation) || !(firstSeed >= 0) || !(seeds >= 1)) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }

  const startedAt = performance.now();
  const tested = mutation === undefined ? system : await loadMutated(mutation);
  const isAlone = values.seed !== undefined && values.seeds === undefined;
  let failures = 0;
  let runs = 0;
  let current = '';
  process.on('unhandledRejection', (error) => {
    console.log(`broken: ${current}\n  a promise was rejected and nobody cared: ${String(error)}`);
    process.exit(1);
  });
  for (const provider of providers) {
    for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
      current = commandOf({ seed, provider });
      const run = await simulate({ system: tested, provider, seed, ...(isAlone ? { writeLine: console.log } : {}) });
      runs += 1;
      if (run.violations.length > 0) {
        failures += 1;
        report(run, values.mutation);
      }
    }
  }
  const durationMs = performance.now() - startedAt;
  console.log(`${runs} runs, ${failures} broken, ${((runs * 1_000) / durationMs).toFixed(0)} runs a second`);
  process.exitCode = failures === 0 ? 0 : 1;
};

const report = (run: Run, mutation: string | undefined): void => {
  console.log(`broken: ${commandOf(run)}${mutation === undefined ? '' : ` --mutation ${mutation}`}`);
  for (const violation of run.violations.slice(0, 5)) {
    console.log(`  ${violation.slice(0, 400)}`);
  }
};

await main();
