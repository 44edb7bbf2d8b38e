import * as z from 'zod';
import { accountPlanSchema } from './account-plan.ts';
import { collectionSchema } from './collection.ts';
import { identifierSchema } from './identifier.ts';
import { providerIdSchema } from './provider-id.ts';
import { warningSchema } from './warning.ts';

/** Every kind of change of one account plan. What a kind is stands in `account-changes/kinds`. */
export const changeKinds = ['convert_trial'] as const;

export const changeKindSchema = z.enum(changeKinds);

/** `z.record` drops a member of this name in silence, where every other unknown member is refused. */
const refusePrototype = z.unknown().superRefine((value, context) => {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')) {
    context.addIssue({ code: 'custom', path: ['__proto__'], message: 'is not known' });
  }
});

/** All members that a request of any kind may have; which ones a route and a provider take, their own schemas say. */
export const changeRequestSchema = z.strictObject({
  planId: identifierSchema.optional(),
  billingDayOfMonth: z.int().min(1).max(31).optional(),
  subscriptionId: identifierSchema.optional(),
  providerOptions: refusePrototype.pipe(z.record(z.string(), z.unknown())).optional(),
});

/** One change of one account plan, as it is kept: whatever its kind, and before any route gives it a face. */
export const accountChangeSchema = z.object({
  id: z.string(),
  kind: changeKindSchema,
  connection: z.string(),
  provider: providerIdSchema,
  accountId: z.string(),
  subscriptionId: z.string().nullable(),
  status: z.enum(['succeeded', 'rejected', 'pending']),
  /** The kind's own word for a success. */
  outcome: z.string().nullable(),
  planId: z.string().nullable(),
  before: accountPlanSchema.nullable(),
  after: accountPlanSchema.nullable(),
  collection: collectionSchema,
  warnings: z.array(warningSchema),
  problem: z.record(z.string(), z.unknown()).nullable(),
  createdAt: z.iso.datetime(),
  settledAt: z.iso.datetime().nullable(),
  attempts: z.int().nonnegative(),
});

export type ChangeKind = z.infer<typeof changeKindSchema>;
export type ChangeRequest = z.infer<typeof changeRequestSchema>;
export type AccountChange = z.infer<typeof accountChangeSchema>;
