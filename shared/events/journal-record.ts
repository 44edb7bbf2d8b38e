import * as z from 'zod';
import { accountPlanSchema } from '../domain/account-plan.ts';
import { eventSchema } from '../domain/event.ts';
import { planSchema } from '../domain/plan.ts';
import { providerIdSchema } from '../domain/provider-id.ts';

/** What events are about: one account, or one plan of a catalogue. */
export const subjectSchema = z.object({
  connection: z.string(),
  provider: providerIdSchema,
  kind: z.enum(['account', 'plan']),
  /** Account id or plan id. */
  id: z.string(),
});

/**
 * All that the gateway has told and has still to tell of one subject: one item, so that what was seen, the event of it and
 * the number of that event are one write.
 */
export const journalRecordSchema = z.object({
  subject: subjectSchema,
  /** Number of the last event. */
  sequence: z.int().nonnegative(),
  /** Account plans as last told, one a subscription. */
  seen: z.array(accountPlanSchema),
  /** `partly`: of subscriptions that were not seen nobody knows what they were, as after a conversion and before a look. */
  known: z.enum(['not', 'partly', 'wholly']),
  /** The plan as last told. */
  seenPlan: planSchema.nullable(),
  /** Ids of the latest events, by which one that is told again is known. */
  toldIds: z.array(z.string()),
  /** Events that are not on the bus yet, in order. */
  outbox: z.array(eventSchema),
});

export type Subject = z.infer<typeof subjectSchema>;
export type JournalRecord = z.infer<typeof journalRecordSchema>;

export const emptyJournal = (subject: Subject): JournalRecord => ({
  subject,
  sequence: 0,
  seen: [],
  known: 'not',
  seenPlan: null,
  toldIds: [],
  outbox: [],
});
