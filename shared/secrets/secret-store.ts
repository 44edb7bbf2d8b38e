import type { Clock } from '../domain/clock.ts';
import { createProblem } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';

/** Where secrets come from; `secrets-manager.ts` is the real one. */
export interface SecretSource {
  /** The current text of a secret by its full name. */
  read(name: string): Promise<Result<string, SecretSourceFailure>>;
  /** Names of all secrets that start with `prefix`. */
  list(prefix: string): Promise<Result<readonly string[], SecretSourceFailure>>;
}

/**
 * `absent`: not found or scheduled for deletion. `denied`: we may not read it. `unreadable`: it is there and has no text.
 * `unavailable`: network, throttling, 5xx, for which a stale value is better than none.
 */
export type SecretSourceFailure = 'absent' | 'denied' | 'unreadable' | 'unavailable';

export interface SecretStore {
  /**
   * The secret's text, from memory while it is fresh. However many callers wait, one fetch runs per secret. Fails with
   * `connection_not_found`, `secret_invalid` or `secrets_unavailable`.
   */
  read(connection: string): Promise<Result<string>>;
  /**
   * Fetches again because a provider refused what `read` gave. Tells whether a repeat of the refused call makes sense: the
   * secret was fetched just now, or `refusedText` is no longer the current one. Fetches at most once in five seconds.
   */
  refresh(connection: string, refusedText: string): Promise<Result<{ readonly worthRepeating: boolean }>>;
  /** Connection names by the secrets' names, sorted. */
  list(): Promise<Result<readonly string[]>>;
}

export interface SecretStoreOptions {
  readonly prefix: string;
  readonly ttlMs: number;
  readonly clock: Clock;
  readonly isConnectionName: (name: string) => boolean;
}

export const createSecretStore = (
  source: SecretSource,
  { prefix, ttlMs, clock, isConnectionName }: SecretStoreOptions,
): SecretStore => {
  const entries = new Map<string, Entry>();
  const flights = new Map<string, Promise<Result<string>>>();
  const forcedAt = new Map<string, number>();

  const fetchOnce = (connection: string): Promise<Result<string>> => {
    const flying = flights.get(connection);
    if (flying !== undefined) {
      return flying;
    }
    const flight = fetchSecret(connection).finally(() => flights.delete(connection));
    flights.set(connection, flight);
    return flight;
  };

  const fetchSecret = async (connection: string): Promise<Result<string>> => {
    const startedAt = clock.now();
    const answer = await source.read(prefix + connection);
    if (answer.ok) {
      remember(entries, connection, { kind: 'present', text: answer.value, fetchedAt: startedAt, triedAt: startedAt });
      return success(answer.value);
    }
    const known = entries.get(connection);
    switch (answer.problem) {
      case 'unavailable':
        if (known?.kind === 'present' && startedAt - known.fetchedAt <= staleFactor * ttlMs) {
          // Not asked again for a while, counted from the end of a call that may have hung for seconds.
          entries.set(connection, { ...known, triedAt: clock.now() });
          return success(known.text);
        }
        return failed(createProblem('secrets_unavailable', 'AWS Secrets Manager cannot be reached now.'));
      case 'absent':
        remember(entries, connection, { kind: 'absent', triedAt: startedAt });
        return notFound();
      case 'denied':
        entries.delete(connection);
        return failed(
          createProblem('secrets_unavailable', 'AWS Secrets Manager denies access to the secret of this connection.'),
        );
      case 'unreadable':
        entries.delete(connection);
        return failed(
          createProblem('secret_invalid', `The secret of connection ${connection} has no text (SecretString).`),
        );
    }
  };

  const fresh = (connection: string): Result<string> | null => {
    const entry = entries.get(connection);
    if (entry === undefined) {
      return null;
    }
    const age = clock.now() - entry.triedAt;
    switch (entry.kind) {
      case 'absent':
        return age < Math.min(ttlMs, absenceMs) ? notFound() : null;
      case 'present': {
        const isStale = entry.triedAt > entry.fetchedAt;
        const isWithinStaleLimit = clock.now() - entry.fetchedAt <= staleFactor * ttlMs;
        return age < (isStale ? Math.min(ttlMs, staleRetryMs) : ttlMs) && isWithinStaleLimit
          ? success(entry.text)
          : null;
      }
    }
  };

  return {
    read: async (connection) => fresh(connection) ?? fetchOnce(connection),

    refresh: async (connection, refusedText) => {
      const entry = entries.get(connection);
      if (entry?.kind === 'present' && entry.text !== refusedText) {
        return success({ worthRepeating: true });
      }
      const joined = flights.get(connection);
      const last = forcedAt.get(connection);
      if (joined === undefined && last !== undefined && clock.now() - last < forcedPauseMs) {
        return success({ worthRepeating: false });
      }
      if (joined === undefined) {
        forcedAt.delete(connection);
        remember(forcedAt, connection, clock.now());
      }
      const fetched = await fetchOnce(connection);
      return fetched.ok ? success({ worthRepeating: true }) : fetched;
    },

    list: async () => {
      const names = await source.list(prefix);
      if (!names.ok) {
        return failed(createProblem('secrets_unavailable', 'AWS Secrets Manager cannot list the connections now.'));
      }
      const connections = names.value
        .filter((name) => name.startsWith(prefix))
        .map((name) => name.slice(prefix.length))
        .filter(isConnectionName);
      return success([...new Set(connections)].sort());
    },
  };
};

type Entry =
  | { readonly kind: 'present'; readonly text: string; readonly fetchedAt: number; readonly triedAt: number }
  | { readonly kind: 'absent'; readonly triedAt: number };

const staleFactor = 10;
const absenceMs = 10_000;
const staleRetryMs = 5_000;
const forcedPauseMs = 5_000;

/** Names come from callers, so memory of them is bounded; the oldest goes first. */
const maximumEntries = 5_000;

const remember = <Value>(map: Map<string, Value>, name: string, value: Value): void => {
  map.delete(name);
  map.set(name, value);
  const oldest = map.size > maximumEntries ? map.keys().next() : null;
  if (oldest !== null && oldest.done !== true) {
    map.delete(oldest.value);
  }
};

const notFound = () => failed(createProblem('connection_not_found', 'There is no connection with this name.'));
