import * as z from 'zod';
import { providerIdSchema } from '../../shared/domain/provider-id.ts';

export const input = z.object({ query: z.strictObject({}) });

export const output = z.object({
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
});
