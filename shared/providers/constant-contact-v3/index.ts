import { defineProvider } from '../../provider-kit/define-provider.ts';
import { listAccountPlans } from './account-plans.ts';
import { createAuthorizationForms, createPartnerTokens } from './auth.ts';
import { createKnownPlans, getPlan, isSamePlanType, listPlans } from './catalogue.ts';
import { createClient } from './client.ts';
import { convertTrial } from './conversion.ts';
import { secretSchema, secretValuesOf } from './credentials.ts';
import { createWebhookReceiver } from './webhook.ts';

/** Constant Contact's partner API, version 3: one plan an account, no catalogue call, no preview. */
export const provider = defineProvider({
  id: 'constant-contact-v3',
  name: 'Constant Contact v3',
  // The last is where tokens came from until September 2025; its domain is everybody's.
  hosts: ['cc.email', 'constantcontact.com', 'v3api-partner.auth.us-east-1.amazoncognito.com'],
  credentials: {
    schema: secretSchema,
    secretValues: secretValuesOf,
    addresses: ({ baseUrl, tokenUrl }) => ({ baseUrl, tokenUrl }),
  },
  isSamePlan: isSamePlanType,
  connect: (configured) => {
    const tokens = createPartnerTokens(configured);
    const forms = createAuthorizationForms(configured.credentials);
    const knownPlans = createKnownPlans(configured.credentials.plans);
    return (context) => ({ client: createClient({ ...configured, tokens, forms, context }), knownPlans, context });
  },
  reads: { listPlans, getPlan, listAccountPlans },
  changes: { convert_trial: convertTrial },
  webhook: createWebhookReceiver,
});
