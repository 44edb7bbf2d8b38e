import type { Clock } from '../domain/clock.ts';
import { failed, type Result, success } from '../domain/result.ts';
import type { SecretReading } from './secret-store.ts';

/** The texts before the current ones, in memory. */
export interface PreviousSecrets {
  /** What was there before `current`; null where nothing was, or where we may not read it. One fetch at a time per secret. */
  read(connection: string, current: CurrentVersion): Promise<PreviousSecret>;
}

/** The version that the previous one comes before. Another one has another predecessor. */
export interface CurrentVersion {
  readonly text: string;
  readonly changedAt: number;
}

export type PreviousSecret = Result<string | null, 'unavailable'>;

export interface PreviousSecretsOptions {
  readonly clock: Clock;
  readonly ttlMs: number;
  /** The pause after a fetch that found nobody. */
  readonly retryMs: number;
}

export const createPreviousSecrets = (
  fetchPrevious: (connection: string) => Promise<SecretReading>,
  { clock, ttlMs, retryMs }: PreviousSecretsOptions,
): PreviousSecrets => {
  // Only secrets that exist come here, so their number bounds both.
  const entries = new Map<string, Entry>();
  const flights = new Map<string, Flight>();

  const fetchEntry = async (connection: string, current: CurrentVersion): Promise<Entry> => {
    const startedAt = clock.now();
    const answer = await fetchPrevious(connection);
    if (answer.ok || answer.problem !== 'unavailable') {
      const secret = success(answer.ok ? answer.value : null);
      return { current, secret, freshUntil: startedAt + ttlMs };
    }
    const known = entries.get(connection);
    const freshUntil = clock.now() + retryMs;
    // How long it may be served so is the current one's limit: without that nobody asks here.
    return known?.secret.ok && isSame(known.current, current)
      ? { ...known, freshUntil }
      : { current, secret: failed('unavailable'), freshUntil };
  };

  const fetchOnce = (connection: string, current: CurrentVersion): Promise<PreviousSecret> => {
    const flying = flights.get(connection);
    if (flying !== undefined && isSame(flying.current, current)) {
      return flying.landing;
    }
    const land = async () => {
      const entry = await fetchEntry(connection, current);
      // Unless the secret changed meanwhile and a later flight is on its way.
      if (flights.get(connection) === flight) {
        entries.set(connection, entry);
      }
      return entry.secret;
    };
    const leave = () => {
      if (flights.get(connection) === flight) {
        flights.delete(connection);
      }
    };
    const flight: Flight = { current, landing: land().finally(leave) };
    flights.set(connection, flight);
    return flight.landing;
  };

  return {
    read: async (connection, current) => {
      const known = entries.get(connection);
      return known !== undefined && isSame(known.current, current) && clock.now() < known.freshUntil
        ? known.secret
        : fetchOnce(connection, current);
    },
  };
};

interface Entry {
  readonly current: CurrentVersion;
  readonly secret: PreviousSecret;
  readonly freshUntil: number;
}

interface Flight {
  readonly current: CurrentVersion;
  readonly landing: Promise<PreviousSecret>;
}

const isSame = (one: CurrentVersion, other: CurrentVersion): boolean =>
  one.text === other.text && one.changedAt === other.changedAt;
