import type { Plan } from '../../domain/plan.ts';
import { createProblem } from '../../domain/problem.ts';
import type { CataloguePage, PlanRead } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import type { Connected } from './client.ts';

/** The plan types that a connection knows, in their order. */
export interface KnownPlans {
  /** Without regard to case: the vendor's own pages write both `TRIAL` and `Trial`. */
  find(planType: string): KnownPlan | null;
  list(connection: string): Plan[];
}

export interface KnownPlan {
  readonly id: string;
  readonly name: string;
}

/** Plan types are one whatever their case. */
export const isSamePlanType = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/** Old names and new ones: both "will continue to be supported". https://developer.constantcontact.com/api_guide/partners_plans_update.html */
const documentedPlanTypes = ['TRIAL', 'GOOD', 'BETTER', 'BEST', 'LITE', 'BRONZE', 'SILVER', 'GOLD'];

/**
 * The API lists neither plans nor plan groups (none of https://api.cc.email/v3/swagger.yaml does), so they are the secret's
 * `plans`, or the documented types where it has none. The set is open: accounts may be on a type that is not listed.
 */
export const createKnownPlans = (
  configured: readonly { readonly id: string; readonly name?: string | undefined }[] | null,
): KnownPlans => {
  const plans: readonly KnownPlan[] = (configured ?? documentedPlanTypes.map((id) => ({ id, name: id }))).map(
    ({ id, name }) => ({ id, name: name ?? id }),
  );
  const byLowerCaseId = new Map(plans.map((plan) => [plan.id.toLowerCase(), plan]));
  return {
    find: (planType) => byLowerCaseId.get(planType.toLowerCase()) ?? null,
    list: (connection) =>
      plans.map(({ id, name }) => ({
        id,
        connection,
        provider: 'constant-contact-v3',
        code: null,
        name,
        reference: null,
        description: null,
        longDescription: null,
        status: 'unknown',
        providerStatus: null,
        level: null,
        source: configured === null ? 'documented' : 'configured',
        updatedAt: null,
        warnings: [],
        prices: [],
      })),
  };
};

export const listPlans = async (connected: Connected, page: number): Promise<Result<CataloguePage>> =>
  success({ plans: page === 0 ? readKnownPlans(connected) : [], isLast: true });

export const getPlan = async (connected: Connected, planId: string): Promise<Result<PlanRead>> => {
  const id = connected.knownPlans.find(planId)?.id;
  const found = readKnownPlans(connected).find(({ plan }) => plan.id === id);
  return found === undefined
    ? failed(createProblem('plan_not_found', 'The connection knows no plan with this id.'))
    : success(found);
};

const readKnownPlans = ({ knownPlans, context }: Connected): PlanRead[] =>
  knownPlans.list(context.connection).map((plan) => ({ plan, raw: null }));
