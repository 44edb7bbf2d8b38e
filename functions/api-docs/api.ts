import * as z from 'zod';
import type { ApiOperation } from '../../shared/lambda/api-operation.ts';

export const api: ApiOperation = {
  name: 'api-docs',
  method: 'get',
  path: '/openapi.json',
  scope: null,
  summary: 'Get this document',
  description: 'The OpenAPI 3.1 document of this API.',
  parameters: {},
  answers: [{ status: 200, description: 'The document', schema: z.looseObject({ openapi: z.literal('3.1.0') }) }],
  problems: ['internal_error'],
};
