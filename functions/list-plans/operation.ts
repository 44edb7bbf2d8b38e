import * as z from 'zod';
import { connectionNameSchema } from '../../shared/domain/identifier.ts';
import { intervalUnitSchema } from '../../shared/domain/interval.ts';
import { planSchema } from '../../shared/domain/plan.ts';
import {
  connectionProblems,
  type Documentation,
  defineOperation,
  providerProblems,
} from '../../shared/lambda/operation.ts';
import { includeSchema } from '../../shared/lambda/query-values.ts';

export const operation = defineOperation({
  name: 'list-plans',
  method: 'get',
  path: '/v1/connections/{connection}/plans',
  kind: 'read',
  scope: 'plans:read',
  input: z.object({
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
  }),
  takesBody: false,
});

export const documentation = (): Documentation => ({
  summary: 'List plans',
  description:
    "The provider's catalogue, a page at a time. Follow `nextCursor` until it is null; a page may be shorter than `limit`. " +
    'Amounts that the catalogue call lacks are null: `include=prices` fills them. A plan that cannot be read stands there with ' +
    'its id, status `unknown` and the warning `plan_unreadable`; `status` and `interval` leave it out.',
  answers: [
    {
      status: 200,
      description: 'One page of plans',
      schema: z.object({
        data: z.array(planSchema.extend({ raw: z.unknown().optional() })),
        nextCursor: z.string().nullable(),
      }),
    },
  ],
  problems: [...connectionProblems, 'invalid_cursor', 'plan_not_found', ...providerProblems],
});
