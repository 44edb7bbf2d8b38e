import { createProblem } from '../../domain/problem.ts';
import type { AccountPlanRead, Provider, ProviderContext, ProviderOperations } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import { parseSecret } from '../../http/credential-values.ts';
import { tryParseExactJson } from '../../http/exact-json.ts';
import { problemOfInvalidAnswer } from '../../http/provider-problem.ts';
import { redactJson } from '../../http/redaction.ts';
import { behindToken } from '../../http/webhook-token.ts';
import { listCatalogue } from './catalogue.ts';
import { type Client, createClient } from './client.ts';
import { conversionOptionsSchema, createConversion } from './conversion.ts';
import { type Credentials, secretSchema, secretValuesOf } from './credentials.ts';
import { planTypeRule, toAccountPlan } from './mapping.ts';
import { createWebhookReceiver } from './webhook.ts';
import { wirePlanSchema } from './wire.ts';

/** Constant Contact's partner API, version 2: one plan an account, no catalogue call, no preview. */
export const provider: Provider = {
  id: 'constant-contact-v2',
  hosts: ['constantcontact.com'],
  conversionOptions: conversionOptionsSchema,
  configure: (secret) => {
    const credentials = parseSecret(secretSchema, secret);
    return credentials.ok
      ? success({
          secretValues: secretValuesOf(credentials.value),
          addresses: [{ path: 'baseUrl', url: credentials.value.baseUrl }],
          planIdRule: planTypeRule,
          webhook: behindToken(credentials.value.webhookToken, createWebhookReceiver(credentials.value)),
          connect: (context) => createOperations(credentials.value, context),
        })
      : credentials;
  },
};

const createOperations = (credentials: Credentials, context: ProviderContext): ProviderOperations => {
  const client = createClient(credentials, context);
  const plans = () => listCatalogue(context.connection, credentials.planNames).map((plan) => ({ plan, raw: null }));
  return {
    listPlans: async (page) => success({ plans: page === 0 ? plans() : [], isLast: true }),
    getPlan: async (planId) => {
      const found = plans().find(({ plan }) => plan.id === planId);
      return found === undefined
        ? failed(createProblem('plan_not_found', 'The connection knows no plan with this id.'))
        : success(found);
    },
    listAccountPlans: (accountId) => listAccountPlans({ credentials, context, client }, accountId),
    changes: { convert_trial: createConversion(client) },
  };
};

interface Reader {
  readonly credentials: Credentials;
  readonly context: ProviderContext;
  readonly client: Client;
}

const listAccountPlans = async (
  { credentials, context, client }: Reader,
  accountId: string,
): Promise<Result<readonly AccountPlanRead[]>> => {
  const answer = await client.getPlan(accountId);
  if (!answer.ok) {
    return answer;
  }
  const { status, text } = answer.value;
  const body = tryParseExactJson(text);
  const parsed = wirePlanSchema.safeParse(body);
  if (!parsed.success) {
    const what = parsed.error.issues[0]?.path.join('.') || 'the body';
    return failed(problemOfInvalidAnswer(client.purpose('read'), status, what));
  }
  const { currency, planNames } = credentials;
  const { connection } = context;
  return success([
    {
      accountPlan: toAccountPlan({ connection, accountId, currency, planNames }, parsed.data),
      isAddOn: false,
      endedAt: null,
      isReplaced: false,
      hasDiscounts: false,
      raw: redactJson(body, secretValuesOf(credentials)),
    },
  ]);
};
