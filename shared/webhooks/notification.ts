import * as z from 'zod';
import { subjectSchema } from '../events/journal-record.ts';

const milliseconds = z.int().nonnegative();

/**
 * What is kept of a provider's notification: whom it is about. Nothing else of its content, which may be old, forged in
 * part, or secret.
 */
export const notificationSchema = z.object({
  id: z.string(),
  subject: subjectSchema,
  /** The provider's own names of what happened, for people. */
  eventNames: z.array(z.string()),
  receivedAt: milliseconds,
  /** Anybody could have sent it, so what it may cost is limited. Left out where it was proven. */
  isHint: z.boolean().optional(),
});

/** A notification on its way through the inbox. */
export const inboxRecordSchema = z.object({
  notification: notificationSchema,
  phase: z.enum(['waiting', 'taken', 'done', 'dead']),
  /** When it is somebody's turn; null when it is nobody's any more. */
  due: z.object({ queue: z.enum(['webhooks', 'put_off', 'dead']), at: milliseconds }).nullable(),
  writtenAt: milliseconds,
  /** Times that somebody began to process it and did not get to an end. */
  attempts: z.int().nonnegative(),
  /** Of them, those that ended with their process. */
  crashes: z.int().nonnegative(),
  /** Whether a look at the provider got an answer already. */
  isLookedAt: z.boolean(),
  /** Code of the problem that the last attempt met. */
  problem: z.string().nullable(),
});

export type Notification = z.infer<typeof notificationSchema>;
export type InboxRecord = z.infer<typeof inboxRecordSchema>;
