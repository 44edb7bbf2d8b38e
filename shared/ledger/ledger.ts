import type { Clock, Random } from '../domain/clock.ts';
import { createProblem } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';
import {
  type AccountPlace,
  type ConversionPlace,
  conversionKey,
  guardKey,
  type Held,
  keyKey,
  toHeld,
  toItem,
  toPlace,
} from './item.ts';
import type { ClaimedRecord, ConversionRecord, LiveRecord, SettledRecord } from './record.ts';
import { newRevision } from './revision.ts';
import type { Table, TableKey } from './table.ts';

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

export interface LedgerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly retentionDays: number;
  /** The problem that settles a conversion whose holder vanished before anything was sent. */
  readonly settleAbandoned: (record: ClaimedRecord) => SettledRecord;
  /** Puts down what has to be told of a settled conversion, before the next one takes its place. Repeatable. */
  readonly tell: (record: SettledRecord) => Promise<Result<null>>;
}

export const createLedger = (table: Table, options: LedgerOptions): Ledger => {
  const { clock, random, retentionDays, settleAbandoned, tell } = options;

  const read = async (key: TableKey): Promise<Result<Held | null>> => {
    const item = await table.get(key);
    return item.ok ? success(item.value === null ? null : toHeld(item.value)) : unavailable();
  };

  const write = async <Next extends ConversionRecord>(
    key: TableKey,
    next: Next,
    expected: string | null,
  ): Promise<Result<Written<Next>>> => {
    const revision = newRevision(random);
    const put = await table.put(toItem(key, next, { revision, retentionDays }), expected);
    if (!put.ok) {
      return unavailable();
    }
    if (put.value === 'written') {
      return success({ kind: 'written', held: { record: next, revision } });
    }
    // The SDK repeats a put whose answer was lost, and the repeat is refused because the first one was written.
    const found = await read(key);
    if (!found.ok) {
      return found;
    }
    return success(
      found.value?.revision === revision
        ? { kind: 'written', held: { record: next, revision } }
        : { kind: 'lost', found: found.value },
    );
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

  const takeOver = async (wanted: ClaimedRecord, current: Held): Promise<Result<Claim | Lost>> => {
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
      return lostOrClaimed(
        await write(guardKey(wanted), { ...record, fence: record.fence + 1, leaseUntil }, current.revision),
      );
    }

    if (isTooLate(wanted, record, clock)) {
      return unavailable();
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
      return settled.ok ? success({ kind: 'lost', found: foundAfter(settled.value) }) : settled;
    }
    const told = record.isTold ? success(null) : await tell(record);
    if (!told.ok) {
      return unavailable();
    }
    const archived = await archive({ ...record, isTold: true });
    if (!archived.ok) {
      return archived;
    }
    const next = { ...wanted, fence: record.fence + 1, lastWrite: record.lastWrite };
    return lostOrClaimed(await write(guardKey(wanted), next, current.revision));
  };

  return {
    claim: async (wanted) => {
      let claim = lostOrClaimed(await write(guardKey(wanted), wanted, null));
      for (let attempt = 0; attempt < claimAttempts && claim.ok && claim.value.kind === 'lost'; attempt += 1) {
        const { found } = claim.value;
        claim =
          found === null ? lostOrClaimed(await write(guardKey(wanted), wanted, null)) : await takeOver(wanted, found);
      }
      if (!claim.ok) {
        return claim;
      }
      return claim.value.kind === 'lost' ? unavailable() : success(claim.value);
    },

    advance: async (held, next) => {
      const written = await write(guardKey(next), next, held.revision);
      return written.ok ? success(written.value.kind === 'lost' ? 'lost' : written.value.held) : written;
    },

    readCurrent: (connection, accountId) => read(guardKey({ connection, accountId })),

    readConversion: async (place) => {
      const current = await read(guardKey(place));
      return !current.ok || current.value?.record.conversionId === place.conversionId
        ? current
        : read(conversionKey(place));
    },

    listDue: async (limit) => {
      const keys = await table.listDue('conversions', isoTime(clock.now()), limit);
      return keys.ok ? success(keys.value.flatMap(({ pk }) => toPlace(pk))) : unavailable();
    },
  };
};

/** Several callers that race for an abandoned guard each lose a round at most. */
const claimAttempts = 4;

type Written<Next extends ConversionRecord> = { readonly kind: 'written'; readonly held: Held<Next> } | Lost;

/** Somebody else wrote first; what they wrote. */
interface Lost {
  readonly kind: 'lost';
  readonly found: Held | null;
}

const lostOrClaimed = (written: Result<Written<ClaimedRecord>>): Result<Claim | Lost> =>
  !written.ok
    ? written
    : success(written.value.kind === 'written' ? { kind: 'claimed', held: written.value.held } : written.value);

const foundAfter = (written: Written<ConversionRecord>): Held | null =>
  written.kind === 'written' ? written.held : written.found;

/**
 * The first put of this very request was written, its answer lost, and the conversion settled as abandoned meanwhile; or
 * there was time for that. An id that was settled must not come to life again.
 */
const isTooLate = (wanted: ClaimedRecord, record: ConversionRecord, clock: Clock): boolean =>
  (record.phase === 'settled' && record.conversionId === wanted.conversionId) ||
  (wanted.leaseUntil ?? 0) <= clock.now();

/** Its holder's lease ran out before anything was sent, so nothing ever will be: the revision keeps the holder out. */
const isAbandoned = (record: LiveRecord, clock: Clock): record is ClaimedRecord =>
  record.phase === 'claimed' && (record.leaseUntil ?? 0) <= clock.now();

const isSameKey = (wanted: ClaimedRecord, record: ConversionRecord): boolean =>
  record.key === wanted.key && (record.phase !== 'settled' || record.isKeyBound);

const unavailable = () =>
  failed(
    createProblem('ledger_unavailable', 'The conversion ledger cannot be reached; nothing was sent.', {
      outcome: 'not_executed',
    }),
  );

const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
