import * as z from 'zod';
import { conversionSchema } from '../../shared/domain/conversion.ts';
import { connectionNameSchema, identifierSchema } from '../../shared/domain/identifier.ts';
import { connectionProblems, type Documentation, defineOperation } from '../../shared/lambda/operation.ts';

export const operation = defineOperation({
  name: 'get-conversion',
  method: 'get',
  path: '/v1/connections/{connection}/accounts/{accountId}/conversions/{conversionId}',
  kind: 'read',
  scope: 'plans:read',
  input: z.object({
    path: z.object({
      connection: connectionNameSchema,
      accountId: identifierSchema,
      conversionId: z.string().regex(/^cnv_[0-9A-HJKMNP-TV-Z]{26}$/, 'must be the id of a conversion, cnv_...'),
    }),
    query: z.strictObject({}),
  }),
  takesBody: false,
});

export const documentation = (): Documentation => ({
  summary: 'Get a conversion',
  description:
    'The conversion, whatever became of it. One whose outcome is not known yet is settled here when the state at the ' +
    'provider proves it.',
  answers: [{ status: 200, description: 'The conversion', schema: conversionSchema }],
  problems: [...connectionProblems, 'conversion_not_found', 'ledger_unavailable'],
});
