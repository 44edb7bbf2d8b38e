import { describe, expect, test } from '@jest/globals';
import { convertTrials } from '../bench/convert-trials.ts';
import { type Figure, formatReport, isMet } from '../bench/figures.ts';
import { mapCatalogues } from '../bench/map-catalogues.ts';
import { shareSecrets } from '../bench/share-secrets.ts';

const countsOf = (figures: readonly Figure[]) =>
  Object.fromEntries(
    figures.filter(({ unit }) => unit === 'times').map(({ measured, samples }) => [measured, samples]),
  );

describe('a benchmark', () => {
  test('counts what a conversion asks of the table, of the provider and of the secrets', async () => {
    const { figures } = await convertTrials({ rounds: 1, warmUps: 0 });

    expect(countsOf(figures)).toEqual({
      'constant-contact-v2: operations on the table': [3],
      'constant-contact-v2: calls to the provider': [3],
      'constant-contact-v2: reads of the secret, all rounds together': [1],
      'constant-contact-v3: operations on the table': [3],
      // The first one of a container fetches a token.
      'constant-contact-v3: calls to the provider': [4],
      'constant-contact-v3: reads of the secret, all rounds together': [1],
      'aria: operations on the table': [3],
      'aria: calls to the provider': [3],
      'aria: reads of the secret, all rounds together': [1],
      'fusebill: operations on the table': [3],
      'fusebill: calls to the provider': [3],
      'fusebill: reads of the secret, all rounds together': [1],
    });
  });

  test('counts one read of the secret and one of the token for many first requests', async () => {
    const { figures } = await shareSecrets({ requestCount: 25, rounds: 1, warmUps: 0 });

    expect(countsOf(figures)).toEqual({ GetSecretValue: [1], 'tokens fetched from Constant Contact v3': [1] });
  });

  test('has a sample a round beside as many of its baseline', async () => {
    const { figures } = await mapCatalogues({ ariaPlans: 10, fusebillPlans: 10, rounds: 2, warmUps: 0 });

    expect(figures.map(({ samples, baseline }) => [samples.length, baseline?.samples.length])).toEqual(
      Array.from({ length: 6 }, () => [2, 2]),
    );
  });

  test('prints the ratio of the rounds and whether the target is met', () => {
    const figure: Figure = {
      measured: 'work',
      unit: 'ms',
      samples: [40, 20, 300],
      baseline: { name: 'less work', samples: [10, 10, 100] },
      target: { of: 'ratio', atMost: 2.5 },
    };

    expect(isMet(figure)).toBe(false);
    expect(isMet({ ...figure, target: { of: 'median', atMost: 40 } })).toBe(true);
    expect(formatReport({ title: 'name', figures: [figure] })).toBe(
      [
        '## name',
        '',
        '| measured |  median |       min to max | baseline  | its median | ratio |                    target |',
        '|----------|--------:|-----------------:|-----------|-----------:|------:|--------------------------:|',
        '| work     | 40.0 ms | 20.0 to 300.0 ms | less work |    10.0 ms |  3.00 | at most ratio 2.5: MISSED |',
      ].join('\n'),
    );
  });
});
