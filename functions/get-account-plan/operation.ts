import * as z from 'zod';
import { accountPlanSchema } from '../../shared/domain/account-plan.ts';
import { connectionNameSchema, identifierSchema } from '../../shared/domain/identifier.ts';
import {
  connectionProblems,
  type Documentation,
  defineOperation,
  providerProblems,
} from '../../shared/lambda/operation.ts';
import { includeSchema } from '../../shared/lambda/query-values.ts';

export const operation = defineOperation({
  name: 'get-account-plan',
  method: 'get',
  path: '/v1/connections/{connection}/accounts/{accountId}/plan',
  kind: 'read',
  scope: 'plans:read',
  input: z.object({
    path: z.object({ connection: connectionNameSchema, accountId: identifierSchema }),
    query: z.strictObject({
      subscriptionId: identifierSchema.optional(),
      include: includeSchema(['raw']).optional(),
    }),
  }),
  takesBody: false,
});

export const documentation = (): Documentation => ({
  summary: "Get an account's plan",
  description:
    'What the account is on now. Where it has several live subscriptions, answers 409 `account_plan_ambiguous` with the ' +
    'list, and `subscriptionId` chooses.',
  answers: [
    { status: 200, description: 'The account plan', schema: accountPlanSchema.extend({ raw: z.unknown().optional() }) },
  ],
  problems: [...connectionProblems, 'account_plan_ambiguous', ...providerProblems],
});
