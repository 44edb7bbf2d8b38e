import * as z from 'zod';
import { identifierSchema } from '../../domain/identifier.ts';
import {
  basicPasswordSchema,
  basicUsernameSchema,
  encodeBasicCredentials,
  headerValueSchema,
} from '../../http/credential-values.ts';
import { providerUrlSchema } from '../../http/provider-url.ts';

const plansSchema = z
  .array(z.object({ id: identifierSchema, name: z.string().trim().min(1, 'must not be empty').optional() }))
  .superRefine((plans, context) => {
    const seen = new Set<string>();
    for (const [index, { id }] of plans.entries()) {
      if (seen.has(id.toLowerCase())) {
        context.addIssue({ code: 'custom', path: [index, 'id'], message: 'is there twice (case does not count)' });
      }
      seen.add(id.toLowerCase());
    }
  });

/**
 * Where the vendor's pages and the code of its users disagree. The pages put the token's parameters in the query with an
 * empty body; newer clients send a form, and no scope. https://v3.developer.constantcontact.com/api_guide/partners_auth.html
 */
const settingsSchema = z.object({
  tokenParameters: z.enum(['form', 'query']).default('form'),
  tokenScope: z.string().min(1, 'must not be empty').nullable().default(null),
});

/**
 * The secret of a connection. The client id and secret are the partner's and not those of the API key's application:
 * https://developer.constantcontact.com/api_guide/partners_reg_creds.html
 */
export const secretSchema = z.object({
  apiKey: headerValueSchema,
  clientId: basicUsernameSchema,
  clientSecret: basicPasswordSchema,
  baseUrl: providerUrlSchema.default('https://api.cc.email/v3'),
  /** Changed in September 2025; it was a Cognito host before. https://developer.constantcontact.com/api_guide/index.html */
  tokenUrl: providerUrlSchema.default('https://authz.constantcontact.com/partners/oauth2/default/v1/token'),
  /** The vendor's examples send the bare token, newer clients `Bearer`. Null: a read finds out which is taken. */
  authorizationScheme: z.enum(['bare', 'bearer']).nullable().default(null),
  plans: plansSchema.nullable().default(null),
  webhookSecret: z.string().min(1, 'must not be empty').optional(),
  settings: settingsSchema.prefault({}),
});

export type Credentials = z.output<typeof secretSchema>;

export const basicCredentialsOf = ({ clientId, clientSecret }: Credentials): string =>
  encodeBasicCredentials(clientId, clientSecret);

/** All but the tokens, which come and go: whoever cleans a text adds the one in use. With the pair as it is sent. */
export const secretValuesOf = ({ apiKey, clientId, clientSecret, webhookSecret }: Credentials): readonly string[] => [
  `${clientId}:${clientSecret}`,
  apiKey,
  clientSecret,
  ...(webhookSecret === undefined ? [] : [webhookSecret]),
];
