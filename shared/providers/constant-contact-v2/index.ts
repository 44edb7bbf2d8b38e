import { defineProvider } from '../../provider-kit/define-provider.ts';
import { listAccountPlans } from './account-plans.ts';
import { getPlan, listPlans } from './catalogue.ts';
import { createClient } from './client.ts';
import { convertTrial } from './conversion.ts';
import { secretSchema, secretValuesOf } from './credentials.ts';
import { planTypeRule } from './mapping.ts';
import { createWebhookReceiver } from './webhook.ts';

/** Constant Contact's partner API, version 2: one plan an account, no catalogue call, no preview. */
export const provider = defineProvider({
  id: 'constant-contact-v2',
  name: 'Constant Contact v2',
  hosts: ['constantcontact.com'],
  credentials: { schema: secretSchema, secretValues: secretValuesOf, addresses: ({ baseUrl }) => ({ baseUrl }) },
  identifiers: () => ({ plan: planTypeRule }),
  connect: (configured) => (context) => {
    const parts = { ...configured, context };
    return { ...parts, client: createClient(parts) };
  },
  reads: { listPlans, getPlan, listAccountPlans },
  changes: { convert_trial: convertTrial },
  webhook: createWebhookReceiver,
});
