import * as z from 'zod';
import { parseWithAbsentNulls } from '../domain/absent-nulls.ts';
import type { ChangeKind } from '../domain/account-change.ts';
import { fieldErrorsOf } from '../domain/field-errors.ts';
import type {
  AccountPlanRead,
  CatalogueEditOperations,
  CataloguePage,
  IdentifierRules,
  PlanRead,
  Provider,
  ProviderContext,
  ProviderOperations,
  TemplateInterval,
} from '../domain/provider.ts';
import type { ProviderId } from '../domain/provider-id.ts';
import { failed, type Result, success } from '../domain/result.ts';
import type { WebhookReceiver } from '../domain/webhook.ts';
import { behindToken, tokenValues, webhookTokenSchema } from '../http/webhook-token.ts';
import type { DefinedChange } from './define-change.ts';

/**
 * One provider: what it can do, by the members that it has. `Credentials` is the output of the secret's schema, `Client`
 * whatever its functions need to do their work within one request.
 */
export interface ProviderDefinition<Credentials, Client> {
  readonly id: ProviderId;
  /** As people call it. */
  readonly name: string;
  /** The vendor's own hosts: `acme.example` stands for itself and for every name that ends in `.acme.example`. */
  readonly hosts: readonly string[];
  readonly credentials: {
    /** Of a connection's secret, without `webhookToken`, which is the same at every provider. */
    readonly schema: z.ZodType<Credentials>;
    /** The values that nobody else may see, in every spelling in which they are sent. */
    secretValues(credentials: Credentials): readonly string[];
    /** The addresses that will be called, by the member of the secret that has them. */
    addresses(credentials: Credentials): Readonly<Record<string, string>>;
  };
  /** Rules of ids beyond the general one. */
  identifiers?(credentials: Credentials): IdentifierRules;
  /** Whether two ids name one plan, where a plan's id has several spellings. Without it they do when they are equal. */
  isSamePlan?(left: string, right: string): boolean;
  /**
   * Called once for the content of a secret: what it makes here, a token for one, is kept as long. What it gives is called
   * once a request, and cheap.
   */
  connect(configured: ConfiguredCredentials<Credentials>): (context: ProviderContext) => Client;
  readonly reads: {
    /** Pages count from 0, in an order that stays. Without paging, page 0 is everything. */
    listPlans?(client: Client, page: number): Promise<Result<CataloguePage>>;
    /** Fails with `plan_not_found`. */
    getPlan?(client: Client, planId: string): Promise<Result<PlanRead>>;
    getSubscriptionTemplate?(client: Client, planId: string, interval: TemplateInterval): Promise<Result<unknown>>;
    /** Ended ones too; an empty list for an account without any. Fails with `account_not_found`. */
    listAccountPlans?(client: Client, accountId: string): Promise<Result<readonly AccountPlanRead[]>>;
  };
  readonly changes?: { readonly [Kind in ChangeKind]?: DefinedChange<Client> };
  readonly catalogueEdits?: (client: Client) => CatalogueEditOperations;
  /** Its notifications; absent where it sends none. The token of the address is checked before it. */
  webhook?(credentials: Credentials): WebhookReceiver;
}

export interface ConfiguredCredentials<Credentials> {
  readonly credentials: Credentials;
  /** Values that must not appear in a log line, an error or an answer. */
  readonly secretValues: readonly string[];
}

/**
 * A provider as the registry knows it. What is left out of `definition` the gateway answers with 501. A whole one, with a
 * vendor to run against, is `test/support/example-provider.ts`.
 */
export const defineProvider = <Credentials, Client>(definition: ProviderDefinition<Credentials, Client>): Provider => {
  const { credentials: secret, isSamePlan = (left, right) => left === right, webhook } = definition;
  return {
    id: definition.id,
    name: definition.name,
    hosts: definition.hosts,
    changeOptions: Object.fromEntries(
      Object.entries(definition.changes ?? {}).map(([kind, { options }]) => [kind, options]),
    ),
    configure: (content) => {
      const parsed = parseWithAbsentNulls(secret.schema, content);
      const token = webhook === undefined ? noToken : parseWithAbsentNulls(withTokenSchema, content);
      if (!parsed.success || !token.success) {
        return failed([
          ...(parsed.success ? [] : fieldErrorsOf(parsed.error)),
          ...(token.success ? [] : fieldErrorsOf(token.error).filter(({ path }) => path === 'webhookToken')),
        ]);
      }
      const credentials = parsed.data;
      const { webhookToken } = token.data;
      const secretValues = [...secret.secretValues(credentials), ...tokenValues(webhookToken)];
      const connect = definition.connect({ credentials, secretValues });
      return success({
        secretValues,
        addresses: Object.entries(secret.addresses(credentials)).map(([path, url]) => ({ path, url })),
        identifiers: definition.identifiers?.(credentials) ?? {},
        isSamePlan: (left, right) => left !== null && right !== null && isSamePlan(left, right),
        ...(webhook === undefined ? {} : { webhook: behindToken(webhookToken, webhook(credentials)) }),
        connect: (context) => toOperations(definition, connect(context)),
      });
    },
  };
};

const withTokenSchema = z.object({ webhookToken: webhookTokenSchema });

const noToken = { success: true, data: { webhookToken: null } } as const;

/** The same members, over one request's client. */
const toOperations = <Client>(
  {
    reads,
    changes = {},
    catalogueEdits,
  }: Pick<ProviderDefinition<never, Client>, 'reads' | 'changes' | 'catalogueEdits'>,
  client: Client,
): ProviderOperations => {
  const { listPlans, getPlan, getSubscriptionTemplate, listAccountPlans } = reads;
  return {
    ...(listPlans === undefined ? {} : { listPlans: (page) => listPlans(client, page) }),
    ...(getPlan === undefined ? {} : { getPlan: (planId) => getPlan(client, planId) }),
    ...(getSubscriptionTemplate === undefined
      ? {}
      : { getSubscriptionTemplate: (planId, interval) => getSubscriptionTemplate(client, planId, interval) }),
    ...(listAccountPlans === undefined ? {} : { listAccountPlans: (accountId) => listAccountPlans(client, accountId) }),
    changes: Object.fromEntries(Object.entries(changes).map(([kind, change]) => [kind, change.connect(client)])),
    ...(catalogueEdits === undefined ? {} : { catalogueEdits: catalogueEdits(client) }),
  };
};
