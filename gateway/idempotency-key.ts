import * as z from 'zod';
import { keyMissing } from '../shared/lambda/parse-request.ts';

export const idempotencyKeyHeader = 'idempotency-key';

export const idempotencyKeySchema = z
  .string({ error: (issue) => (issue.input === undefined ? keyMissing : 'must be given once') })
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')
  .meta({
    description: 'Names this attempt: a repeat with the same key and body is safe',
    examples: ['signup-8841-convert'],
  });
