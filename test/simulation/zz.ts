import { mutations } from './mutations.ts';
import { loadMutated } from './mutated-system.ts';
import { simulate } from './simulate.ts';
import { providerIds } from '../../shared/domain/provider-id.ts';
for (const m of mutations.filter(({name}) => ['repeats-without-end','write-sent-without-the-ledger','given-up-while-nothing-can-be-read','nobody-looks-after-pending-ones','somebody-elses-change-taken-as-proof','deadline-in-parts-of-milliseconds','no-lease-check','settle-time-from-the-first-byte','repeat-of-a-migration'].includes(name))) {
  const system = await loadMutated(m);
  for (const provider of providerIds) {
    const hits: number[] = [];
    for (let seed = 1; seed <= 400 && hits.length < 3; seed++) {
      const run = await simulate({ system, provider, seed });
      if (run.violations.some((x) => x.startsWith(m.breaks))) hits.push(seed);
    }
    console.log(m.name, provider, hits.join(' '));
  }
}
