import { type ApiOperation, connectionProblems, providerProblems } from '../../shared/lambda/api-operation.ts';
import { input, output } from './input.ts';

export const api: ApiOperation = {
  name: 'create-plan',
  method: 'post',
  path: '/v1/connections/{connection}/plans',
  scope: 'plans:write',
  summary: 'Create a plan',
  description:
    'Creates a plan with its prices and services, and answers it as it is read back. With `code`, an attempt whose outcome ' +
    'is unknown can be looked up; a code in use is 409 `already_exists` with the `planId`.',
  parameters: { path: input.shape.path, headers: input.shape.headers },
  body: input.shape.body,
  answers: [{ status: 201, description: 'The plan as read back', schema: output }],
  problems: [
    ...connectionProblems,
    'idempotency_key_missing',
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
