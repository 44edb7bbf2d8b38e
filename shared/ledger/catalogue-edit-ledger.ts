import * as z from 'zod';
import { catalogueWriteSchema } from '../domain/catalogue-write.ts';
import { createProblem } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';
import { catalogueEditKey } from '../table/keys.ts';
import { createStore, type Put, type StoreContext, type Stored } from '../table/store.ts';
import type { Table } from '../table/table.ts';

const milliseconds = z.int().nonnegative();

const claimShape = {
  connection: z.string(),
  key: z.string(),
  /** The function's name, as in `create-plan`. */
  operation: z.string(),
  fingerprint: z.string(),
  requestId: z.string(),
  instance: z.string(),
  createdAt: milliseconds,
  /** Until then nobody else may act under the key; null when nobody does. */
  leaseUntil: milliseconds.nullable(),
};

const recordSchema = z.discriminatedUnion('phase', [
  /** Nothing was sent. */
  z.object({ phase: z.literal('claimed'), ...claimShape }),
  /** The write goes out, or its outcome is not known. Whoever comes with the key reads before it writes. */
  z.object({
    phase: z.literal('sent'),
    ...claimShape,
    write: catalogueWriteSchema,
    /** Given by a clear OK whose read back failed. */
    acceptedPlanId: z.string().nullable(),
  }),
  /** Never changes again. */
  z.object({
    phase: z.literal('settled'),
    ...claimShape,
    settledAt: milliseconds,
    answer: z.object({
      status: z.int(),
      contentType: z.string(),
      location: z.string().nullable(),
      body: z.string(),
    }),
  }),
  /** Nothing was tried under the key: it may come again, with any request. */
  z.object({ phase: z.literal('free'), ...claimShape, settledAt: milliseconds }),
]);

export type CatalogueEditRecord = z.infer<typeof recordSchema>;
type Phase<Name extends CatalogueEditRecord['phase']> = Extract<CatalogueEditRecord, { phase: Name }>;
export type ClaimedCatalogueEdit = Phase<'claimed'>;
export type SentCatalogueEdit = Phase<'sent'>;
export type SettledCatalogueEdit = Phase<'settled'>;

export type HeldCatalogueEdit<Kept extends CatalogueEditRecord = CatalogueEditRecord> = Stored<Kept>;

export type CatalogueEditClaim =
  | { readonly kind: 'claimed'; readonly held: HeldCatalogueEdit<ClaimedCatalogueEdit> }
  /** The same request was sent before and its outcome is not known. */
  | { readonly kind: 'resumed'; readonly held: HeldCatalogueEdit<SentCatalogueEdit> }
  | { readonly kind: 'settled'; readonly record: SettledCatalogueEdit }
  | { readonly kind: 'busy' }
  | { readonly kind: 'reused' };

/** Keys of catalogue edits: one item a key, which belongs to the connection. The same table and rules as for changes of account plans. */
export interface CatalogueEditLedger {
  claim(record: ClaimedCatalogueEdit): Promise<Result<CatalogueEditClaim>>;
  /** `lost` when somebody else wrote meanwhile. */
  advance<Next extends CatalogueEditRecord>(
    held: HeldCatalogueEdit,
    next: Next,
  ): Promise<Result<HeldCatalogueEdit<Next> | 'lost'>>;
}

export const createCatalogueEditLedger = (
  table: Table,
  { retentionDays, ...context }: StoreContext & { readonly retentionDays: number },
): CatalogueEditLedger => {
  const { clock } = context;
  const store = createStore(table, {
    ...context,
    schema: recordSchema,
    dueOf: () => null,
    expiresAtOf: (record) => expiresAtOf(record, retentionDays),
  });

  const write = async <Next extends CatalogueEditRecord>(
    next: Next,
    expected: string | null,
  ): Promise<Result<Put<Next, CatalogueEditRecord>>> => {
    const put = await store.put(catalogueEditKey(next), next, expected);
    return put.ok ? put : unavailable();
  };

  const takeOver = async (
    wanted: ClaimedCatalogueEdit,
    { record, revision }: HeldCatalogueEdit,
  ): Promise<Result<CatalogueEditClaim | null>> => {
    const isSame = record.fingerprint === wanted.fingerprint && record.operation === wanted.operation;
    if (record.phase !== 'free' && !isSame) {
      return success({ kind: 'reused' });
    }
    if (record.phase === 'settled') {
      return success({ kind: 'settled', record });
    }
    if (record.phase !== 'free' && record.leaseUntil !== null && clock.now() < record.leaseUntil) {
      return success({ kind: 'busy' });
    }
    if (record.phase === 'sent') {
      const taken = await write({ ...record, leaseUntil: wanted.leaseUntil }, revision);
      return !taken.ok
        ? taken
        : success(taken.value.kind === 'lost' ? null : { kind: 'resumed', held: taken.value.stored });
    }
    const taken = await write(wanted, revision);
    return !taken.ok
      ? taken
      : success(taken.value.kind === 'lost' ? null : { kind: 'claimed', held: taken.value.stored });
  };

  return {
    claim: async (wanted) => {
      for (let attempt = 0; attempt < claimAttempts; attempt += 1) {
        const written = await write(wanted, null);
        if (!written.ok) {
          return written;
        }
        if (written.value.kind === 'written') {
          return success({ kind: 'claimed', held: written.value.stored });
        }
        const { found } = written.value;
        const claim = found === null ? success(null) : await takeOver(wanted, found);
        if (!claim.ok) {
          return claim;
        }
        if (claim.value !== null) {
          return success(claim.value);
        }
      }
      return success({ kind: 'busy' });
    },

    advance: async (held, next) => {
      const written = await write(next, held.revision);
      return !written.ok ? written : success(written.value.kind === 'lost' ? 'lost' : written.value.stored);
    },
  };
};

const claimAttempts = 3;

/** Freed keys say nothing of any use after that. */
const freeRetentionDays = 7;

const expiresAtOf = (record: CatalogueEditRecord, retentionDays: number): number | null =>
  record.phase === 'settled' || record.phase === 'free'
    ? Math.ceil(record.settledAt / 1_000) + (record.phase === 'free' ? freeRetentionDays : retentionDays) * 86_400
    : null;

const unavailable = () =>
  failed(
    createProblem('ledger_unavailable', 'The ledger cannot be reached; nothing was sent.', { outcome: 'not_executed' }),
  );
