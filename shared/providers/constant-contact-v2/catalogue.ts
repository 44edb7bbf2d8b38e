import type { Plan } from '../../domain/plan.ts';
import { createProblem } from '../../domain/problem.ts';
import type { CataloguePage, PlanRead } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import type { Connected } from './client.ts';
import { planNameOf } from './mapping.ts';

export const listPlans = async (connected: Connected, page: number): Promise<Result<CataloguePage>> =>
  success({ plans: page === 0 ? listKnownPlans(connected) : [], isLast: true });

export const getPlan = async (connected: Connected, planId: string): Promise<Result<PlanRead>> => {
  const found = listKnownPlans(connected).find(({ plan }) => plan.id === planId);
  return found === undefined
    ? failed(createProblem('plan_not_found', 'The connection knows no plan with this id.'))
    : success(found);
};

const listKnownPlans = ({ context, credentials }: Connected): PlanRead[] =>
  listCatalogue(context.connection, credentials.planNames).map((plan) => ({ plan, raw: null }));

/**
 * The plans that are known, in numeric order. The API lists none: 1 and 2 stand in its documentation
 * (https://v2.developer.constantcontact.com/docs/account-management/manage-plan.html), the rest is the secret's `planNames`.
 */
const listCatalogue = (connection: string, planNames: Readonly<Record<string, string>>): Plan[] =>
  [...new Set([...documentedPlanIds, ...Object.keys(planNames)])]
    .toSorted((left, right) => Number(left) - Number(right))
    .map((id) => ({
      id,
      connection,
      provider: 'constant-contact-v2',
      code: null,
      name: planNameOf(id, planNames),
      reference: null,
      description: null,
      longDescription: null,
      status: 'unknown',
      providerStatus: null,
      level: null,
      source: Object.hasOwn(planNames, id) ? 'configured' : 'documented',
      updatedAt: null,
      warnings: [],
      prices: [],
    }));

const documentedPlanIds = ['1', '2'];
