import * as z from 'zod';
import type { Clock, Deadline, Random } from '../domain/clock.ts';
import type { Logger } from '../domain/logger.ts';
import { operationsOf } from '../domain/operation.ts';
import { createProblem, type FieldError } from '../domain/problem.ts';
import type { ConfiguredProvider, Provider, ProviderOperations } from '../domain/provider.ts';
import type { AddressRule } from '../domain/provider-address.ts';
import { type ProviderId, providerIdSchema, providerIds } from '../domain/provider-id.ts';
import { failed, type Result, success } from '../domain/result.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { createSigningKeys, type SigningKeys } from './signing-key.ts';
import { createWebhookVerifier, type VerifyWebhook } from './verify-webhook.ts';

/** A connection as one request uses it. */
export interface Connection {
  readonly name: string;
  readonly provider: ProviderId;
  /** The credentials in use; its rules for ids hold for every request of the connection. */
  readonly configured: ConfiguredProvider;
  readonly operations: ProviderOperations;
  readonly signingKeys: SigningKeys;
  /**
   * Runs a step that talks to the provider. Where the provider refuses the credentials, fetches them again and runs the
   * step once more: a rotation fails no request, and a refused login did nothing, so this is safe for writes.
   */
  run<Value>(
    step: (operations: ProviderOperations, configured: ConfiguredProvider) => Promise<Result<Value>>,
    /** Another deadline than the request's, for a write that must leave time to read back. */
    options?: { readonly deadline?: Deadline },
  ): Promise<Result<Value>>;
}

export interface Connections {
  /** Fails with `connection_not_found`, `secret_invalid` or `secrets_unavailable`. */
  open(name: string, request: RequestContext): Promise<Result<Connection>>;
  /** Reads the secrets of those alone that `isWanted`. Fails with `secrets_unavailable`. */
  list(request: RequestContext, isWanted?: (name: string) => boolean): Promise<Result<readonly ConnectionSummary[]>>;
  /** Finds out whether the provider of a connection sent this. */
  readonly verifyWebhook: VerifyWebhook;
}

/** What belongs to one request rather than to the container. */
export interface RequestContext {
  readonly deadline: Deadline;
  readonly logger: Logger;
}

export interface ConnectionSummary {
  readonly name: string;
  readonly provider: ProviderId | null;
  readonly operations: readonly string[];
  readonly problem: string | null;
}

export interface ConnectionsOptions {
  readonly secrets: SecretStore;
  readonly providers: Readonly<Record<ProviderId, () => Promise<Provider>>>;
  readonly addressRule: AddressRule;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly random: Random;
}

export const createConnections = (options: ConnectionsOptions): Connections => {
  const { secrets, fetch, clock, random } = options;
  const configurations = new Map<string, { readonly text: string; readonly made: Promise<Result<Configuration>> }>();

  const configure = async (name: string): Promise<Result<Configuration>> => {
    const secret = await secrets.read(name);
    if (!secret.ok) {
      configurations.delete(name);
      return secret;
    }
    return configureCurrent(name, secret.value);
  };

  const configureCurrent = (name: string, text: string): Promise<Result<Configuration>> => {
    const known = configurations.get(name);
    if (known?.text === text) {
      return known.made;
    }
    // Kept before it is made, so that requests at the same time share it, and with it one token.
    const made = makeConfiguration(name, text, options);
    configurations.set(name, { text, made });
    return made;
  };

  const connect = (name: string, { configured }: Configuration, request: RequestContext): ProviderOperations =>
    configured.connect({ connection: name, fetch, clock, random, ...request });

  const summarize = async (name: string, request: RequestContext): Promise<ConnectionSummary | null> => {
    const configuration = await configure(name);
    if (configuration.ok) {
      const operations = operationsOf(connect(name, configuration.value, request));
      return { name, provider: configuration.value.provider, operations, problem: null };
    }
    const { code } = configuration.problem;
    // Not found: deleted since it was listed.
    return code === 'connection_not_found' ? null : { name, provider: null, operations: [], problem: code };
  };

  /** A secret that was wrong may have been corrected since it was fetched, and nobody should wait for its time to live. */
  const configureCorrected = async (name: string): Promise<Result<Configuration>> => {
    const first = await configure(name);
    const wrongText = configurations.get(name)?.text;
    if (first.ok || first.problem.code !== 'secret_invalid' || wrongText === undefined) {
      return first;
    }
    const refreshed = await secrets.refresh(name, wrongText);
    return refreshed.ok && refreshed.value.worthRepeating ? configure(name) : first;
  };

  return {
    open: async (name, request) => {
      const configuration = await configureCorrected(name);
      if (!configuration.ok) {
        return configuration;
      }
      const { provider, configured, text } = configuration.value;
      const operations = connect(name, configuration.value, request);
      return success({
        name,
        provider,
        configured,
        operations,
        signingKeys: createSigningKeys(secrets, name, text),
        run: async (step, options) => {
          const stepRequest = { ...request, ...options };
          const result = await step(connect(name, configuration.value, stepRequest), configured);
          if (result.ok || result.problem.code !== 'provider_unauthorized') {
            return result;
          }
          const refreshed = await secrets.refresh(name, text);
          if (!refreshed.ok || !refreshed.value.worthRepeating) {
            return result;
          }
          request.logger.warn('credentials_fetched_again', { connection: name });
          const current = await configure(name);
          return current.ok ? step(connect(name, current.value, stepRequest), current.value.configured) : result;
        },
      });
    },

    list: async (request, isWanted = () => true) => {
      const listed = await secrets.list();
      if (!listed.ok) {
        return listed;
      }
      const names = listed.value.filter(isWanted);
      const summaries: (ConnectionSummary | null)[] = [];
      for (let start = 0; start < names.length; start += readsAtOnce) {
        const group = names.slice(start, start + readsAtOnce);
        summaries.push(...(await Promise.all(group.map((name) => summarize(name, request)))));
      }
      return success(summaries.filter((summary) => summary !== null));
    },

    verifyWebhook: createWebhookVerifier({
      secrets,
      configureCurrent,
      configurePrevious: (name, text) => makeConfiguration(name, text, options),
    }),
  };
};

/** A provider with one connection's credentials. */
export interface Configuration {
  readonly provider: ProviderId;
  readonly configured: ConfiguredProvider;
  /** The secret's text that it was made from. */
  readonly text: string;
}

/** Secrets Manager allows thousands of reads a second; the SDK's own limit is 50 sockets. */
const readsAtOnce = 20;

const makeConfiguration = async (
  name: string,
  text: string,
  { providers, addressRule }: Pick<ConnectionsOptions, 'providers' | 'addressRule'>,
): Promise<Result<Configuration>> => {
  const secret = parseJson(text);
  const chosen = z.looseObject({ provider: providerIdSchema }).safeParse(secret);
  if (!chosen.success) {
    const message = `must be one of ${providerIds.join(', ')}`;
    return failed(
      invalidSecret(
        name,
        secret === undefined ? [{ path: '', message: 'must be a JSON object' }] : [{ path: 'provider', message }],
      ),
    );
  }
  const provider = await providers[chosen.data.provider]();
  const configured = provider.configure(secret);
  if (!configured.ok) {
    return failed(invalidSecret(name, configured.problem));
  }
  const refusals = configured.value.addresses.flatMap(({ path, url }) => {
    const message = addressRule.refusalOf(url, provider.hosts);
    return message === null ? [] : [{ path, message }];
  });
  return refusals.length === 0
    ? success({ provider: provider.id, configured: configured.value, text })
    : failed(invalidSecret(name, refusals));
};

const parseJson = (text: string): unknown => {
  try {
    // Some editors put a byte order mark before the text, which is no JSON.
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    // The parser's own message quotes the text, which is a secret.
    return undefined;
  }
};

const invalidSecret = (name: string, errors: readonly FieldError[]) =>
  createProblem(
    'secret_invalid',
    `The secret of connection ${name} is not valid: ${errors.map(({ path, message }) => `${path} ${message}`.trim()).join('; ')}.`,
    { errors },
  );
