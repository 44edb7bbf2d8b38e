import { type ApiOperation, connectionProblems, providerProblems } from '../../shared/lambda/api-operation.ts';
import { input, output } from './input.ts';

export const api: ApiOperation = {
  name: 'add-rate-schedule',
  method: 'post',
  path: '/v1/connections/{connection}/plans/{planId}/rate-schedules',
  scope: 'plans:write',
  summary: 'Add a rate schedule',
  description:
    'One more price for a plan. `code` is required, so that an attempt whose outcome is unknown can be looked up.',
  parameters: { path: input.shape.path, headers: input.shape.headers },
  body: input.shape.body,
  answers: [{ status: 201, description: 'The plan as read back, with the new price', schema: output }],
  problems: [
    ...connectionProblems,
    'idempotency_key_missing',
    'plan_not_found',
    'already_exists',
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
