import type { ProviderId } from '../../shared/domain/provider-id.ts';
import { providers } from '../../shared/providers/registry.ts';
import type { ProviderExpectations } from './expectations.ts';

/** By the registry. */
const providerIds = Object.keys(providers) as ProviderId[];

/** Fails for a provider that is registered and has no expectations. */
export const expectationsOf: ReadonlyMap<ProviderId, ProviderExpectations> = new Map(
  await Promise.all(
    providerIds.map(async (id): Promise<[ProviderId, ProviderExpectations]> => {
      const { expectations } = await import(`./expectations/${id}/index.ts`);
      return [id, expectations];
    }),
  ),
);
