import * as z from 'zod';
import { accountPlanSchema } from '../../shared/domain/account-plan.ts';
import { connectionNameSchema, identifierSchema } from '../../shared/domain/identifier.ts';
import { includeSchema } from '../../shared/lambda/query-values.ts';

export const input = z.object({
  path: z.object({ connection: connectionNameSchema, accountId: identifierSchema }),
  query: z.strictObject({
    subscriptionId: identifierSchema.optional(),
    include: includeSchema(['raw']).optional(),
  }),
});

export const output = accountPlanSchema.extend({ raw: z.unknown().optional() });
