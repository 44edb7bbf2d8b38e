import { type CatalogueCache, createCatalogueCache } from '../shared/catalogue/catalogue-cache.ts';
import { type Connections, createConnections } from '../shared/connections/connections.ts';
import { connectionNameSchema } from '../shared/domain/identifier.ts';
import type { BaseServices } from '../shared/lambda/http-function.ts';
import { providers } from '../shared/providers/registry.ts';
import { createSecretStore } from '../shared/secrets/secret-store.ts';
import { createSecretsManagerSource } from '../shared/secrets/secrets-manager.ts';
import { baseServices } from './base-services.ts';

/** What the functions share for the life of a container. Nothing in it is needed to finish a conversion. */
export interface Services extends BaseServices {
  readonly connections: Connections;
  readonly catalogues: CatalogueCache;
}

let services: Services | undefined;

/** The services of this container, made by its first request. */
export const containerServices = (): Services => {
  services ??= createServices();
  return services;
};

const createServices = (): Services => {
  const base = baseServices();
  const { settings, clock, random } = base;
  const secrets = createSecretStore(createSecretsManagerSource(), {
    prefix: settings.secretPrefix,
    ttlMs: settings.secretTtlMs,
    clock,
    isConnectionName: (name) => connectionNameSchema.safeParse(name).success,
  });
  return {
    ...base,
    connections: createConnections({ secrets, providers, fetch: globalThis.fetch, clock, random }),
    catalogues: createCatalogueCache(clock),
  };
};
