import { catalogueEditInput, rateSchedulePath } from '../../gateway/catalogue-edit.ts';
import { planSchema } from '../../shared/domain/plan.ts';
import { rateSchedulePatchSchema } from '../../shared/domain/rate-schedule-administration.ts';
import {
  catalogueEditProblems,
  connectionProblems,
  type Documentation,
  defineOperation,
  providerProblems,
} from '../../shared/lambda/operation.ts';

export const operation = defineOperation({
  name: 'edit-rate-schedule',
  method: 'patch',
  path: '/v1/connections/{connection}/plans/{planId}/rate-schedules/{rateScheduleId}',
  kind: 'write',
  scope: 'plans:write',
  input: catalogueEditInput(rateSchedulePath, rateSchedulePatchSchema),
  takesBody: true,
});

export const documentation = (): Documentation => ({
  summary: 'Edit a rate schedule',
  description:
    'A partial change of one price. Changes of amount or interval apply to every account on it at once, and need ' +
    '`affectsExistingAccounts: true`.',
  answers: [{ status: 200, description: 'The plan as read back', schema: planSchema }],
  problems: [
    ...connectionProblems,
    'plan_not_found',
    'rate_schedule_not_found',
    ...providerProblems,
    ...catalogueEditProblems,
  ],
});
