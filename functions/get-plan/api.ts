import { type ApiOperation, connectionProblems, providerProblems } from '../../shared/lambda/api-operation.ts';
import { input, output } from './input.ts';

export const api: ApiOperation = {
  name: 'get-plan',
  method: 'get',
  path: '/v1/connections/{connection}/plans/{planId}',
  scope: 'plans:read',
  summary: 'Get a plan',
  description: 'One plan with its prices filled.',
  parameters: { path: input.shape.path, query: input.shape.query },
  answers: [{ status: 200, description: 'The plan', schema: output }],
  problems: [...connectionProblems, 'plan_not_found', ...providerProblems],
};
