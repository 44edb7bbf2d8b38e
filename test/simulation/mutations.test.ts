import { describe, expect, test } from '@jest/globals';
import { loadMutated } from './mutated-system.ts';
import { mutations } from './mutations.ts';
import { simulate } from './simulate.ts';
import '../support/vendor-verdict.ts';

/** Within how many seeds each has to show. */
const seeds = 1_000;

describe('The simulation', () => {
  test.each(mutations)(
    'notices code with $name',
    async (mutation) => {
      const system = await loadMutated(mutation);
      const found: string[] = [];
      for (
        let seed = 1;
        seed <= seeds && !found.some((violation) => violation.startsWith(mutation.breaks));
        seed += 1
      ) {
        const { violations } = await simulate({ system, provider: mutation.provider, seed });
        found.push(...violations);
      }

      expect(found).toContainEqual(expect.stringMatching(new RegExp(`^${mutation.breaks}`)));
    },
    120_000,
  );
});
