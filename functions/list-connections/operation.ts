import * as z from 'zod';
import { providerIdSchema } from '../../shared/domain/provider-id.ts';
import { type Documentation, defineOperation } from '../../shared/lambda/operation.ts';

export const operation = defineOperation({
  name: 'list-connections',
  method: 'get',
  path: '/v1/connections',
  kind: 'read',
  scope: 'plans:read',
  input: z.object({ query: z.strictObject({}) }),
  takesBody: false,
});

export const documentation = (): Documentation => ({
  summary: 'List connections',
  description: 'Every connection by its name, with what can be done with it. Never a credential.',
  answers: [
    {
      status: 200,
      description: 'The connections, by name',
      schema: z.object({
        data: z.array(
          z
            .object({
              name: z.string(),
              provider: providerIdSchema.nullable(),
              operations: z.array(z.string()),
              problem: z.string().nullable().meta({ description: 'Set for a connection whose secret cannot be used' }),
            })
            .meta({ id: 'Connection' }),
        ),
      }),
    },
  ],
  problems: ['invalid_request', 'unauthenticated', 'forbidden', 'internal_error', 'secrets_unavailable'],
});
