import type { CataloguePage, PlanRead } from '../../domain/provider.ts';
import { type Result, success } from '../../domain/result.ts';
import { answerLimits } from '../../http/call.ts';
import { readCatalogueRows } from '../../http/catalogue-rows.ts';
import { noAmounts, toPlan } from './catalogue-mapping.ts';
import { type AriaConnection, callAdmin, callCore, exactNumber } from './client.ts';
import { type AriaFault, ariaErrorCodes, isNothingFound } from './errors.ts';
import { toPriceAmounts } from './price-amounts.ts';
import {
  type AriaCorePlan,
  type PlanDetails,
  planDetailsAnswerSchema,
  planPricesAnswerSchema,
  planSchema,
  plansAnswerSchema,
} from './wire.ts';

/** The catalogue: listed and described by Admin Tools, priced by Core. */
export const listPlans = async (connection: AriaConnection, page: number): Promise<Result<CataloguePage>> =>
  page === 0 ? listAllPlans(connection) : success(lastPage([]));

/** get_plans_m knows no paging and no filter: one download is the catalogue. */
const listAllPlans = async (connection: AriaConnection): Promise<Result<CataloguePage>> => {
  const answer = await callAdmin(
    connection,
    {
      restCall: 'get_plans_m',
      kind: 'read',
      maximumAnswerBytes: answerLimits.catalogueBytes,
      answer: plansAnswerSchema,
    },
    { include_rs_summary: 'true' },
  );
  if (!answer.ok) {
    return isNothingFound(answer.problem) ? success(lastPage([])) : answer;
  }
  const plans = readCatalogueRows(answer.value.plans, {
    provider: 'aria',
    context: connection.context,
    row: planSchema,
    idMember: 'plan_no',
    toPlan: (row) => toPlan(connection.context.connection, row, noAmounts),
  });
  return success(lastPage(plans.sort(byNumber)));
};

/**
 * get_plan_details_m has no prices, so both families are asked at once. A plan that Core does not list (an inactive one)
 * keeps its prices without amounts.
 */
export const getPlan = async (connection: AriaConnection, planId: string): Promise<Result<PlanRead>> => {
  const [details, core] = await Promise.all([
    readPlanDetails(connection, { plan_no: planId }),
    readCorePlan(connection, planId),
  ]);
  if (!details.ok) {
    return details;
  }
  if (!core.ok) {
    return core;
  }
  const { row, raw } = details.value;
  const known = core.value?.plan_services ?? null;
  const amountsOf =
    known === null
      ? noAmounts
      : (scheduleNumber: string, currency: string | null) => toPriceAmounts(known, scheduleNumber, currency);
  return success({ plan: toPlan(connection.context.connection, row, amountsOf), raw });
};

/**
 * What Admin Tools says of a plan, and its rate schedules without amounts. Bundled items only `withItems`. Fails with
 * `plan_not_found`.
 */
export const readPlanDetails = (
  connection: AriaConnection,
  identification: { readonly plan_no: string } | { readonly client_plan_id: string },
  { withItems = false }: { readonly withItems?: boolean } = {},
): Promise<Result<PlanDetails>> =>
  callAdmin(
    connection,
    {
      restCall: 'get_plan_details_m',
      kind: 'read',
      maximumAnswerBytes: answerLimits.ordinaryBytes,
      answer: planDetailsAnswerSchema('plan_no' in identification ? identification.plan_no : null),
      meaningOf: (fault) => (isPlanMissing(fault) ? 'plan_not_found' : undefined),
    },
    {
      ...identification,
      include_rs_summary: 'true',
      ...(withItems ? { retrieve_bundled_nso: 'true', retrieve_included_nso: 'true' } : {}),
    },
  );

/** A plan's services with their rates, and what Core alone tells of it; null when Core does not list the plan. */
export const readCorePlan = async (
  connection: AriaConnection,
  planId: string,
): Promise<Result<AriaCorePlan | null>> => {
  const answer = await callCore(
    connection,
    {
      restCall: 'get_client_plans_all_m',
      kind: 'read',
      maximumAnswerBytes: answerLimits.catalogueBytes,
      answer: planPricesAnswerSchema(planId),
      meaningOf: (fault) => (isPlanMissing(fault) ? 'plan_not_found' : undefined),
    },
    // Blank means "false": the rates of the default schedule alone.
    { plan_no: exactNumber(planId), include_all_rate_schedules: 'true' },
  );
  if (!answer.ok) {
    return answer.problem.code === 'plan_not_found' ? success(null) : answer;
  }
  return success(answer.value.all_client_plan_dtls ?? null);
};

const lastPage = (plans: readonly PlanRead[]): CataloguePage => ({ plans, isLast: true });

/** Plan numbers have no leading zeros: the longer one is the greater. */
const byNumber = ({ plan: left }: PlanRead, { plan: right }: PlanRead): number =>
  left.id.length - right.id.length || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0);

/** "Missing required parameters" is what Aria answers about a plan that it does not know. */
const isPlanMissing = ({ code }: AriaFault): boolean =>
  code === ariaErrorCodes.missingParameter ||
  code === ariaErrorCodes.noDataFound ||
  code === ariaErrorCodes.objectDoesNotExist;
