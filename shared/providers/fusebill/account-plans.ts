import * as z from 'zod';
import type { AccountPlanRead } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import { answerLimits } from '../../http/call.ts';
import { problemOfInvalidAnswer } from '../../http/provider-problem.ts';
import { redactJson } from '../../http/redaction.ts';
import { wireIdentifier, wireText } from '../../http/wire-values.ts';
import type { Client, Connected } from './client.ts';
import { type Entry, readAllPages } from './paging.ts';
import { planIdOfProducts, toAccountPlanRead, withComparableEnds } from './subscription-mapping.ts';
import { type WireSubscription, wireSubscriptionSchema } from './wire.ts';

/** Every subscription of a customer, in any state: https://developer.staxbill.com/reference/list-subscriptions */
export const listAccountPlans = async (
  { client, credentials, secretValues, context }: Connected,
  accountId: string,
): Promise<Result<readonly AccountPlanRead[]>> => {
  const subscriptions = await readAllPages(
    client,
    {
      path: `/customers/${encodeURIComponent(accountId)}/subscriptions`,
      route: '/customers/{customerId}/subscriptions',
      notFound: 'account_not_found',
      maximumAnswerBytes: answerLimits.ordinaryBytes,
      pageSize: subscriptionPageSize,
    },
    wireSubscriptionSchema,
  );
  if (!subscriptions.ok) {
    return subscriptions;
  }
  const entries = withoutRepetition(subscriptions.value);
  const planIds = await readPlanIds(
    client,
    entries.map(({ value }) => value),
  );
  if (!planIds.ok) {
    return planIds;
  }
  const reads = entries.map(({ value, raw }) =>
    toAccountPlanRead(
      {
        connection: context.connection,
        accountId,
        trialPlanCodes: credentials.trialPlanCodes,
        planId: planIdOfProducts(value) ?? planIds.value.get(value.planCode ?? '') ?? null,
        raw: redactJson(raw, secretValues),
      },
      value,
    ),
  );
  return success(withComparableEnds(reads));
};

/** A subscription brings all of its products along, some kilobytes each: most pages of this size stay below the answer's limit. */
const subscriptionPageSize = 50;

/** A list that moves while it is paged shows an item twice. */
const withoutRepetition = (entries: readonly Entry<WireSubscription>[]): Entry<WireSubscription>[] => [
  ...new Map(entries.map((entry) => [entry.value.id, entry])).values(),
];

/** The ids of plans that subscriptions name by code alone, each code asked for once. */
const readPlanIds = async (
  client: Client,
  subscriptions: readonly WireSubscription[],
): Promise<Result<ReadonlyMap<string, string>>> => {
  const codes = new Set(
    subscriptions.flatMap((subscription) =>
      planIdOfProducts(subscription) === null && subscription.planCode !== null ? [subscription.planCode] : [],
    ),
  );
  const planIds = new Map<string, string>();
  for (const code of codes) {
    const planId = await readPlanId(client, code);
    if (!planId.ok) {
      return planId;
    }
    if (planId.value !== null) {
      planIds.set(code, planId.value);
    }
  }
  return success(planIds);
};

/** Codes are unique among plans. https://developer.staxbill.com/reference/plan-object */
const readPlanId = async (client: Client, code: string): Promise<Result<string | null>> => {
  if (filterSyntax.test(code)) {
    return success(null);
  }
  const answer = await client.get({
    path: `/Plans/?query=code:${encodeURIComponent(code)}`,
    route: '/Plans/',
    notFound: 'provider_error',
    maximumAnswerBytes: answerLimits.catalogueBytes,
  });
  if (!answer.ok) {
    return answer;
  }
  const { purpose, status, body } = answer.value;
  // A plan of another code, however odd, says nothing of this one.
  const rows: unknown = Array.isArray(body)
    ? body.filter((row) => codeSchema.safeParse(row).data?.code === code)
    : body;
  const plans = namedPlansSchema.safeParse(rows);
  if (!plans.success) {
    return failed(problemOfInvalidAnswer(purpose, status, 'expected a list of plans'));
  }
  const [plan, ...others] = plans.data;
  return success(plan !== undefined && others.length === 0 ? plan.id : null);
};

const codeSchema = z.object({ code: wireText });

const namedPlansSchema = z.array(z.object({ id: wireIdentifier }));

/** Characters that mean something in a filter; no way to escape them is known. https://developer.staxbill.com/reference/string-filtering */
const filterSyntax = /[:;,*|[\]]/;
