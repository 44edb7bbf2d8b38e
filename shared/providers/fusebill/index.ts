import { numericIdentifiers } from '../../domain/identifier.ts';
import { defineProvider } from '../../provider-kit/define-provider.ts';
import { listAccountPlans } from './account-plans.ts';
import { getPlan, getSubscriptionTemplate, listPlans } from './catalogue.ts';
import { createClient } from './client.ts';
import { convertTrial } from './conversion.ts';
import { secretSchema, secretValuesOf } from './credentials.ts';
import { createWebhookReceiver } from './webhook.ts';

/** Fusebill, now Stax Bill: a paged catalogue, subscriptions of customers, activation and migration. */
export const provider = defineProvider({
  id: 'fusebill',
  name: 'Fusebill',
  hosts: ['fusebill.com', 'staxbill.com'],
  credentials: { schema: secretSchema, secretValues: secretValuesOf, addresses: ({ baseUrl }) => ({ baseUrl }) },
  identifiers: () => ({ account: numericIdentifiers, plan: numericIdentifiers, subscription: numericIdentifiers }),
  connect: (configured) => (context) => {
    const parts = { ...configured, context };
    return { ...parts, client: createClient(parts) };
  },
  reads: { listPlans, getPlan, getSubscriptionTemplate, listAccountPlans },
  changes: { convert_trial: convertTrial },
  webhook: createWebhookReceiver,
});
