import type { Clock } from '../domain/clock.ts';
import { createProblem } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';
import { type AccountPlace, accountOf, type ChangePlace, changeKey, guardKey, replayKey } from '../table/keys.ts';
import { createStore, type Put, type StoreContext } from '../table/store.ts';
import type { Due, Table, TableKey } from '../table/table.ts';
import {
  type ChangeRecord,
  type ClaimedRecord,
  changeRecordSchema,
  type Held,
  type LiveRecord,
  type SettledRecord,
} from './record.ts';

/** What a claim comes to. Only `claimed` allows the caller to go on to the provider. */
export type Claim =
  | { readonly kind: 'claimed'; readonly held: Held<ClaimedRecord> }
  /** The same request under the same key is being worked on, or its outcome is not known yet. */
  | { readonly kind: 'pending'; readonly held: Held<LiveRecord> }
  | { readonly kind: 'settled'; readonly record: SettledRecord }
  /** The key was used for another request. */
  | { readonly kind: 'reused' }
  /** Another key has a change of this account in flight, or had one a moment ago. */
  | { readonly kind: 'in_progress'; readonly record: ChangeRecord };

export interface Ledger {
  /** One conditional put where the account has no change yet; ADR 9 has the other cases. */
  claim(record: ClaimedRecord): Promise<Result<Claim>>;
  /** Writes the next record of a held change. `lost` when somebody else wrote meanwhile. */
  advance<Next extends ChangeRecord>(held: Held, next: Next): Promise<Result<Held<Next> | 'lost'>>;
  /** The account's newest change. */
  readCurrent(connection: string, accountId: string): Promise<Result<Held | null>>;
  readChange(place: ChangePlace): Promise<Result<Held | null>>;
  /** Accounts whose change somebody has to look after. */
  listDue(limit: number): Promise<Result<readonly AccountPlace[]>>;
}

export interface LedgerOptions extends StoreContext {
  readonly retentionDays: number;
  /** The end of a change whose holder vanished before anything was sent. */
  readonly settleAbandoned: (record: ClaimedRecord) => SettledRecord;
  /** Puts down what has to be told of a settled change, before the next one takes its place. Repeatable. */
  readonly tell: (record: SettledRecord) => Promise<Result<null>>;
}

export const createLedger = (
  table: Table,
  { retentionDays, settleAbandoned, tell, ...context }: LedgerOptions,
): Ledger => {
  const { clock } = context;
  const store = createStore(table, {
    ...context,
    schema: changeRecordSchema,
    dueOf: (record, key) => (key.sk === guardKey(record).sk ? dueOf(record) : null),
    expiresAtOf: (record) => expiresAtOf(record, retentionDays),
  });

  const read = async (key: TableKey): Promise<Result<Held | null>> => {
    const found = await store.read(key);
    return found.ok ? found : unavailable();
  };

  const write = async <Next extends ChangeRecord>(
    key: TableKey,
    next: Next,
    expected: string | null,
  ): Promise<Result<Put<Next, ChangeRecord>>> => {
    const put = await store.put(key, next, expected);
    return put.ok ? put : unavailable();
  };

  /** Settled changes leave the guard item for items of their own when the next one begins. Repeatable. */
  const archive = async (record: SettledRecord): Promise<Result<null>> => {
    const keys = [changeKey(record), ...(record.isKeyBound ? [replayKey(record)] : [])];
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
      return lostOrClaimed(await write(guardKey(wanted), { ...record, leaseUntil }, current.revision));
    }

    if (isTooLate(wanted, record, clock)) {
      return unavailable();
    }
    const used = await read(replayKey(wanted));
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
    const told = record.owed === null ? success(null) : await tell(record);
    if (!told.ok) {
      return unavailable();
    }
    const archived = await archive({ ...record, owed: null });
    if (!archived.ok) {
      return archived;
    }
    const next = { ...wanted, lastWrite: record.lastWrite };
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
      if (claim.value.kind !== 'lost') {
        return success(claim.value);
      }
      // The table is well: others were quicker each time, and the last of them has the account.
      const { found } = claim.value;
      return found === null || isSameKey(wanted, found.record)
        ? unavailable()
        : success({ kind: 'in_progress', record: found.record });
    },

    advance: async (held, next) => {
      const written = await write(guardKey(next), next, held.revision);
      return written.ok ? success(written.value.kind === 'lost' ? 'lost' : written.value.stored) : written;
    },

    readCurrent: (connection, accountId) => read(guardKey({ connection, accountId })),

    readChange: async (place) => {
      const current = await read(guardKey(place));
      return !current.ok || current.value?.record.changeId === place.changeId ? current : read(changeKey(place));
    },

    listDue: async (limit) => {
      const keys = await table.listDue('changes', clock.now(), limit);
      return keys.ok
        ? success(keys.value.map(({ pk }) => accountOf(pk)).filter((place) => place !== null))
        : unavailable();
    },
  };
};

/** Several callers that race for an abandoned guard each lose a round at most. */
const claimAttempts = 4;

type Lost = Extract<Put<ChangeRecord, ChangeRecord>, { kind: 'lost' }>;

const lostOrClaimed = (put: Result<Put<ClaimedRecord, ChangeRecord>>): Result<Claim | Lost> =>
  !put.ok ? put : success(put.value.kind === 'written' ? { kind: 'claimed', held: put.value.stored } : put.value);

const foundAfter = (put: Put<ChangeRecord, ChangeRecord>): Held | null =>
  put.kind === 'written' ? put.stored : put.found;

/**
 * The first put of this very request was written, its answer lost, and the change settled as abandoned meanwhile; or
 * there was time for that. An id that was settled must not come to life again.
 */
const isTooLate = (wanted: ClaimedRecord, record: ChangeRecord, clock: Clock): boolean =>
  (record.phase === 'settled' && record.changeId === wanted.changeId) || (wanted.leaseUntil ?? 0) <= clock.now();

/** Its holder's lease ran out before anything was sent, so nothing ever will be: the revision keeps the holder out. */
const isAbandoned = (record: LiveRecord, clock: Clock): record is ClaimedRecord =>
  record.phase === 'claimed' && (record.leaseUntil ?? 0) <= clock.now();

const isSameKey = (wanted: ClaimedRecord, record: ChangeRecord): boolean =>
  record.key === wanted.key && (record.phase !== 'settled' || record.isKeyBound);

const unavailable = () =>
  failed(
    createProblem('ledger_unavailable', 'The ledger of changes cannot be reached; nothing was sent.', {
      outcome: 'not_executed',
    }),
  );

const dueOf = (record: ChangeRecord): Due | null => {
  switch (record.phase) {
    case 'claimed':
    case 'writing':
      return { queue: 'changes', at: record.leaseUntil ?? 0 };
    case 'unproven':
      return { queue: 'changes', at: record.watch.nextCheckAt };
    case 'settled':
      return record.owed === null ? null : { queue: 'events', at: Date.parse(record.change.settledAt ?? '') || 0 };
  }
};

/** What never reached its write moved no money and holds no key; anybody can make such items by asking for odd accounts. */
const untriedRetentionDays = 7;

const expiresAtOf = (record: ChangeRecord, retentionDays: number): number | null => {
  if (record.phase !== 'settled' || record.change.settledAt === null || record.owed !== null) {
    return null;
  }
  const isUntried = !record.isKeyBound && record.change.attempts === 0;
  const days = isUntried ? Math.min(untriedRetentionDays, retentionDays) : retentionDays;
  return Math.ceil(Date.parse(record.change.settledAt) / 1_000) + days * secondsADay;
};

const secondsADay = 86_400;
