import * as z from 'zod';
import { conversionPreviewSchema, conversionRequestSchema, conversionSchema } from '../../shared/domain/conversion.ts';
import { connectionNameSchema, identifierSchema } from '../../shared/domain/identifier.ts';
import { keyMissing } from '../../shared/lambda/parse-request.ts';

const idempotencyKeySchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')
  .meta({
    description: 'Names this attempt: a repeat with the same key and body is safe. Not needed for a preview',
    examples: ['signup-8841-convert'],
  });

const idempotencyKeyHeader = 'idempotency-key';

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
