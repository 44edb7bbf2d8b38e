import * as z from 'zod';
import { type ApiOperation, connectionProblems, providerProblems } from '../../shared/lambda/api-operation.ts';
import { input, output, previewOutput } from './input.ts';

const answerHeaders = z.object({
  location: z.string().meta({ description: 'Where the conversion is read' }),
  'idempotency-replayed': z
    .literal('true')
    .optional()
    .meta({ description: 'On the answer to a request that was made before' }),
});

export const api: ApiOperation = {
  name: 'convert-trial',
  method: 'post',
  path: '/v1/connections/{connection}/accounts/{accountId}/conversions',
  scope: 'conversions:write',
  summary: 'Convert a trial to a paid plan',
  description:
    'Reads the account, writes once, reads back. An account that is paid on the wanted plan already is a success. ' +
    'A repeat with the same key and body gets the first answer again, with `Idempotency-Replayed: true`. ' +
    'Where the outcome is not known yet the answer is 202, and the conversion settles by itself: read it at `Location`. ' +
    'With `preview=true` nothing is changed and no key is needed.',
  parameters: { path: input.shape.path, query: input.shape.query, headers: input.shape.headers },
  body: input.shape.body,
  answers: [
    {
      status: 200,
      description: 'Already converted, or the preview',
      schema: z.union([output, previewOutput]),
      headers: answerHeaders.partial(),
    },
    { status: 201, description: 'Converted', schema: output, headers: answerHeaders },
    {
      status: 202,
      description: 'Being worked on, or the outcome is not known yet',
      schema: output,
      headers: answerHeaders.extend({ 'retry-after': z.string().meta({ description: 'Seconds' }) }),
    },
  ],
  problems: [
    ...connectionProblems,
    'idempotency_key_missing',
    'account_not_found',
    'subscription_not_found',
    'account_plan_ambiguous',
    'not_in_trial',
    'conversion_in_progress',
    'provider_conflict',
    'payload_too_large',
    'unsupported_media_type',
    'idempotency_key_reused',
    'plan_not_available',
    'usage_accumulation_unsupported',
    'provider_rejected',
    ...providerProblems,
    'ledger_unavailable',
  ],
};
