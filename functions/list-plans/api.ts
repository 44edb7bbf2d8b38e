import { type ApiOperation, connectionProblems, providerProblems } from '../../shared/lambda/api-operation.ts';
import { input, output } from './input.ts';

export const api: ApiOperation = {
  name: 'list-plans',
  method: 'get',
  path: '/v1/connections/{connection}/plans',
  scope: 'plans:read',
  summary: 'List plans',
  description:
    "The provider's catalogue, a page at a time. Follow `nextCursor` until it is null; a page may be shorter than `limit`. " +
    'Amounts that the catalogue call lacks are null: `include=prices` fills them. A plan that cannot be read stands there with ' +
    'its id, status `unknown` and the warning `plan_unreadable`; `status` and `interval` leave it out.',
  parameters: { path: input.shape.path, query: input.shape.query },
  answers: [{ status: 200, description: 'One page of plans', schema: output }],
  problems: [...connectionProblems, 'invalid_cursor', 'plan_not_found', ...providerProblems],
};
