import * as z from 'zod';
import {
  basicPasswordSchema,
  basicUsernameSchema,
  encodeBasicCredentials,
  headerValueSchema,
} from '../../http/credential-values.ts';
import { providerUrlSchema } from '../../http/provider-url.ts';
import { planTypeRule } from './mapping.ts';

/**
 * The secret of a connection. v2 takes the partner's own username and password on every call, and the API key beside
 * them in the query: https://v2.developer.constantcontact.com/docs/account-management/manage-plan.html
 */
export const secretSchema = z.object({
  apiKey: headerValueSchema,
  username: basicUsernameSchema,
  password: basicPasswordSchema,
  baseUrl: providerUrlSchema.default('https://api.constantcontact.com/v2'),
  /** v2 says no currency anywhere. */
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/, 'must be a currency of three letters')
    .transform((currency) => currency.toUpperCase())
    .nullable()
    .default(null),
  /** Only 1 (Trial) is explained; what the other integers are called, the partner knows. */
  planNames: z
    .record(
      z.string().refine(planTypeRule.matches, `plan type ${planTypeRule.message}`),
      z.string().trim().min(1, 'must not be empty'),
    )
    .default({}),
  webhookSecret: z.string().min(1, 'must not be empty').optional(),
});

export type Credentials = z.output<typeof secretSchema>;

export const basicCredentialsOf = ({ username, password }: Credentials): string =>
  encodeBasicCredentials(username, password);

/** With the pair as it is sent. `shared/http/secret-spellings.ts` knows how each may come back. */
export const secretValuesOf = ({ apiKey, username, password, webhookSecret }: Credentials): readonly string[] => [
  `${username}:${password}`,
  apiKey,
  password,
  ...(webhookSecret === undefined ? [] : [webhookSecret]),
];
