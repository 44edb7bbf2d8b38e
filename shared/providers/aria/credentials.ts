import * as z from 'zod';
import {
  basicPasswordSchema,
  basicUsernameSchema,
  headerValueSchema,
  secretHeaderNameSchema,
} from '../../http/credential-values.ts';
import { providerUrlSchema } from '../../http/provider-url.ts';
import { encodeForm } from './form-encoding.ts';

/**
 * The secret of a connection. `client_no` and `auth_key` go into every body; Aria knows no header authentication. The
 * two families have hosts of their own, and allow-list the caller's address apart.
 * https://developer.ariasystems.net/Aria_Crescendo_Documentation/Aria_Crescendo_APIs
 */
export const ariaSecretSchema = z.object({
  clientNo: z
    .union([z.string(), z.int()], 'must be a whole number, written as text when it is long')
    .transform(String)
    // A `long` of at most 22 digits. A leading zero would not be a JSON number.
    .pipe(z.string().regex(/^[1-9][0-9]{0,21}$/, 'must be a whole number without leading zeros, 22 digits at most')),
  authKey: z.string().min(1, 'must not be empty'),
  coreUrl: providerUrlSchema.prefault('https://secure.ariasystems.net/v1/core'),
  adminUrl: providerUrlSchema.prefault('https://admintools.ariasystems.net/AdminTools.php/Dispatcher'),
  webhook: z
    .union(
      [
        z.object({ header: secretHeaderNameSchema, value: headerValueSchema }),
        z.object({ username: basicUsernameSchema, password: basicPasswordSchema }),
      ],
      'must hold header and value, or username and password',
    )
    .optional(),
  settings: z
    .object({
      /** Which id of an account the callers know: `acct_no`, or `client_acct_id`. */
      accountIds: z.enum(['number', 'client']).default('number'),
      /** Sent with Core calls as `releaseVersion`, as some clients do to pin the shape of answers. Aria does not describe it. */
      releaseVersion: z
        .union([z.string(), z.int()], 'must be text or a whole number')
        .transform(String)
        .nullable()
        .default(null),
      /** The vendor's guide prints `Usage Based`; working clients send the hyphen. */
      usageServiceType: z.enum(['Usage-Based', 'Usage Based']).default('Usage-Based'),
      /** edit_plan_m's `edit_directives`: 1 and 2 exist, what they mean is not published, working clients send 2. */
      editDirectives: z.literal([1, 2]).default(2),
      /** Allows edit_plan_m, which replaces a plan as a whole and cannot be guarded against another writer. */
      allowFullPlanReplace: z.boolean().default(false),
      /**
       * The name under which create_new_plan_m and edit_plan_m take the initial status of a plan. Both are inputs of both
       * calls; the first is the one that reads give.
       */
      initialStatusParameter: z
        .enum(['initial_plan_status_cd', 'plan_instance_status_cd'])
        .nullish()
        .transform((name) => name ?? 'initial_plan_status_cd'),
      /** Events that count as being about plans, beside those that are published as such. */
      webhookEventIds: z
        .array(z.union([z.string().min(1), z.int()], 'must be text or a whole number').transform(String))
        .default([]),
    })
    .prefault({}),
});

export type AriaSecret = z.infer<typeof ariaSecretSchema>;

/**
 * The values of a secret that nobody else may see, and the pairs as they are sent, in a form, in JSON and by the sender of
 * notifications. `shared/http/secret-spellings.ts` knows how each may come back.
 */
export const secretValuesOf = ({ clientNo, authKey, webhook }: AriaSecret): readonly string[] => [
  encodeForm({ client_no: clientNo, auth_key: authKey }),
  `"client_no":${clientNo},"auth_key":${JSON.stringify(authKey)}`,
  authKey,
  ...(webhook === undefined
    ? []
    : 'value' in webhook
      ? [webhook.value]
      : [`${webhook.username}:${webhook.password}`, webhook.password]),
];
