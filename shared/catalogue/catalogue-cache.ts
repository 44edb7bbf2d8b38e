import type { Clock } from '../domain/clock.ts';
import type { CataloguePage, ConfiguredProvider } from '../domain/provider.ts';
import type { Result } from '../domain/result.ts';

/**
 * Pages of catalogues as they were downloaded, for at most 30 seconds, so that a caller who follows cursors does not make
 * the provider send its catalogue again for every page of ours.
 */
export interface CatalogueCache {
  read(
    configured: ConfiguredProvider,
    page: number,
    download: () => Promise<Result<CataloguePage>>,
  ): Promise<Result<CataloguePage>>;
}

export const createCatalogueCache = (clock: Clock): CatalogueCache => {
  let entries: readonly Entry[] = [];
  return {
    read: async (configured, page, download) => {
      const now = clock.now();
      entries = entries.filter(({ downloadedAt }) => now - downloadedAt < lifetimeMs);
      const known = entries.find((entry) => entry.configured === configured && entry.page === page);
      if (known !== undefined) {
        return known.result;
      }
      const result = await download();
      if (result.ok) {
        entries = withinLimit([...entries, { configured, page, downloadedAt: now, result }]);
      }
      return result;
    },
  };
};

/** Belongs to the credentials it was read with: after a rotation nothing of the old ones is served. */
interface Entry {
  readonly configured: ConfiguredProvider;
  readonly page: number;
  readonly downloadedAt: number;
  readonly result: Result<CataloguePage>;
}

const lifetimeMs = 30_000;

/** Some 100 MB of plans with their raw rows. The newest entry stays whatever its size. */
const maximumPlans = 40_000;

const withinLimit = (entries: readonly Entry[]): readonly Entry[] => {
  let plans = 0;
  return entries
    .toReversed()
    .filter(({ result }, index) => {
      plans += result.ok ? result.value.plans.length : 0;
      return index === 0 || plans <= maximumPlans;
    })
    .toReversed();
};
