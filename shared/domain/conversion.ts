import * as z from 'zod';
import { accountPlanSchema } from './account-plan.ts';
import { identifierSchema } from './identifier.ts';
import { moneySchema } from './money.ts';
import { providerIdSchema } from './provider-id.ts';
import { warningSchema } from './warning.ts';

export const collectionStatuses = ['collected', 'failed', 'not_attempted', 'unknown', 'not_applicable'] as const;

export const collectionSchema = z
  .object({ status: z.enum(collectionStatuses), detail: z.string().nullable() })
  .meta({ id: 'Collection', description: 'What became of the money. Converted is not paid' });

/** `z.record` drops a member of this name in silence, where every other unknown member is refused. */
const refusePrototype = z.unknown().superRefine((value, context) => {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')) {
    context.addIssue({ code: 'custom', path: ['__proto__'], message: 'is not known' });
  }
});

/** What a caller asks for. Which members a provider takes, and which it needs, the provider's own schema says. */
export const conversionRequestSchema = z.strictObject({
  planId: identifierSchema.optional(),
  billingDayOfMonth: z.int().min(1).max(31).optional(),
  subscriptionId: identifierSchema.optional(),
  providerOptions: refusePrototype.pipe(z.record(z.string(), z.unknown())).optional(),
});

export const conversionPreviewSchema = z
  .object({
    preview: z.object({
      kind: z.enum(['native', 'computed']).meta({ description: 'native: the provider simulated it; computed: we did' }),
      before: accountPlanSchema,
      after: z.object({ planId: z.string().nullable(), status: z.string() }),
      charges: moneySchema.nullable(),
      warnings: z.array(warningSchema),
    }),
  })
  .meta({ id: 'ConversionPreview' });

export const conversionSchema = z
  .object({
    id: z.string(),
    connection: z.string(),
    provider: providerIdSchema,
    accountId: z.string(),
    subscriptionId: z.string().nullable(),
    status: z.enum(['succeeded', 'rejected', 'pending']),
    outcome: z.enum(['converted', 'already_converted']).nullable(),
    planId: z.string().nullable(),
    before: accountPlanSchema.nullable(),
    after: accountPlanSchema.nullable(),
    collection: collectionSchema,
    warnings: z.array(warningSchema),
    problem: z.record(z.string(), z.unknown()).nullable(),
    createdAt: z.iso.datetime(),
    settledAt: z.iso.datetime().nullable(),
    attempts: z.int().nonnegative(),
  })
  .meta({ id: 'Conversion', description: 'The one change of an account plan from trial to paid' });

export type Collection = z.infer<typeof collectionSchema>;
export type ConversionRequest = z.infer<typeof conversionRequestSchema>;
export type ConversionPreview = z.infer<typeof conversionPreviewSchema>;
export type Conversion = z.infer<typeof conversionSchema>;
