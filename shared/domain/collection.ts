import * as z from 'zod';

export const collectionStatuses = ['collected', 'failed', 'not_attempted', 'unknown', 'not_applicable'] as const;

export const collectionSchema = z
  .object({ status: z.enum(collectionStatuses), detail: z.string().nullable() })
  .meta({ id: 'Collection', description: 'What became of the money. Converted is not paid' });

export type Collection = z.infer<typeof collectionSchema>;

/** Nothing that was read or answered says it. */
export const unknownCollection: Collection = { status: 'unknown', detail: null };

/** The write changed nothing, so there was nothing to collect for. */
export const notAttemptedCollection: Collection = { status: 'not_attempted', detail: null };

/** Nothing is charged by the write itself. */
export const notApplicableCollection: Collection = { status: 'not_applicable', detail: null };
