import { mutations } from './mutations.ts';
import { loadMutated } from './mutated-system.ts';
import { simulate } from './simulate.ts';
import { providerIds } from '../../shared/domain/provider-id.ts';
const m = mutations.find(({ name }) => name.startsWith('somebody'));
if (m) {
  const system = await loadMutated(m);
  for (const provider of providerIds) {
    const hits: number[] = [];
    for (let seed = 1; seed <= 600; seed++) {
      const run = await simulate({ system, provider, seed });
      if (run.violations.some((x) => x.startsWith(m.breaks))) hits.push(seed);
    }
    console.log(provider, hits.join(' '));
  }
}
