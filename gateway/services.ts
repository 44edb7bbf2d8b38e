import type { ChangeContext } from '../shared/account-changes/context.ts';
import { settleAbandoned } from '../shared/account-changes/reconcile.ts';
import { type CatalogueCache, createCatalogueCache } from '../shared/catalogue/catalogue-cache.ts';
import { type Connections, createConnections } from '../shared/connections/connections.ts';
import type { Deadline } from '../shared/domain/clock.ts';
import { connectionNameSchema } from '../shared/domain/identifier.ts';
import type { Logger } from '../shared/domain/logger.ts';
import { type AddressRule, anyAddress, vendorAddresses } from '../shared/domain/provider-address.ts';
import type { EventBus } from '../shared/events/event-bus.ts';
import { createJournals, type Journals } from '../shared/events/journal.ts';
import { tellAccountChange } from '../shared/events/tell-account-change.ts';
import type { BaseServices } from '../shared/lambda/http-function.ts';
import { type CatalogueEditLedger, createCatalogueEditLedger } from '../shared/ledger/catalogue-edit-ledger.ts';
import { createLedger, type Ledger } from '../shared/ledger/ledger.ts';
import { providers } from '../shared/providers/registry.ts';
import { createSecretStore, type SecretSource } from '../shared/secrets/secret-store.ts';
import type { Table } from '../shared/table/table.ts';
import { createInbox, type Inbox } from '../shared/webhooks/inbox.ts';
import { createLookBudget, type LookBudget } from '../shared/webhooks/look-budget.ts';
import { renderChange } from './render-change.ts';

/** What the functions share for the life of a container. Losing the container loses caches only: what is being done lies in the table. */
export interface Services extends BaseServices {
  readonly connections: Connections;
  readonly catalogues: CatalogueCache;
  readonly ledger: Ledger;
  readonly catalogueEdits: CatalogueEditLedger;
  readonly journals: Journals;
  readonly bus: EventBus;
  readonly inbox: Inbox;
  readonly lookBudget: LookBudget;
}

/** The world outside, as the services reach it. */
export interface Outside {
  readonly fetch: typeof fetch;
  readonly secretSource: SecretSource;
  readonly table: Table;
  readonly bus: EventBus;
}

export const createServices = (base: BaseServices, { fetch, secretSource, table, bus }: Outside): Services => {
  const { settings, clock, random, logger } = base;
  const retentionDays = settings.conversionRetentionDays;
  const storeContext = { clock, random, logger };
  const secrets = createSecretStore(secretSource, {
    prefix: settings.secretPrefix,
    ttlMs: settings.secretTtlMs,
    rotationMs: settings.webhookRotationMs,
    clock,
    isConnectionName: (name) => connectionNameSchema.safeParse(name).success,
  });
  const journals = createJournals(table, storeContext);
  return {
    ...base,
    connections: createConnections({ secrets, providers, addressRule: addressRuleOf(settings), fetch, clock, random }),
    catalogues: createCatalogueCache(clock),
    ledger: createLedger(table, {
      ...storeContext,
      retentionDays,
      settleAbandoned: (record) => settleAbandoned(record, { clock, render: renderChange }),
      tell: (record) => tellAccountChange(record, journals),
    }),
    journals,
    bus,
    inbox: createInbox(table, { ...storeContext, retentionDays }),
    lookBudget: createLookBudget(table, storeContext),
    catalogueEdits: createCatalogueEditLedger(table, { ...storeContext, retentionDays }),
  };
};

/** Where the connections of a stage may lead. */
export const addressRuleOf = ({ stage, providerHosts }: BaseServices['settings']): AddressRule =>
  stage === 'local' ? anyAddress : vendorAddresses(providerHosts);

/** What changes of account plans need of one invocation of a function. */
export const changeContext = (
  { ledger, journals, clock, random, settings }: Services,
  { deadline, logger }: { readonly deadline: Deadline; readonly logger: Logger },
): ChangeContext => ({
  ledger,
  clock,
  random,
  deadline,
  logger,
  journals,
  rules: { settleMs: settings.conversionSettleMs, alarmMs: settings.conversionAlarmMs },
  render: renderChange,
});
