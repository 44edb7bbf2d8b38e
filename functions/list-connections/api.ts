import type { ApiOperation } from '../../shared/lambda/api-operation.ts';
import { input, output } from './input.ts';

export const api: ApiOperation = {
  name: 'list-connections',
  method: 'get',
  path: '/v1/connections',
  scope: 'plans:read',
  summary: 'List connections',
  description: 'Every connection by its name, with what can be done with it. Never a credential.',
  parameters: { query: input.shape.query },
  answers: [{ status: 200, description: 'The connections, by name', schema: output }],
  problems: ['invalid_request', 'unauthenticated', 'forbidden', 'internal_error', 'secrets_unavailable'],
};
