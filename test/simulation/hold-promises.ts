import { describe, expect, test } from '@jest/globals';
import type { ProviderId } from '../../shared/domain/provider-id.ts';
import { runSeeds } from './seeds.ts';
import { simulate } from './simulate.ts';
import { system } from './system.ts';

const seeds = 520;

/** The promises of a conversion in as many worlds as there is time for in every run of the tests. */
export const holdPromises = (provider: ProviderId): void => {
  describe(`Conversions of ${provider} in ${seeds} simulated worlds`, () => {
    test('keep every promise, and have met with what they are to be kept against', async () => {
      const { broken, reached } = await runSeeds({ system, provider, first: 1, count: seeds });

      expect(broken).toEqual([]);
      expect([...reached]).toEqual(expect.arrayContaining(happenings(provider)));
    }, 240_000);

    test('are the same for the same seed', async () => {
      const [first, second] = [await traceOf(provider), await traceOf(provider)];

      expect(first.length).toBeGreaterThan(20);
      expect(second).toEqual(first);
    });
  });
};

const happenings = (provider: ProviderId): string[] => [
  'POST 201 succeeded',
  'POST 200 succeeded',
  'POST 202 pending',
  'POST 409 conversion_in_progress',
  'POST 409 not_in_trial',
  'POST 422 idempotency_key_reused',
  'POST 503 ledger_unavailable',
  'GET 200 pending',
  'GET 200 rejected',
  'GET 503 ledger_unavailable',
  'late effect',
  'refused write',
  'repeated and succeeded',
  ...(provider === 'fusebill' ? ['POST 504 provider_timeout'] : []),
];

const traceOf = async (provider: ProviderId): Promise<string[]> => {
  const lines: string[] = [];
  await simulate({ system, provider, seed: 7, writeLine: (line) => lines.push(line) });
  return lines;
};
