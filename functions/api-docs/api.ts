import * as z from 'zod';
import type { ApiOperation } from '../../shared/lambda/api-operation.ts';

const tagged = z.object({ etag: z.string() });

export const api: ApiOperation = {
  name: 'api-docs',
  method: 'get',
  path: '/openapi.json',
  scope: null,
  summary: 'Get this document',
  description:
    'The OpenAPI 3.1 document of this API. Keep it with its `ETag`, and ask with `If-None-Match` whether it is still the same. Where the operator has switched the documentation off there is no such route.',
  parameters: {
    headers: z.object({
      'if-none-match': z.string().optional().meta({ description: 'The `ETag` of the document that you have' }),
    }),
  },
  answers: [
    {
      status: 200,
      description: 'The document',
      schema: z.looseObject({ openapi: z.literal('3.1.0') }),
      headers: tagged,
    },
    { status: 304, description: 'The document is the one that you have', schema: null, headers: tagged },
  ],
  problems: ['route_not_found', 'internal_error'],
};
