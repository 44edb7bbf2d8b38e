import { isNumericIdentifier, numericIdentifierRule } from '../../domain/identifier.ts';
import type { IdentifierRule, Provider } from '../../domain/provider.ts';
import { success } from '../../domain/result.ts';
import { parseSecret } from '../../http/credential-values.ts';
import { behindToken } from '../../http/webhook-token.ts';
import { createCatalogueEdits } from './administration.ts';
import { createConversion } from './conversion.ts';
import { conversionOptionsSchema } from './conversion-write.ts';
import { ariaSecretSchema, secretValuesOf } from './credentials.ts';
import { listAccountPlans } from './read-account-plans.ts';
import { createCatalogue } from './read-catalogue.ts';
import { createWebhookReceiver } from './webhook.ts';

/** Aria Billing Cloud: the catalogue from its Admin Tools API, accounts and conversions from its Core API. */
export const provider: Provider = {
  id: 'aria',
  hosts: ['ariasystems.net'],
  conversionOptions: conversionOptionsSchema,
  configure: (input) => {
    const parsed = parseSecret(ariaSecretSchema, input);
    if (!parsed.ok) {
      return parsed;
    }
    const secret = parsed.value;
    return success({
      secretValues: secretValuesOf(secret),
      addresses: [
        { path: 'coreUrl', url: secret.coreUrl },
        { path: 'adminUrl', url: secret.adminUrl },
      ],
      accountIdRule: secret.settings.accountIds === 'client' ? clientAccountIdRule : numericRule,
      planIdRule: numericRule,
      subscriptionIdRule: numericRule,
      rateScheduleIdRule: numericRule,
      webhook: behindToken(secret.webhookToken, createWebhookReceiver(secret)),
      connect: (context) => {
        const connection = { secret, context };
        return {
          ...createCatalogue(connection),
          listAccountPlans: (accountId) => listAccountPlans(connection, accountId),
          changes: { convert_trial: createConversion(connection) },
          catalogueEdits: createCatalogueEdits(connection),
        };
      },
    });
  },
};

const numericRule: IdentifierRule = { matches: isNumericIdentifier, message: numericIdentifierRule };

/** client_acct_id is the client's own text of at most 50 characters. */
const clientAccountIdRule: IdentifierRule = {
  matches: (identifier) => identifier.length <= 50,
  message: 'must be 50 characters at most',
};
