import { secretSchema } from '../../../../shared/providers/constant-contact-v2/credentials.ts';
import type { Echoing } from '../../echoing.ts';

/** What comes back of a secret. */
export const echoing: Echoing = {
  schema: secretSchema,
  places: ['apiKey', 'password', 'webhookSecret', 'webhookToken'],
  harmless: ['username', 'baseUrl', 'currency', 'planNames.*'],
  secretOf: (credentials, origin) => ({ username: 'user', ...credentials, baseUrl: `${origin}/v2` }),
  pairs: ({ password }) => [`user:${password}`],
  refusal: (message) => [{ error_key: message, error_message: message }],
};
