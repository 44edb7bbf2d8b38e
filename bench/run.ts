// npm run bench
import { availableParallelism, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { convertTrials } from './convert-trials.ts';
import { formatReport, type Report } from './figures.ts';
import { followCursors } from './follow-cursors.ts';
import { mapCatalogues } from './map-catalogues.ts';
import { openRoute } from './open-route.ts';
import { pumpPatterns } from './pump-patterns.ts';
import { receiveWebhooks } from './receive-webhooks.ts';
import { shareSecrets } from './share-secrets.ts';
import { startFunctions } from './start-functions.ts';

const benchmarks: Readonly<Record<string, () => Promise<Report>>> = {
  mapping: () => mapCatalogues({ ariaPlans: 10_000, fusebillPlans: 5_000, rounds: 15, warmUps: 3 }),
  cursors: () => followCursors({ ariaPlans: 10_000, fusebillPlans: 5_000, rounds: 2 }),
  conversions: () => convertTrials({ rounds: 60, warmUps: 20 }),
  starts: () => startFunctions({ rounds: 6, conversionRounds: 4 }),
  webhooks: () => receiveWebhooks({ rounds: 6 }),
  secrets: () => shareSecrets({ requestCount: 200, rounds: 10, warmUps: 2 }),
  patterns: () => pumpPatterns({ pumpedBytes: 20_000, rounds: 2 }),
  strangers: () => openRoute({ requestCount: 20, rounds: 10, warmUps: 3 }),
};

const help = `Measures Plan Gateway against named baselines, in turn in the same run. bench/README.md says how to read it.

  npm run bench -- [<benchmark> ...]

  mapping      a provider's catalogue from bytes to plans, against JSON.parse
  cursors      list-plans page by page: downloads, time and memory, against a plain download
  conversions  convert-trial on the happy path: calls and our own time, against the same calls by plain fetch
  starts       a new process of every function, against an empty module; its first conversion, against its second
  webhooks     a provider's notification to a new process and to one that is warm, against what providers wait
  secrets      first requests at once: how often the secret is fetched
  patterns     every regular expression over 20 kB of what makes others slow
  strangers    bodies that do not verify at the open route, against a function that looks at nothing

Without a name all of them. --help prints this text.`;

const parseNames = (): readonly string[] => {
  try {
    const { values, positionals } = parseArgs({ options: { help: { type: 'boolean' } }, allowPositionals: true });
    if (values.help) {
      console.log(help);
      process.exit(0);
    }
    const unknown = positionals.find((name) => benchmarks[name] === undefined);
    if (unknown !== undefined) {
      throw new Error(`There is no benchmark "${unknown}".`);
    }
    return positionals;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\nnpm run bench -- --help lists them.`);
    process.exit(1);
  }
};

const names = parseNames();
const [processor] = cpus();
const memoryGb = (totalmem() / 1_024 ** 3).toFixed(0);
console.log(
  `Node ${process.version}, ${process.platform} ${process.arch}, ${availableParallelism()} x ${processor?.model ?? 'unknown'}, ${memoryGb} GB`,
);

for (const [name, measure] of Object.entries(benchmarks)) {
  if (names.length === 0 || names.includes(name)) {
    console.log(`\n${formatReport(await measure())}`);
  }
}
process.exit(0);
