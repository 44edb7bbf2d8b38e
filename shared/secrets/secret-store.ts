import type { Clock } from '../domain/clock.ts';
import { createProblem, type Problem } from '../domain/problem.ts';
import { type Failed, failed, type Result, type Success, success } from '../domain/result.ts';
import { createBudget } from './budget.ts';
import { createNameList } from './name-list.ts';
import { createPreviousSecrets } from './previous-secrets.ts';

/** Where secrets come from; `secrets-manager.ts` is the real one. */
export interface SecretSource {
  /** The current text of a secret by its full name. */
  read(name: string): Promise<SecretReading>;
  /** The text before the current one; `absent` or `unreadable` when there is none. Left out where no earlier text is kept. */
  readPrevious?(name: string): Promise<SecretReading>;
  /** Names of all secrets that start with `prefix`. */
  list(prefix: string): Promise<Result<readonly string[], SecretSourceFailure>>;
}

export type SecretReading = Failed<SecretSourceFailure> | SecretVersion;

export interface SecretVersion extends Success<string> {
  /** When this text was stored, in milliseconds since the epoch, where the source says. */
  readonly createdAt?: number;
}

/**
 * `absent`: not found or scheduled for deletion. `denied`: we may not read it. `unreadable`: it is there and has no text, or
 * no value yet.
 * `unavailable`: network, throttling, 5xx, for which a stale value is better than none.
 */
export type SecretSourceFailure = 'absent' | 'denied' | 'unreadable' | 'unavailable';

export interface SecretStore {
  /**
   * The secret's text, from memory while it is fresh. However many callers wait, one fetch runs per secret. Fails with
   * `connection_not_found`, `secret_invalid` or `secrets_unavailable`; and with `rate_limited` for a name that was never found
   * and is in no list, when 20 such names were looked up at once, or one in each second after that.
   */
  read(connection: string): Promise<Result<string, SecretProblem>>;
  /** The same for whoever is a stranger yet: a name that was never found and is in no list is not looked up at all. */
  readListed(connection: string): Promise<Result<string, SecretProblem>>;
  /**
   * Fetches again because what `read` gave did not do. Fetches at most once in five seconds for each cause: senders of
   * forged webhooks, who may be anybody, must not use up what a refused request needs.
   */
  refresh(
    connection: string,
    refusedText: string,
    options?: { readonly cause?: RefreshCause },
  ): Promise<Result<Refreshed, SecretProblem>>;
  /**
   * The text before the current one, for the rotation time after the change; null after that, and where there is none.
   * Kept in memory like the current one, "there is none" too. Fails as `read` does.
   */
  readPrevious(connection: string): Promise<Result<string | null, SecretProblem>>;
  /** Connection names by the secrets' names, sorted. */
  list(): Promise<Result<readonly string[]>>;
}

export interface SecretProblem extends Problem {
  readonly reason: SecretSourceFailure | 'limited';
}

export type RefreshCause = 'refused_by_provider' | 'webhook_not_verified' | 'cursor_not_verified';

export interface Refreshed {
  /** The secret was fetched just now, or `refusedText` is no longer the current one. */
  readonly worthRepeating: boolean;
  /** Secrets Manager could not be reached when it was last asked, and what memory holds may be out of date. */
  readonly isStale: boolean;
}

export interface SecretStoreOptions {
  readonly prefix: string;
  readonly ttlMs: number;
  /** For how long after a change `readPrevious` gives the text before it. 0, or left out: never. */
  readonly rotationMs?: number;
  readonly clock: Clock;
  readonly isConnectionName: (name: string) => boolean;
}

export const createSecretStore = (
  source: SecretSource,
  { prefix, ttlMs, rotationMs = 0, clock, isConnectionName }: SecretStoreOptions,
): SecretStore => {
  const entries = new Map<string, Entry>();
  const flights = new Map<string, Promise<Result<PresentSecret, SecretProblem>>>();
  const forcedAt = new Map<string, number>();
  /** Of these names no look-up is wasted; there are no more of them than there are secrets. */
  const found = new Set<string>();
  const unknownNames = createBudget(unknownNamesAtOnce, clock);
  const previousSecrets = createPreviousSecrets(
    async (connection) => source.readPrevious?.(prefix + connection) ?? failed('absent'),
    { clock, ttlMs, retryMs: staleRetryMs },
  );

  const listNames = async (): Promise<Result<readonly string[], SecretSourceFailure>> => {
    const names = await source.list(prefix);
    return names.ok
      ? success(
          names.value
            .filter((name) => name.startsWith(prefix))
            .map((name) => name.slice(prefix.length))
            .filter(isConnectionName),
        )
      : names;
  };

  const names = createNameList(listNames, clock);

  const once = (connection: string, fetch: () => ReturnType<typeof fetchSecret>): ReturnType<typeof fetchSecret> => {
    const flying = flights.get(connection);
    if (flying !== undefined) {
      return flying;
    }
    const flight = fetch().finally(() => flights.delete(connection));
    flights.set(connection, flight);
    return flight;
  };

  const fetchOnce = (connection: string) => once(connection, () => fetchSecret(connection));

  /** Callers make names up, and each costs a call: only so many that nobody knows are looked up. */
  const fetchKnown = async (connection: string, mustBeListed: boolean): ReturnType<typeof fetchSecret> => {
    if (found.has(connection) || names.holds(connection)) {
      return fetchSecret(connection);
    }
    if (!mustBeListed && unknownNames.take()) {
      const fetched = await fetchSecret(connection);
      if (found.has(connection)) {
        unknownNames.giveBack();
      }
      return fetched;
    }
    const listed = await names.lookFor(connection);
    if (listed.ok) {
      return listed.value ? fetchSecret(connection) : mustBeListed ? notFound() : tooMany(unknownNames.waitSeconds());
    }
    return listed.problem === 'denied' ? denied('the list of secrets') : unavailable();
  };

  const fetchSecret = async (connection: string): Promise<Result<PresentSecret, SecretProblem>> => {
    const startedAt = clock.now();
    const answer = await source.read(prefix + connection);
    if (answer.ok || answer.problem === 'denied' || answer.problem === 'unreadable') {
      found.add(connection);
    }
    const known = entries.get(connection);
    if (answer.ok) {
      const text = answer.value;
      // A source without dates: the change is taken to be as old as our knowledge of it.
      const firstSeenAt = known?.kind === 'present' && known.text === text ? known.changedAt : startedAt;
      const changedAt = answer.createdAt ?? firstSeenAt;
      return success(keep(connection, { text, changedAt, fetchedAt: startedAt, triedAt: startedAt, isStale: false }));
    }
    switch (answer.problem) {
      case 'unavailable':
        if (known?.kind === 'present' && startedAt - known.fetchedAt <= staleFactor * ttlMs) {
          // Not asked again for a while, counted from the end of a call that may have hung for seconds.
          return success(keep(connection, { ...known, triedAt: clock.now(), isStale: true }));
        }
        return unavailable();
      case 'absent':
        remember(entries, connection, { kind: 'absent', triedAt: startedAt });
        return notFound();
      case 'denied':
        entries.delete(connection);
        return denied('the secret of this connection');
      case 'unreadable':
        entries.delete(connection);
        return failure(
          'unreadable',
          createProblem('secret_invalid', `The secret of connection ${connection} has no text (SecretString).`),
        );
    }
  };

  const keep = (connection: string, secret: Omit<PresentSecret, 'kind'>): PresentSecret => {
    const entry: PresentSecret = { ...secret, kind: 'present' };
    remember(entries, connection, entry);
    return entry;
  };

  const fresh = (connection: string): Result<PresentSecret, SecretProblem> | null => {
    const entry = entries.get(connection);
    if (entry === undefined) {
      return null;
    }
    const age = clock.now() - entry.triedAt;
    switch (entry.kind) {
      case 'absent':
        return age < Math.min(ttlMs, absenceMs) ? notFound() : null;
      case 'present': {
        const isWithinStaleLimit = clock.now() - entry.fetchedAt <= staleFactor * ttlMs;
        return age < (entry.isStale ? Math.min(ttlMs, staleRetryMs) : ttlMs) && isWithinStaleLimit
          ? success(entry)
          : null;
      }
    }
  };

  const current = async (connection: string, { mustBeListed = false } = {}) =>
    fresh(connection) ?? once(connection, () => fetchKnown(connection, mustBeListed));

  const textOf = (secret: Result<PresentSecret, SecretProblem>): Result<string, SecretProblem> =>
    secret.ok ? success(secret.value.text) : secret;

  return {
    read: async (connection) => textOf(await current(connection)),

    readListed: async (connection) => textOf(await current(connection, { mustBeListed: true })),

    refresh: async (connection, refusedText, { cause = 'refused_by_provider' } = {}) => {
      const entry = entries.get(connection);
      const isStale = entry?.kind === 'present' && entry.isStale;
      if (entry?.kind === 'present' && entry.text !== refusedText) {
        return success({ worthRepeating: true, isStale });
      }
      const joined = flights.get(connection);
      const key = `${cause} ${connection}`;
      const last = forcedAt.get(key);
      if (joined === undefined && last !== undefined && clock.now() - last < forcedPauseMs) {
        return success({ worthRepeating: false, isStale });
      }
      if (joined === undefined) {
        remember(forcedAt, key, clock.now());
      }
      const fetched = await fetchOnce(connection);
      return fetched.ok ? success({ worthRepeating: true, isStale: fetched.value.isStale }) : fetched;
    },

    readPrevious: async (connection) => {
      const secret = await current(connection);
      if (!secret.ok) {
        return secret;
      }
      // AWS keeps the version before for ever, so the age of the current one decides.
      if (clock.now() - secret.value.changedAt >= rotationMs) {
        return success(null);
      }
      const previous = await previousSecrets.read(connection, secret.value);
      return previous.ok ? previous : unavailable();
    },

    list: async () => {
      const listed = await names.refresh();
      return listed.ok
        ? success([...new Set(listed.value)].sort())
        : failed(createProblem('secrets_unavailable', 'AWS Secrets Manager cannot list the connections now.'));
    },
  };
};

type Entry = PresentSecret | { readonly kind: 'absent'; readonly triedAt: number };

interface PresentSecret {
  readonly kind: 'present';
  readonly text: string;
  readonly changedAt: number;
  readonly fetchedAt: number;
  readonly triedAt: number;
  readonly isStale: boolean;
}

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

const unknownNamesAtOnce = 20;

const failure = (reason: SecretProblem['reason'], problem: Problem): Failed<SecretProblem> =>
  failed({ ...problem, reason });

const notFound = () =>
  failure('absent', createProblem('connection_not_found', 'There is no connection with this name.'));

const denied = (what: string) =>
  failure('denied', createProblem('secrets_unavailable', `AWS Secrets Manager denies access to ${what}.`));

const tooMany = (retryAfterSeconds: number) =>
  failure(
    'limited',
    createProblem('rate_limited', 'Too many names of connections that do not exist were asked for.', {
      retryAfterSeconds,
    }),
  );

const unavailable = () =>
  failure('unavailable', createProblem('secrets_unavailable', 'AWS Secrets Manager cannot be reached now.'));
