import { numericIdentifiers } from '../../domain/identifier.ts';
import type { IdentifierRule } from '../../domain/provider.ts';
import { defineProvider } from '../../provider-kit/define-provider.ts';
import { catalogueEdits } from './administration.ts';
import { convertTrial } from './conversion.ts';
import { ariaSecretSchema, secretValuesOf } from './credentials.ts';
import { listAccountPlans } from './read-account-plans.ts';
import { getPlan, listPlans } from './read-catalogue.ts';
import { createWebhookReceiver } from './webhook.ts';

/** client_acct_id is the client's own text of at most 50 characters. */
const clientAccountIdRule: IdentifierRule = {
  matches: (identifier) => identifier.length <= 50,
  message: 'must be 50 characters at most',
};

/** Aria Billing Cloud: the catalogue from its Admin Tools API, accounts and conversions from its Core API. */
export const provider = defineProvider({
  id: 'aria',
  name: 'Aria',
  hosts: ['ariasystems.net'],
  credentials: {
    schema: ariaSecretSchema,
    secretValues: secretValuesOf,
    addresses: ({ coreUrl, adminUrl }) => ({ coreUrl, adminUrl }),
  },
  identifiers: ({ settings }) => ({
    account: settings.accountIds === 'client' ? clientAccountIdRule : numericIdentifiers,
    plan: numericIdentifiers,
    subscription: numericIdentifiers,
    rateSchedule: numericIdentifiers,
  }),
  connect:
    ({ credentials: secret, secretValues }) =>
    (context) => ({ secret, secretValues, context }),
  reads: { listPlans, getPlan, listAccountPlans },
  changes: { convert_trial: convertTrial },
  catalogueEdits,
  webhook: createWebhookReceiver,
});
