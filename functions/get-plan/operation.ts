import * as z from 'zod';
import { connectionNameSchema, identifierSchema } from '../../shared/domain/identifier.ts';
import { planSchema } from '../../shared/domain/plan.ts';
import {
  connectionProblems,
  type Documentation,
  defineOperation,
  providerProblems,
} from '../../shared/lambda/operation.ts';
import { includeSchema } from '../../shared/lambda/query-values.ts';

const query = z
  .strictObject({
    include: includeSchema(['raw']).optional(),
    view: z.enum(['subscription']).optional().meta({
      description: "With `subscription`, adds the provider's template for creating a subscription under `template`",
    }),
    interval: z.enum(['monthly', 'yearly']).optional(),
    numberOfIntervals: z
      .string()
      .regex(/^[1-9]\d{0,4}$/, 'must be a whole number of 1 or more')
      .transform(Number)
      .optional()
      .meta({ examples: ['1'] }),
  })
  .superRefine(({ view, interval, numberOfIntervals }, context) => {
    for (const [name, value] of Object.entries({ interval, numberOfIntervals })) {
      if (view !== undefined && value === undefined) {
        context.addIssue({ code: 'custom', path: [name], message: 'is required with view=subscription' });
      }
      if (view === undefined && value !== undefined) {
        context.addIssue({ code: 'custom', path: [name], message: 'goes only with view=subscription' });
      }
    }
  });

export const operation = defineOperation({
  name: 'get-plan',
  method: 'get',
  path: '/v1/connections/{connection}/plans/{planId}',
  kind: 'read',
  scope: 'plans:read',
  input: z.object({
    path: z.object({ connection: connectionNameSchema, planId: identifierSchema }),
    query,
  }),
  takesBody: false,
});

export const documentation = (): Documentation => ({
  summary: 'Get a plan',
  description: 'One plan with its prices filled.',
  answers: [
    {
      status: 200,
      description: 'The plan',
      schema: planSchema.extend({ raw: z.unknown().optional(), template: z.unknown().optional() }),
    },
  ],
  problems: [...connectionProblems, 'plan_not_found', ...providerProblems],
});
