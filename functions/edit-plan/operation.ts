import { catalogueEditInput, planIdPath } from '../../gateway/catalogue-edit.ts';
import { planSchema } from '../../shared/domain/plan.ts';
import { planPatchSchema } from '../../shared/domain/plan-administration.ts';
import {
  catalogueEditProblems,
  connectionProblems,
  type Documentation,
  defineOperation,
  providerProblems,
} from '../../shared/lambda/operation.ts';

export const operation = defineOperation({
  name: 'edit-plan',
  method: 'patch',
  path: '/v1/connections/{connection}/plans/{planId}',
  kind: 'write',
  scope: 'plans:write',
  input: catalogueEditInput(planIdPath, planPatchSchema),
  takesBody: true,
});

export const documentation = (): Documentation => ({
  summary: 'Edit a plan',
  description:
    'Changes what is named and nothing else, through a call of the provider that replaces the whole plan: off unless the ' +
    'connection allows it, and not guarded against somebody who edits at the same time. Prices and intervals are better ' +
    'changed one rate schedule at a time.',
  answers: [{ status: 200, description: 'The plan as read back', schema: planSchema }],
  problems: [...connectionProblems, 'plan_not_found', ...providerProblems, ...catalogueEditProblems],
});
