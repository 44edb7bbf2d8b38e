import * as z from 'zod';
import { notApplicableCollection } from '../../shared/domain/collection.ts';
import type { ProblemCode } from '../../shared/domain/problem.ts';
import type { ProviderContext } from '../../shared/domain/provider.ts';
import type { ProviderId } from '../../shared/domain/provider-id.ts';
import { failed, type Result, success } from '../../shared/domain/result.ts';
import { type Answer, answerLimits, type CallFailure, sendCall } from '../../shared/http/call.ts';
import { headerValueSchema } from '../../shared/http/credential-values.ts';
import { tryParseExactJson } from '../../shared/http/exact-json.ts';
import {
  type Purpose,
  problemOfFailure,
  problemOfInvalidAnswer,
  problemOfRefusal,
} from '../../shared/http/provider-problem.ts';
import { providerUrlSchema } from '../../shared/http/provider-url.ts';
import { retryAfterMs, sendReadCall } from '../../shared/http/retry.ts';
import { defineChange, unsuccessful } from '../../shared/provider-kit/define-change.ts';
import { type ConfiguredCredentials, defineProvider } from '../../shared/provider-kit/define-provider.ts';
import { accountPlanOf, planOf } from '../contract/expected.ts';

/** No provider of the product: `test/contract/example-provider.test.ts` puts it among the ids. */
export const exampleId = 'example-billing' as ProviderId;

const secretSchema = z.object({
  apiKey: headerValueSchema,
  baseUrl: providerUrlSchema.default('https://api.billing.example/v1'),
});

/** The vendor's two resources: `GET /plans`, and `GET` and `PUT /accounts/{id}`. */
const createClient = (
  { credentials, secretValues }: ConfiguredCredentials<z.output<typeof secretSchema>>,
  context: ProviderContext,
) => {
  const callOf = (method: 'GET' | 'PUT', path: string, body?: object) => ({
    method,
    url: `${credentials.baseUrl}${path}`,
    route: path.replace(/[^/]+$/, '{last}'),
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${credentials.apiKey}`,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    maximumAnswerBytes: answerLimits.ordinaryBytes,
  });
  const parse = <Body>(
    purpose: Purpose,
    answer: Result<Answer, CallFailure>,
    schema: z.ZodType<Body>,
  ): Result<Body> => {
    if (!answer.ok) {
      return failed(problemOfFailure(purpose, answer.problem));
    }
    const { status, headers, text } = answer.value;
    if (status !== 200) {
      const waitMs = retryAfterMs(headers, context.clock.now());
      const retryAfterSeconds = waitMs === null ? null : Math.ceil(waitMs / 1_000);
      return failed(problemOfRefusal(purpose, { status, code: null, message: null, retryAfterSeconds }));
    }
    const body = schema.safeParse(tryParseExactJson(text));
    return body.success ? success(body.data) : failed(problemOfInvalidAnswer(purpose, status, 'the body'));
  };
  const purposeOf = (kind: Purpose['kind'], notFound: ProblemCode): Purpose => ({
    provider: exampleId,
    kind,
    notFound,
    secretValues,
  });
  return {
    connection: context.connection,
    read: async <Body>(path: string, notFound: ProblemCode, schema: z.ZodType<Body>) =>
      parse(purposeOf('read', notFound), await sendReadCall(context, callOf('GET', path), context), schema),
    write: async (path: string, body: object) =>
      parse(purposeOf('write', 'account_not_found'), await sendCall(context, callOf('PUT', path, body)), accountSchema),
  };
};

type Client = ReturnType<typeof createClient>;

const planSchema = z.object({ id: z.string(), name: z.string() });
const accountSchema = z.object({ plan: z.string(), state: z.string() });

const listPlans = async (client: Client) => {
  const answer = await client.read('/plans', 'provider_error', z.object({ plans: z.array(planSchema) }));
  return answer.ok ? success(answer.value.plans.map((plan) => ({ plan: planOf(exampleId, plan), raw: plan }))) : answer;
};

const convertTrial = defineChange({
  from: ['trial'],
  options: z.strictObject({ coupon: z.string().exactOptional() }),
  write: z.object({ parameters: z.strictObject({ plan: z.string(), coupon: z.string().exactOptional() }) }),
  parseRequest: (request) =>
    request.planId === undefined
      ? failed([{ path: 'planId', message: 'is required' }])
      : success({ ...request, planId: request.planId }),
  draft: ({ request, options }, { accountPlan: { accountId } }) =>
    success({
      ...{ accountId, subscriptionId: null, wantedPlanId: request.planId, replacedProviderStatus: null, warnings: [] },
      // The vendor's PUT sets a state: twice is as once.
      repeat: 'naturally_repeatable',
      parameters: { plan: request.planId, ...options },
    }),
  send: async (client: Client, { accountId, parameters }) => {
    const answer = await client.write(`/accounts/${encodeURIComponent(accountId)}`, parameters);
    return answer.ok
      ? { kind: 'accepted', collection: notApplicableCollection, warnings: [] }
      : unsuccessful(answer.problem);
  },
});

/** A provider as small as it can be. What it has no member for is answered with 501. */
export const provider = defineProvider({
  id: exampleId,
  name: 'Example Billing',
  hosts: ['billing.example'],
  credentials: {
    schema: secretSchema,
    secretValues: ({ apiKey }) => [apiKey],
    addresses: ({ baseUrl }) => ({ baseUrl }),
  },
  connect: (configured) => (context) => createClient(configured, context),
  reads: {
    listPlans: async (client, page) => {
      const plans = page === 0 ? await listPlans(client) : success([]);
      return plans.ok ? success({ plans: plans.value, isLast: true }) : plans;
    },
    listAccountPlans: async (client, accountId) => {
      const path = `/accounts/${encodeURIComponent(accountId)}`;
      const answer = await client.read(path, 'account_not_found', accountSchema);
      if (!answer.ok) {
        return answer;
      }
      const { plan: planId, state } = answer.value;
      const status = state === 'trial' ? 'trial' : state === 'paying' ? 'active' : 'unknown';
      const accountPlan = accountPlanOf(exampleId, { accountId, planId, status, providerStatus: state });
      const rest = { isAddOn: false, endedAt: null, isReplaced: false, hasDiscounts: false, raw: answer.value };
      return success([{ accountPlan, ...rest }]);
    },
  },
  changes: { convert_trial: convertTrial },
});
