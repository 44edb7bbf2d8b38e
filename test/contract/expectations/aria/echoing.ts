import { ariaSecretSchema } from '../../../../shared/providers/aria/credentials.ts';
import type { Echoing } from '../../echoing.ts';

/** What comes back of a secret. */
export const echoing: Echoing = {
  schema: ariaSecretSchema,
  places: ['authKey', 'webhook.value', 'webhook.password', 'webhookToken'],
  harmless: [
    ...['clientNo', 'coreUrl', 'adminUrl', 'webhook.header', 'webhook.username'],
    ...['settings.releaseVersion', 'settings.webhookEventIds.*'],
  ],
  secretOf: (credentials, origin) => {
    const { authKey, webhookToken, 'webhook.value': value, 'webhook.password': password } = credentials;
    return {
      clientNo: '4100001',
      authKey,
      webhookToken,
      coreUrl: `${origin}/core`,
      adminUrl: `${origin}/admin`,
      webhook: password === undefined ? { header: 'X-Hook', value } : { username: 'hook', password },
    };
  },
  pairs: ({ authKey = '' }) => [
    `client_no=4100001&auth_key=${encodeURIComponent(authKey)}`,
    `"client_no":4100001,"auth_key":${JSON.stringify(authKey)}`,
  ],
  refusal: (message) => ({ error_code: 1004, error_msg: message }),
};
