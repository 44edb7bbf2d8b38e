import { isNumericIdentifier, numericIdentifierRule } from '../../domain/identifier.ts';
import type { IdentifierRule, Provider, ProviderContext, ProviderOperations } from '../../domain/provider.ts';
import { success } from '../../domain/result.ts';
import { parseSecret } from '../../http/credential-values.ts';
import { behindToken } from '../../http/webhook-token.ts';
import { listAccountPlans } from './account-plans.ts';
import { getPlan, getSubscriptionTemplate, listPlans } from './catalogue.ts';
import { createClient } from './client.ts';
import { createConversion } from './conversion.ts';
import { conversionOptionsSchema } from './conversion-write.ts';
import { type Credentials, secretSchema, secretValuesOf } from './credentials.ts';
import { createWebhookReceiver } from './webhook.ts';

const identifierRule: IdentifierRule = { matches: isNumericIdentifier, message: numericIdentifierRule };

/** Fusebill, now Stax Bill: a paged catalogue, subscriptions of customers, activation and migration. */
export const provider: Provider = {
  id: 'fusebill',
  hosts: ['fusebill.com', 'staxbill.com'],
  conversionOptions: conversionOptionsSchema,
  configure: (secret) => {
    const parsed = parseSecret(secretSchema, secret);
    return parsed.ok
      ? success({
          secretValues: secretValuesOf(parsed.value),
          addresses: [{ path: 'baseUrl', url: parsed.value.baseUrl }],
          accountIdRule: identifierRule,
          planIdRule: identifierRule,
          subscriptionIdRule: identifierRule,
          webhook: behindToken(parsed.value.webhookToken, createWebhookReceiver(parsed.value)),
          connect: (context) => createOperations(parsed.value, context),
        })
      : parsed;
  },
};

const createOperations = (credentials: Credentials, context: ProviderContext): ProviderOperations => {
  const client = createClient(credentials, context);
  const parts = { client, credentials, context };
  return {
    listPlans: (page) => listPlans(parts, page),
    getPlan: (planId) => getPlan(parts, planId),
    getSubscriptionTemplate: (planId, interval) => getSubscriptionTemplate(client, planId, interval),
    listAccountPlans: (accountId) => listAccountPlans(parts, accountId),
    changes: { convert_trial: createConversion(client) },
  };
};
