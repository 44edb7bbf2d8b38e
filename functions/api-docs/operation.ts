import * as z from 'zod';
import { type Documentation, defineOperation } from '../../shared/lambda/operation.ts';

export const operation = defineOperation({
  name: 'api-docs',
  method: 'get',
  path: '/openapi.json',
  kind: 'read',
  scope: null,
  input: z.object({
    headers: z.object({ 'accept-encoding': z.string().optional(), 'if-none-match': z.string().optional() }),
  }),
  takesBody: false,
});

export const documentation = (): Documentation => {
  const tagged = z.object({ etag: z.string() });
  return {
    summary: 'Get this document',
    description:
      'The OpenAPI 3.1 document of this API. Keep it with its `ETag`, and ask with `If-None-Match` whether it is still the same. Where the operator has switched the documentation off there is no such route.',
    request: z.object({
      headers: z.object({
        'if-none-match': z.string().optional().meta({ description: 'The `ETag` of the document that you have' }),
      }),
    }),
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
};
