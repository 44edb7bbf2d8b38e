import * as z from 'zod';
import { idempotencyKeyHeader, idempotencyKeySchema } from '../../gateway/idempotency-key.ts';
import { conversionPreviewSchema, conversionRequestSchema, conversionSchema } from '../../shared/domain/conversion.ts';
import { connectionNameSchema, identifierSchema } from '../../shared/domain/identifier.ts';
import { keyMissing } from '../../shared/lambda/parse-request.ts';

export const input = z
  .object({
    path: z.object({ connection: connectionNameSchema, accountId: identifierSchema }),
    query: z.strictObject({
      preview: z
        .enum(['true', 'false'])
        .transform((text) => text === 'true')
        .optional()
        .meta({ description: 'With `true`, changes nothing and says what would happen' }),
    }),
    headers: z.object({ [idempotencyKeyHeader]: idempotencyKeySchema.optional() }),
    body: conversionRequestSchema,
  })
  .superRefine(({ query, headers }, context) => {
    if (query.preview !== true && headers[idempotencyKeyHeader] === undefined) {
      context.addIssue({ code: 'custom', path: ['headers', idempotencyKeyHeader], message: keyMissing });
    }
  });

export const output = conversionSchema;
export const previewOutput = conversionPreviewSchema;
