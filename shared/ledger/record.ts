import * as z from 'zod';
import { accountChangeSchema, changeKindSchema, changeRequestSchema } from '../domain/account-change.ts';
import { accountPlanSchema } from '../domain/account-plan.ts';
import { collectionSchema } from '../domain/collection.ts';
import { draftSchema } from '../domain/draft.ts';
import { changeEventTypeSchema } from '../domain/event.ts';
import { goalSchema } from '../domain/goal.ts';
import { providerIdSchema } from '../domain/provider-id.ts';
import { warningSchema } from '../domain/warning.ts';
import type { Stored } from '../table/store.ts';

/**
 * The record of a change, phase by phase. What is stored may only change so that the version before still reads it, and
 * every later version what this one wrote: `test/ledger/records` has both.
 */

const milliseconds = z.int().nonnegative();

/** What every phase knows: who asked, and for what. */
const claimShape = {
  changeId: z.string(),
  kind: changeKindSchema,
  connection: z.string(),
  provider: providerIdSchema,
  accountId: z.string(),
  key: z.string(),
  /** Hash of the request, to tell a repeat from another request under the same key. */
  fingerprint: z.string(),
  request: changeRequestSchema,
  /** Of the request that began it: parts of the exact answer. */
  requestId: z.string(),
  instance: z.string(),
  createdAt: milliseconds,
  /** Until then nobody else may act on the change; null when nobody holds it. */
  leaseUntil: milliseconds.nullable(),
  /**
   * The last change of this account that wrote, and when its write was over. For one settle time after that, a read may show
   * what was before it, or be changed by it still.
   */
  lastWrite: z.object({ changeId: z.string(), kind: changeKindSchema, until: milliseconds }).nullable(),
};

/** A write, and all that is known of it. Phases hand it on whole. */
const sentSchema = z.object({
  before: accountPlanSchema,
  draft: draftSchema,
  goal: goalSchema,
  knownSubscriptionIds: z.array(z.string()),
  attempts: z.int().positive(),
  /** When the last write was answered or given up; its deadline while that is not known. The settle time counts from here. */
  overAt: milliseconds,
  /** What the provider's answers said, whatever its state shows later. */
  learned: z.object({
    /** One of the writes was answered with a clear OK. */
    isAccepted: z.boolean(),
    collection: collectionSchema,
    warnings: z.array(warningSchema),
  }),
});

/** Who looks after a change whose outcome is not known, and when. Phases hand it on whole. */
const watchSchema = z.object({
  /** Times that the state was read in vain, for the back-off. */
  checks: z.int().nonnegative(),
  nextCheckAt: milliseconds,
  alarmedAt: milliseconds.nullable(),
});

/** Nothing was sent. After the lease, the change is taken to be abandoned before it did anything. */
const claimedSchema = z.object({ phase: z.literal('claimed'), ...claimShape });

/** The write goes out, or went out: stored before the first byte is sent. */
const writingSchema = z.object({ phase: z.literal('writing'), ...claimShape, sent: sentSchema, watch: watchSchema });

/** The write was given up or answered without proof. Only reads settle it, and after the settle time one repeat. */
const unprovenSchema = z.object({ phase: z.literal('unproven'), ...claimShape, sent: sentSchema, watch: watchSchema });

/** Never changes again, but for `owed`. */
const settledSchema = z.object({
  phase: z.literal('settled'),
  ...claimShape,
  /** False for a change that was never tried: its key is free again. */
  isKeyBound: z.boolean(),
  change: accountChangeSchema,
  /**
   * The event that tells of it, as long as it is owed: settlement and event are one write. Null where it is told, and where
   * nothing is to be told.
   */
  owed: z
    .object({
      event: changeEventTypeSchema,
      /** False where the state shows that somebody else did it. */
      isOurs: z.boolean(),
    })
    .nullable(),
  /** Status and exact body of the answer, for every replay. */
  answer: z.object({ status: z.int(), contentType: z.string(), body: z.string() }),
});

export const changeRecordSchema = z.discriminatedUnion('phase', [
  claimedSchema,
  writingSchema,
  unprovenSchema,
  settledSchema,
]);

export type ClaimedRecord = z.infer<typeof claimedSchema>;
export type WritingRecord = z.infer<typeof writingSchema>;
export type UnprovenRecord = z.infer<typeof unprovenSchema>;
export type SettledRecord = z.infer<typeof settledSchema>;
export type ChangeRecord = z.infer<typeof changeRecordSchema>;
export type Sent = z.infer<typeof sentSchema>;
/** A change that is not settled. */
export type LiveRecord = Exclude<ChangeRecord, SettledRecord>;
/** A change whose write went out, or may have. */
export type SentRecord = WritingRecord | UnprovenRecord;
/** A record as it was read or written, with the revision that the next write must find. */
export type Held<Kept extends ChangeRecord = ChangeRecord> = Stored<Kept>;

/** What a record has in every phase, without what its own phase adds. */
export const claimOf = (record: ChangeRecord): Omit<ClaimedRecord, 'phase'> => ({
  changeId: record.changeId,
  kind: record.kind,
  connection: record.connection,
  provider: record.provider,
  accountId: record.accountId,
  key: record.key,
  fingerprint: record.fingerprint,
  request: record.request,
  requestId: record.requestId,
  instance: record.instance,
  createdAt: record.createdAt,
  leaseUntil: record.leaseUntil,
  lastWrite: record.lastWrite,
});
