import type { Clock, Random } from '../domain/clock.ts';
import { createProblem } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';
import {
  type ClaimedRecord,
  type ConversionRecord,
  conversionRecordSchema,
  type LiveRecord,
  type SettledRecord,
} from './record.ts';
import type { Table, TableItem, TableKey } from './table.ts';

/** A record as it was read or written, with the revision that the next write must find. */
export interface Held<Phase extends ConversionRecord = ConversionRecord> {
  readonly record: Phase;
  readonly revision: string;
}

/** What a claim comes to. Only `claimed` allows the caller to go on to the provider. */
export type Claim =
  | { readonly kind: 'claimed'; readonly held: Held<ClaimedRecord> }
  /** The same request under the same key is being worked on, or its outcome is not known yet. */
  | { readonly kind: 'pending'; readonly held: Held<LiveRecord> }
  | { readonly kind: 'settled'; readonly record: SettledRecord }
  /** The key was used for another request. */
  | { readonly kind: 'reused' }
  /** Another key has a conversion of this account in flight. */
  | { readonly kind: 'in_progress'; readonly record: LiveRecord };

export interface Ledger {
  /** One conditional put where the account has no conversion yet; see `docs/adr` for the other cases. */
  claim(record: ClaimedRecord): Promise<Result<Claim>>;
  /** Writes the next record of a held conversion. `lost` when somebody else wrote meanwhile. */
  advance<Next extends ConversionRecord>(held: Held, next: Next): Promise<Result<Held<Next> | 'lost'>>;
  /** The account's newest conversion. */
  readCurrent(connection: string, accountId: string): Promise<Result<Held | null>>;
  readConversion(place: ConversionPlace): Promise<Result<Held | null>>;
  /** Accounts whose conversion somebody has to look after. */
  listDue(limit: number): Promise<Result<readonly AccountPlace[]>>;
}

export interface AccountPlace {
  readonly connection: string;
  readonly accountId: string;
}

export interface ConversionPlace extends AccountPlace {
  readonly conversionId: string;
}

export interface LedgerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly retentionDays: number;
  /** The problem that settles a conversion whose holder vanished before anything was sent. */
  readonly settleAbandoned: (record: ClaimedRecord) => SettledRecord;
}

export const createLedger = (table: Table, options: LedgerOptions): Ledger => {
  const { clock, random, retentionDays, settleAbandoned } = options;

  const read = async (key: TableKey): Promise<Result<Held | null>> => {
    const item = await table.get(key);
    return item.ok ? success(item.value === null ? null : toHeld(item.value)) : unavailable();
  };

  const write = async <Next extends ConversionRecord>(
    key: TableKey,
    next: Next,
    expected: string | null,
  ): Promise<Result<Held<Next> | 'lost'>> => {
    const revision = newRevision(random);
    const put = await table.put(toItem(key, next, { revision, retentionDays }), expected);
    if (!put.ok) {
      return unavailable();
    }
    if (put.value === 'written') {
      return success({ record: next, revision });
    }
    // The SDK repeats a put whose answer was lost, and the repeat is refused because the first one was written.
    const found = await table.get(key);
    if (!found.ok) {
      return unavailable();
    }
    return success(found.value?.revision === revision ? { record: next, revision } : 'lost');
  };

  /** Settled conversions leave the guard item for items of their own when the next one begins. Repeatable. */
  const archive = async (record: SettledRecord): Promise<Result<null>> => {
    const keys = [conversionKey(record), ...(record.isKeyBound ? [keyKey(record)] : [])];
    for (const key of keys) {
      const written = await write(key, record, null);
      if (!written.ok) {
        return written;
      }
    }
    return success(null);
  };

  const takeOver = async (wanted: ClaimedRecord, current: Held): Promise<Result<Claim | 'again'>> => {
    const { record } = current;
    if (isSameKey(wanted, record)) {
      if (record.fingerprint !== wanted.fingerprint) {
        return success({ kind: 'reused' });
      }
      if (record.phase === 'settled') {
        return success({ kind: 'settled', record });
      }
      if (!isAbandoned(record, clock)) {
        return success({ kind: 'pending', held: { record, revision: current.revision } });
      }
      const { leaseUntil } = wanted;
      return claimed(
        await write(guardKey(wanted), { ...record, fence: record.fence + 1, leaseUntil }, current.revision),
      );
    }

    const used = await read(keyKey(wanted));
    if (!used.ok) {
      return used;
    }
    if (used.value !== null && used.value.record.phase === 'settled') {
      const { record: earlier } = used.value;
      return success(
        earlier.fingerprint === wanted.fingerprint ? { kind: 'settled', record: earlier } : { kind: 'reused' },
      );
    }
    if (record.phase !== 'settled' && !isAbandoned(record, clock)) {
      return success({ kind: 'in_progress', record });
    }
    if (record.phase !== 'settled') {
      const settled = await write(guardKey(wanted), settleAbandoned(record), current.revision);
      return settled.ok ? success('again') : settled;
    }
    const archived = await archive(record);
    if (!archived.ok) {
      return archived;
    }
    const next = { ...wanted, fence: record.fence + 1, lastSuccess: lastSuccessOf(record) };
    return claimed(await write(guardKey(wanted), next, current.revision));
  };

  return {
    claim: async (wanted) => {
      const first = await write(guardKey(wanted), wanted, null);
      if (!first.ok) {
        return first;
      }
      if (first.value !== 'lost') {
        return success({ kind: 'claimed', held: first.value });
      }
      for (let attempt = 0; attempt < claimAttempts; attempt += 1) {
        const current = await read(guardKey(wanted));
        if (!current.ok) {
          return current;
        }
        const claim: Result<Claim | 'again'> =
          current.value === null
            ? claimed(await write(guardKey(wanted), wanted, null))
            : await takeOver(wanted, current.value);
        if (!claim.ok) {
          return claim;
        }
        if (claim.value !== 'again') {
          return success(claim.value);
        }
      }
      return unavailable();
    },

    advance: (held, next) => write(guardKey(next), next, held.revision),

    readCurrent: (connection, accountId) => read(guardKey({ connection, accountId })),

    readConversion: async (place) => {
      const current = await read(guardKey(place));
      return !current.ok || current.value?.record.conversionId === place.conversionId
        ? current
        : read(conversionKey(place));
    },

    listDue: async (limit) => {
      const keys = await table.listDue(isoTime(clock.now()), limit);
      return keys.ok ? success(keys.value.flatMap(({ pk }) => toPlace(pk))) : unavailable();
    },
  };
};

/** Several callers that race for an abandoned guard each lose a round at most. */
const claimAttempts = 4;

const claimed = (written: Result<Held<ClaimedRecord> | 'lost'>): Result<Claim | 'again'> =>
  !written.ok ? written : success(written.value === 'lost' ? 'again' : { kind: 'claimed', held: written.value });

/** Its holder's lease ran out before anything was sent, so nothing ever will be: the revision keeps the holder out. */
const isAbandoned = (record: LiveRecord, clock: Clock): record is ClaimedRecord =>
  record.phase === 'claimed' && (record.leaseUntil ?? 0) <= clock.now();

const isSameKey = (wanted: ClaimedRecord, record: ConversionRecord): boolean =>
  record.key === wanted.key && (record.phase !== 'settled' || record.isKeyBound);

const lastSuccessOf = (record: ConversionRecord): ConversionRecord['lastSuccess'] =>
  record.phase === 'settled' && record.conversion.status === 'succeeded' && record.conversion.settledAt !== null
    ? { conversionId: record.conversionId, settledAt: Date.parse(record.conversion.settledAt) }
    : record.lastSuccess;

/** Neither connection names nor account ids hold a `#`. */
const guardKey = ({ connection, accountId }: AccountPlace): TableKey => ({
  pk: `ACCOUNT#${connection}#${accountId}`,
  sk: 'GUARD',
});

const conversionKey = (place: ConversionPlace): TableKey => ({
  pk: guardKey(place).pk,
  sk: `CONVERSION#${place.conversionId}`,
});

const keyKey = (place: AccountPlace & { readonly key: string }): TableKey => ({
  pk: guardKey(place).pk,
  sk: `KEY#${place.key}`,
});

const toPlace = (pk: string): AccountPlace[] => {
  const [, connection, accountId] = pk.split('#');
  return connection === undefined || accountId === undefined ? [] : [{ connection, accountId }];
};

const toItem = (
  key: TableKey,
  record: ConversionRecord,
  { revision, retentionDays }: { readonly revision: string; readonly retentionDays: number },
): TableItem => ({
  ...key,
  revision,
  dueAt: key.sk === 'GUARD' ? dueAtOf(record) : null,
  expiresAt:
    record.phase === 'settled' && record.conversion.settledAt !== null
      ? Math.ceil(Date.parse(record.conversion.settledAt) / 1_000) + retentionDays * 86_400
      : null,
  record: JSON.stringify(record),
});

const dueAtOf = (record: ConversionRecord): string | null =>
  record.phase === 'settled'
    ? null
    : isoTime(record.phase === 'unknown' ? record.nextCheckAt : (record.leaseUntil ?? 0));

/** A record that cannot be read is a fault of ours, and no reason to guess: it ends in `internal_error`. */
const toHeld = (item: TableItem): Held => ({
  record: conversionRecordSchema.parse(JSON.parse(item.record)),
  revision: item.revision,
});

const newRevision = (random: Random): string =>
  Array.from({ length: 4 }, () => Math.floor(random() * 0x1_0000_0000).toString(36)).join('-');

const unavailable = () =>
  failed(
    createProblem('ledger_unavailable', 'The conversion ledger cannot be reached; nothing was sent.', {
      outcome: 'not_executed',
    }),
  );

const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
