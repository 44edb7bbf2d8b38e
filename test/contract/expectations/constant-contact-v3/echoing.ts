import { secretSchema } from '../../../../shared/providers/constant-contact-v3/credentials.ts';
import type { Echoing } from '../../echoing.ts';

/** What comes back of a secret. */
export const echoing: Echoing = {
  schema: secretSchema,
  places: ['apiKey', 'clientSecret', 'webhookSecret', 'webhookToken'],
  harmless: ['clientId', 'baseUrl', 'tokenUrl', 'plans.*.id', 'plans.*.name', 'settings.tokenScope'],
  secretOf: (credentials, origin) => ({
    clientId: 'client',
    ...credentials,
    baseUrl: `${origin}/v3`,
    tokenUrl: `${origin}/token`,
  }),
  pairs: ({ clientSecret }) => [`client:${clientSecret}`],
  refusal: (message) => [{ error_key: message, error_message: message }],
};
