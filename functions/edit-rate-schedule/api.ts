import { type ApiOperation, connectionProblems, providerProblems } from '../../shared/lambda/api-operation.ts';
import { input, output } from './input.ts';

export const api: ApiOperation = {
  name: 'edit-rate-schedule',
  method: 'patch',
  path: '/v1/connections/{connection}/plans/{planId}/rate-schedules/{rateScheduleId}',
  scope: 'plans:write',
  summary: 'Edit a rate schedule',
  description:
    'A partial change of one price. Changes of amount or interval apply to every account on it at once, and need ' +
    '`affectsExistingAccounts: true`.',
  parameters: { path: input.shape.path, headers: input.shape.headers },
  body: input.shape.body,
  answers: [{ status: 200, description: 'The plan as read back', schema: output }],
  problems: [
    ...connectionProblems,
    'idempotency_key_missing',
    'plan_not_found',
    'rate_schedule_not_found',
    'provider_conflict',
    'payload_too_large',
    'unsupported_media_type',
    'idempotency_key_reused',
    'usage_accumulation_unsupported',
    'provider_rejected',
    ...providerProblems,
    'ledger_unavailable',
  ],
};
