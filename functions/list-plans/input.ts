import * as z from 'zod';
import { connectionNameSchema } from '../../shared/domain/identifier.ts';
import { intervalUnitSchema } from '../../shared/domain/interval.ts';
import { planSchema } from '../../shared/domain/plan.ts';
import { includeSchema } from '../../shared/lambda/query-values.ts';

export const input = z.object({
  path: z.object({ connection: connectionNameSchema }),
  query: z.strictObject({
    status: z.enum(['active', 'inactive']).optional(),
    interval: intervalUnitSchema.optional(),
    limit: z
      .string()
      .regex(/^[1-9]\d{0,2}$/, 'must be a whole number from 1 to 200')
      .transform(Number)
      .refine((limit) => limit <= 200, 'must be a whole number from 1 to 200')
      .optional()
      .meta({ description: 'Plans a page, 50 if left out; 20 at most with `include`', examples: ['50'] }),
    /** Of any form: that it is none of ours is `invalid_cursor`, however wrong it is. */
    cursor: z.string().optional(),
    include: includeSchema(['prices', 'raw']).optional(),
  }),
});

export const output = z.object({
  data: z.array(planSchema.extend({ raw: z.unknown().optional() })),
  nextCursor: z.string().nullable(),
});
