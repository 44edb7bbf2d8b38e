import { createEventBridgeBus } from '../shared/events/eventbridge-bus.ts';
import { createProviderFetch } from '../shared/http/provider-fetch.ts';
import { createSecretsManagerSource } from '../shared/secrets/secrets-manager.ts';
import { createDynamodbTable } from '../shared/table/dynamodb-table.ts';
import { baseServices } from './base-services.ts';
import { addressRuleOf, createServices, type Services } from './services.ts';

let services: Services | undefined;

/** The services of this container over AWS, made by its first request. */
export const containerServices = (): Services => {
  services ??= createContainerServices();
  return services;
};

const createContainerServices = (): Services => {
  const base = baseServices();
  return createServices(base, {
    fetch: createProviderFetch(addressRuleOf(base.settings), { clock: base.clock }),
    secretSource: createSecretsManagerSource(),
    table: createDynamodbTable(base.settings.tableName, base.logger),
    bus: createEventBridgeBus(base.settings.eventBusName, base.logger),
  });
};
