import { catalogueEditInput, planIdPath } from '../../gateway/catalogue-edit.ts';
import { planSchema } from '../../shared/domain/plan.ts';
import { newRateScheduleSchema } from '../../shared/domain/rate-schedule-administration.ts';
import {
  catalogueEditProblems,
  connectionProblems,
  type Documentation,
  defineOperation,
  providerProblems,
} from '../../shared/lambda/operation.ts';

export const operation = defineOperation({
  name: 'add-rate-schedule',
  method: 'post',
  path: '/v1/connections/{connection}/plans/{planId}/rate-schedules',
  kind: 'write',
  scope: 'plans:write',
  input: catalogueEditInput(planIdPath, newRateScheduleSchema),
  takesBody: true,
});

export const documentation = (): Documentation => ({
  summary: 'Add a rate schedule',
  description:
    'One more price for a plan. `code` is required, so that an attempt whose outcome is unknown can be looked up.',
  answers: [{ status: 201, description: 'The plan as read back, with the new price', schema: planSchema }],
  problems: [...connectionProblems, 'plan_not_found', 'already_exists', ...providerProblems, ...catalogueEditProblems],
});
