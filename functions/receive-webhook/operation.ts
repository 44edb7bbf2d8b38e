import * as z from 'zod';
import { type Documentation, defineOperation } from '../../shared/lambda/operation.ts';

export const operation = defineOperation({
  name: 'receive-webhook',
  method: 'post',
  path: '/v1/connections/{connection}/webhooks',
  kind: 'read',
  scope: null,
  input: z.object({
    path: z.object({
      /** Any text: that a name cannot exist is told in the same way as that it does not. */
      connection: z.string(),
    }),
    /** Other members are let through, and so is a token that is given twice, which then is none. */
    query: z.object({ token: z.string().optional().catch(undefined) }),
    headers: z.record(z.string(), z.string()),
    body: z.instanceof(Uint8Array),
  }),
  takesBody: 'raw',
});

export const documentation = (): Documentation => ({
  summary: 'Take a notification of a provider',
  description:
    "For the providers alone: the address to enter there. The body is the provider's own, of any content type. It is " +
    'verified as the raw bytes that came, by what the secret of the connection holds: `webhookSecret` by the header ' +
    '`x-ctct-hmac-sha256`, `webhook` by the header that it names or by HTTP Basic, v3 without a secret by `api_key`; and by ' +
    'the `token` of the address where the secret holds a `webhookToken`. It is ' +
    'stored before it is answered. What it says is never believed: the gateway reads the account again and publishes what ' +
    'has changed. A connection that does not exist answers as a wrong signature does.',
  request: z.object({
    path: z.object({ connection: z.string() }),
    query: z.object({
      token: z
        .string()
        .optional()
        .meta({ description: "The connection's `webhookToken`, as part of the address that the provider was given" }),
    }),
  }),
  answers: [
    {
      status: 200,
      description: 'Stored, in the words that Aria waits for',
      schema: z.literal('OK'),
      contentType: 'text/plain',
    },
    { status: 204, description: 'Stored, or about nothing that concerns the gateway', schema: null },
  ],
  problems: [
    'invalid_request',
    'webhook_unauthenticated',
    'payload_too_large',
    'internal_error',
    'secrets_unavailable',
    'ledger_unavailable',
  ],
});
