import { createProblem } from '../../domain/problem.ts';
import type { AccountPlanRead, Provider, ProviderContext, ProviderOperations } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import { parseSecret } from '../../http/credential-values.ts';
import { tryParseExactJson } from '../../http/exact-json.ts';
import { problemOfInvalidAnswer } from '../../http/provider-problem.ts';
import { redactJson } from '../../http/redaction.ts';
import { behindToken } from '../../http/webhook-token.ts';
import { type AuthorizationForms, createAuthorizationForms, createPartnerTokens, type PartnerTokens } from './auth.ts';
import { createKnownPlans, type KnownPlans } from './catalogue.ts';
import { type Client, createClient } from './client.ts';
import { conversionOptionsSchema, createConversion } from './conversion.ts';
import { type Credentials, secretSchema, secretValuesOf } from './credentials.ts';
import { toAccountPlan } from './mapping.ts';
import { createWebhookReceiver } from './webhook.ts';
import { wirePlanSchema } from './wire.ts';

/** Constant Contact's partner API, version 3: one plan an account, no catalogue call, no preview. */
export const provider: Provider = {
  id: 'constant-contact-v3',
  // The last is where tokens came from until September 2025; its domain is everybody's.
  hosts: ['cc.email', 'constantcontact.com', 'v3api-partner.auth.us-east-1.amazoncognito.com'],
  conversionOptions: conversionOptionsSchema,
  configure: (secret) => {
    const parsed = parseSecret(secretSchema, secret);
    if (!parsed.ok) {
      return parsed;
    }
    const configuration: Configuration = {
      credentials: parsed.value,
      tokens: createPartnerTokens(parsed.value),
      forms: createAuthorizationForms(parsed.value),
      knownPlans: createKnownPlans(parsed.value.plans),
    };
    return success({
      secretValues: secretValuesOf(parsed.value),
      addresses: [
        { path: 'baseUrl', url: parsed.value.baseUrl },
        { path: 'tokenUrl', url: parsed.value.tokenUrl },
      ],
      webhook: behindToken(parsed.value.webhookToken, createWebhookReceiver(parsed.value)),
      connect: (context) => createOperations(configuration, context),
    });
  },
};

interface Configuration {
  readonly credentials: Credentials;
  readonly tokens: PartnerTokens;
  readonly forms: AuthorizationForms;
  readonly knownPlans: KnownPlans;
}

const createOperations = (
  { credentials, tokens, forms, knownPlans }: Configuration,
  context: ProviderContext,
): ProviderOperations => {
  const client = createClient({ credentials, tokens, forms, context });
  const plans = () => knownPlans.list(context.connection).map((plan) => ({ plan, raw: null }));
  return {
    listPlans: async (page) => success({ plans: page === 0 ? plans() : [], isLast: true }),
    getPlan: async (planId) => {
      const id = knownPlans.find(planId)?.id;
      const found = plans().find(({ plan }) => plan.id === id);
      return found === undefined
        ? failed(createProblem('plan_not_found', 'The connection knows no plan with this id.'))
        : success(found);
    },
    listAccountPlans: (accountId) => listAccountPlans({ client, knownPlans, context }, accountId),
    changes: { convert_trial: createConversion(client, knownPlans) },
  };
};

interface Reader {
  readonly client: Client;
  readonly knownPlans: KnownPlans;
  readonly context: ProviderContext;
}

const listAccountPlans = async (
  { client, knownPlans, context }: Reader,
  accountId: string,
): Promise<Result<readonly AccountPlanRead[]>> => {
  const answer = await client.getPlan(accountId);
  if (!answer.ok) {
    return answer;
  }
  const { purpose, status, text } = answer.value;
  const body = tryParseExactJson(text);
  const parsed = wirePlanSchema.safeParse(body);
  if (!parsed.success) {
    const what = parsed.error.issues[0]?.path.join('.') || 'the body';
    return failed(problemOfInvalidAnswer(purpose, status, what));
  }
  return success([
    {
      accountPlan: toAccountPlan({ connection: context.connection, accountId, knownPlans }, parsed.data),
      isAddOn: false,
      endedAt: null,
      isReplaced: false,
      hasDiscounts: false,
      raw: redactJson(body, purpose.secretValues),
    },
  ]);
};
