import { catalogueEditInput } from '../../gateway/catalogue-edit.ts';
import { planSchema } from '../../shared/domain/plan.ts';
import { newPlanSchema } from '../../shared/domain/plan-administration.ts';
import {
  catalogueEditProblems,
  connectionProblems,
  type Documentation,
  defineOperation,
  providerProblems,
} from '../../shared/lambda/operation.ts';

export const operation = defineOperation({
  name: 'create-plan',
  method: 'post',
  path: '/v1/connections/{connection}/plans',
  kind: 'write',
  scope: 'plans:write',
  input: catalogueEditInput({}, newPlanSchema),
  takesBody: true,
});

export const documentation = (): Documentation => ({
  summary: 'Create a plan',
  description:
    'Creates a plan with its prices and services, and answers it as it is read back. With `code`, an attempt whose outcome ' +
    'is unknown can be looked up; a code in use is 409 `already_exists` with the `planId`.',
  answers: [{ status: 201, description: 'The plan as read back', schema: planSchema }],
  problems: [...connectionProblems, 'already_exists', ...providerProblems, ...catalogueEditProblems],
});
