import { invalidField } from '../../domain/problem.ts';
import type { CataloguePage, PlanRead, TemplateInterval } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import { answerLimits } from '../../http/call.ts';
import { readCatalogueRows } from '../../http/catalogue-rows.ts';
import { rawJsonText } from '../../http/exact-json.ts';
import { problemOfInvalidAnswer } from '../../http/provider-problem.ts';
import { redactJson } from '../../http/redaction.ts';
import type { Connected, FusebillRequest } from './client.ts';
import { readAllPages, readPage } from './paging.ts';
import { toPlan } from './plan-mapping.ts';
import { wirePlanProductSchema, wirePlanSchema } from './wire.ts';

/** One page of `GET /Plans/`, in the vendor's own order: it documents no sort expression for plans. */
export const listPlans = async (
  { client, credentials, context }: Connected,
  pageNumber: number,
): Promise<Result<CataloguePage>> => {
  const list = {
    path: '/Plans/',
    route: '/Plans/',
    notFound: 'provider_error' as const,
    maximumAnswerBytes: answerLimits.catalogueBytes,
    pageSize: credentials.settings.pageSize,
  };
  const page = await readPage(client, list, pageNumber);
  if (!page.ok) {
    return page;
  }
  const { rows, isLast, purpose, status } = page.value;
  // Credentials are blanked in those that are answered with `raw`: here it took longer than all the rest.
  const plans = readCatalogueRows(rows, {
    provider: 'fusebill',
    context,
    row: wirePlanSchema,
    idMember: 'id',
    toPlan: (plan) => toPlan(context.connection, plan, []),
  });
  // A list that begins without one id is not the catalogue, and must not pass for an empty one.
  return pageNumber === 0 && rows.length > 0 && plans.length === 0
    ? failed(problemOfInvalidAnswer(purpose, status, 'no row has an id'))
    : success({ plans, isLast });
};

/**
 * A plan with its amounts, from https://developer.staxbill.com/reference/read-plan and the list of its products,
 * https://developer.staxbill.com/reference/read-plan-product
 */
export const getPlan = async (
  { client, credentials, context }: Connected,
  planId: string,
): Promise<Result<PlanRead>> => {
  const [plan, products] = await Promise.all([
    client.get(planRequest(planId)),
    readAllPages(
      client,
      {
        path: `/plans/${encodeURIComponent(planId)}/planProducts`,
        route: '/plans/{planId}/planProducts',
        notFound: 'plan_not_found',
        maximumAnswerBytes: answerLimits.catalogueBytes,
        pageSize: credentials.settings.pageSize,
      },
      wirePlanProductSchema,
    ),
  ]);
  if (!plan.ok) {
    return plan;
  }
  if (!products.ok) {
    return products;
  }
  const { purpose, status, body } = plan.value;
  const parsed = wirePlanSchema.safeParse(body);
  if (!parsed.success) {
    return failed(problemOfInvalidAnswer(purpose, status, parsed.error.issues[0]?.path.join('.') || 'the plan'));
  }
  if (parsed.data.id !== planId) {
    return failed(problemOfInvalidAnswer(purpose, status, 'id is that of another plan'));
  }
  const values = products.value.map(({ value }) => value);
  return success({
    plan: toPlan(context.connection, parsed.data, values),
    raw: redactJson(body, purpose.secretValues),
  });
};

/**
 * The body for creating a subscription, prepared by the vendor. Its shape is not documented, nor what comes for a plan
 * without this interval, so it is passed on as it is once it shows to be a template and not the plain plan.
 * https://developer.staxbill.com/reference/read-plan
 */
export const getSubscriptionTemplate = async (
  { client }: Connected,
  planId: string,
  { interval, numberOfIntervals }: TemplateInterval,
): Promise<Result<unknown>> => {
  if (!Number.isSafeInteger(numberOfIntervals) || numberOfIntervals < 1) {
    return failed(invalidField('query.numberOfIntervals', 'must be a whole number from 1 on'));
  }
  const query = `view=subscription&interval=${interval}&numberOfIntervals=${numberOfIntervals}`;
  const answer = await client.get(planRequest(planId, `?${query}`));
  if (!answer.ok) {
    return answer;
  }
  const { purpose, status, body } = answer.value;
  return isTemplate(body)
    ? success(redactJson(body, purpose.secretValues))
    : failed(problemOfInvalidAnswer(purpose, status, 'it is not a subscription template'));
};

const planRequest = (planId: string, query = ''): FusebillRequest => ({
  path: `/Plans/${encodeURIComponent(planId)}${query}`,
  route: '/Plans/{planId}',
  notFound: 'plan_not_found',
  maximumAnswerBytes: answerLimits.catalogueBytes,
});

/** Names are printed in more than one case (`planFrequencyId`, `planFrequencyID`) and seem to be matched without it. */
const isTemplate = (body: unknown): boolean => {
  if (typeof body !== 'object' || body === null || Array.isArray(body) || rawJsonText(body) !== null) {
    return false;
  }
  const names = new Set(Object.keys(body).map((name) => name.toLowerCase()));
  return (names.has('planfrequencyid') || names.has('subscriptionproducts')) && !names.has('planfrequencies');
};
