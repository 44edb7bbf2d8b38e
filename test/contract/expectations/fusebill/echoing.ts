import { secretSchema } from '../../../../shared/providers/fusebill/credentials.ts';
import type { Echoing } from '../../echoing.ts';

/** What comes back of a secret. */
export const echoing: Echoing = {
  schema: secretSchema,
  places: ['apiKey', 'webhook.value', 'webhookToken'],
  harmless: [
    ...['baseUrl', 'trialPlanCodes.*', 'webhook.header'],
    ...['settings.pageSize', 'settings.rateLimitWaitSeconds'],
  ],
  secretOf: ({ 'webhook.value': value, ...credentials }, origin) => ({
    ...credentials,
    webhook: { header: 'X-Hook', value },
    baseUrl: `${origin}/v1`,
  }),
  pairs: () => [],
  refusal: (message) => ({ ErrorId: 0, Errors: [{ Key: message, Value: message }] }),
};
