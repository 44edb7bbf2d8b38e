import { type ApiOperation, connectionProblems, providerProblems } from '../../shared/lambda/api-operation.ts';
import { input, output } from './input.ts';

export const api: ApiOperation = {
  name: 'edit-plan',
  method: 'patch',
  path: '/v1/connections/{connection}/plans/{planId}',
  scope: 'plans:write',
  summary: 'Edit a plan',
  description:
    'Changes what is named and nothing else, through a call of the provider that replaces the whole plan: off unless the ' +
    'connection allows it, and not guarded against somebody who edits at the same time. Prices and intervals are better ' +
    'changed one rate schedule at a time.',
  parameters: { path: input.shape.path, headers: input.shape.headers },
  body: input.shape.body,
  answers: [{ status: 200, description: 'The plan as read back', schema: output }],
  problems: [
    ...connectionProblems,
    'idempotency_key_missing',
    'plan_not_found',
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
