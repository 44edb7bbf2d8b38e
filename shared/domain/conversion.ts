import * as z from 'zod';
import { changeRequestSchema } from './account-change.ts';
import { accountPlanSchema } from './account-plan.ts';
import { collectionSchema } from './collection.ts';
import { moneySchema } from './money.ts';
import { providerIdSchema } from './provider-id.ts';
import { warningSchema } from './warning.ts';

/** What a caller asks for. Which members a provider takes, and which it needs, the provider's own schema says. */
export const conversionRequestSchema = changeRequestSchema;

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

export type ConversionRequest = z.infer<typeof conversionRequestSchema>;
export type Conversion = z.infer<typeof conversionSchema>;
