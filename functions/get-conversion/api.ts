import { type ApiOperation, connectionProblems } from '../../shared/lambda/api-operation.ts';
import { input, output } from './input.ts';

export const api: ApiOperation = {
  name: 'get-conversion',
  method: 'get',
  path: '/v1/connections/{connection}/accounts/{accountId}/conversions/{conversionId}',
  scope: 'plans:read',
  summary: 'Get a conversion',
  description:
    'The conversion, whatever became of it. One whose outcome is not known yet is settled here when the state at the ' +
    'provider proves it.',
  parameters: { path: input.shape.path, query: input.shape.query },
  answers: [{ status: 200, description: 'The conversion', schema: output }],
  problems: [...connectionProblems, 'conversion_not_found', 'ledger_unavailable'],
};
