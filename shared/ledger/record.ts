import * as z from 'zod';
import { accountPlanSchema } from '../domain/account-plan.ts';
import { collectionSchema, conversionRequestSchema, conversionSchema } from '../domain/conversion.ts';
import { draftSchema } from '../domain/draft.ts';
import { providerIdSchema } from '../domain/provider-id.ts';
import { warningSchema } from '../domain/warning.ts';
import type { Stored } from '../table/store.ts';

const milliseconds = z.int().nonnegative();

/** What every phase of a conversion knows: who asked, and for what. */
const claimShape = {
  conversionId: z.string(),
  connection: z.string(),
  provider: providerIdSchema,
  accountId: z.string(),
  key: z.string(),
  /** Hash of the request, to tell a repeat from another request under the same key. */
  fingerprint: z.string(),
  request: conversionRequestSchema,
  /** Of the request that began it: parts of the exact answer. */
  requestId: z.string(),
  instance: z.string(),
  createdAt: milliseconds,
  /** Grows with every taking over; with the item's revision it keeps a holder that lost its lease from writing. */
  fence: z.int().positive(),
  /** Until then nobody else may act on the conversion; null when nobody holds it. */
  leaseUntil: milliseconds.nullable(),
  /**
   * The last conversion of this account that wrote, and when its write was over. One settle time longer a trial that shows
   * may be the old one, or be changed by that write still.
   */
  lastWrite: z.object({ conversionId: z.string(), until: milliseconds }).nullable(),
};

const sentShape = {
  before: accountPlanSchema,
  write: draftSchema,
  knownSubscriptionIds: z.array(z.string()),
  attempts: z.int().positive(),
  writingAt: milliseconds,
  /** The moment by which the last write was given up at the latest. The settle time counts from here. */
  givenUpAt: milliseconds,
};

/** Nothing was sent. After the lease, the conversion is taken to be abandoned before it did anything. */
const claimedSchema = z.object({ phase: z.literal('claimed'), ...claimShape });

/** The write goes out, or went out: stored before the first byte is sent. */
const writingSchema = z.object({ phase: z.literal('writing'), ...claimShape, ...sentShape });

/** The write was given up or answered without proof. Only reads settle it, and after the settle time one repeat. */
const unknownSchema = z.object({
  phase: z.literal('unknown'),
  ...claimShape,
  ...sentShape,
  /** The provider answered one of the writes with a clear OK. */
  isAccepted: z.boolean(),
  collection: collectionSchema,
  sendWarnings: z.array(warningSchema),
  /** Times that the state was read in vain, for the back-off. */
  checks: z.int().nonnegative(),
  nextCheckAt: milliseconds,
  alarmedAt: milliseconds.nullable(),
});

/** Never changes again, but for `isTold`. */
const settledSchema = z.object({
  phase: z.literal('settled'),
  ...claimShape,
  /** False for a conversion that was never tried: its key is free again. */
  isKeyBound: z.boolean(),
  conversion: conversionSchema,
  /**
   * False while the event that tells of it is owed: settlement and event are one write. True also where nothing is to be
   * told, as of a conversion that was never tried.
   */
  isTold: z.boolean(),
  /** Status and exact body of the answer, for every replay. */
  answer: z.object({ status: z.int(), contentType: z.string(), body: z.string() }),
});

export const conversionRecordSchema = z.discriminatedUnion('phase', [
  claimedSchema,
  writingSchema,
  unknownSchema,
  settledSchema,
]);

export type ClaimedRecord = z.infer<typeof claimedSchema>;
export type WritingRecord = z.infer<typeof writingSchema>;
export type UnknownRecord = z.infer<typeof unknownSchema>;
export type SettledRecord = z.infer<typeof settledSchema>;
export type ConversionRecord = z.infer<typeof conversionRecordSchema>;
/** A record as it was read or written, with the revision that the next write must find. */
export type Held<Phase extends ConversionRecord = ConversionRecord> = Stored<Phase>;
/** A conversion that is not settled. */
export type LiveRecord = Exclude<ConversionRecord, SettledRecord>;

/** What a record has in every phase, without what its own phase adds. */
export const claimOf = (record: ConversionRecord): Omit<ClaimedRecord, 'phase'> => ({
  conversionId: record.conversionId,
  connection: record.connection,
  provider: record.provider,
  accountId: record.accountId,
  key: record.key,
  fingerprint: record.fingerprint,
  request: record.request,
  requestId: record.requestId,
  instance: record.instance,
  createdAt: record.createdAt,
  fence: record.fence,
  leaseUntil: record.leaseUntil,
  lastWrite: record.lastWrite,
});
