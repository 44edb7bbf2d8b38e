import * as z from 'zod';
import { idempotencyKeyHeader, idempotencyKeySchema } from '../../gateway/idempotency-key.ts';
import { conversionPreviewSchema, conversionRequestSchema, conversionSchema } from '../../shared/domain/conversion.ts';
import { connectionNameSchema, identifierSchema } from '../../shared/domain/identifier.ts';
import {
  connectionProblems,
  type Documentation,
  defineOperation,
  providerProblems,
} from '../../shared/lambda/operation.ts';
import { keyMissing } from '../../shared/lambda/parse-request.ts';

const request = z.object({
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
});

export const operation = defineOperation({
  name: 'convert-trial',
  method: 'post',
  path: '/v1/connections/{connection}/accounts/{accountId}/conversions',
  kind: 'write',
  scope: 'conversions:write',
  input: request
    // Told beside whatever else is wrong, which neither a union nor a transformation would do.
    .superRefine(({ query, headers }, context) => {
      if (query.preview !== true && headers[idempotencyKeyHeader] === undefined) {
        context.addIssue({ code: 'custom', path: ['headers', idempotencyKeyHeader], message: keyMissing });
      }
    })
    // A preview has no key, and what has no key changes nothing.
    .transform(({ path, query, headers: { [idempotencyKeyHeader]: key }, body }) =>
      query.preview === true || key === undefined ? { path, body, key: null } : { path, body, key },
    ),
  takesBody: true,
});

export const documentation = (): Documentation => {
  const answerHeaders = z.object({
    location: z.string().meta({ description: 'Where the conversion is read' }),
    'idempotency-replayed': z
      .literal('true')
      .optional()
      .meta({ description: 'On the answer to a request that was made before' }),
  });
  return {
    summary: 'Convert a trial to a paid plan',
    description:
      'Reads the account, writes once, reads back. An account that is paid on the wanted plan already is a success. ' +
      'A repeat with the same key and body gets the first answer again, with `Idempotency-Replayed: true`. ' +
      'Where the outcome is not known yet the answer is 202, and the conversion settles by itself: read it at `Location`. ' +
      'With `preview=true` nothing is changed and no key is needed.',
    request,
    answers: [
      {
        status: 200,
        description: 'Already converted, or the preview',
        schema: z.union([conversionSchema, conversionPreviewSchema]),
        headers: answerHeaders.partial(),
      },
      { status: 201, description: 'Converted', schema: conversionSchema, headers: answerHeaders },
      {
        status: 202,
        description: 'Being worked on, or the outcome is not known yet',
        schema: conversionSchema,
        headers: answerHeaders.extend({ 'retry-after': z.string().meta({ description: 'Seconds' }) }),
      },
    ],
    problems: [
      ...connectionProblems,
      'idempotency_key_missing',
      'account_plan_ambiguous',
      'not_in_trial',
      'conversion_in_progress',
      'payload_too_large',
      'unsupported_media_type',
      'idempotency_key_reused',
      'plan_not_available',
      ...providerProblems,
      'ledger_unavailable',
    ],
  };
};
