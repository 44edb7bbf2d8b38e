import { findPlan } from './find.ts';
import { isRefusal, objectDoesNotExist, type Refusal } from './refusal.ts';
import { withoutNull } from './schedule-parameters.ts';
import type { AriaState, FurtherFields, FurtherValue } from './state.ts';

/** Turns references by client id into numbers. 1013 when one leads nowhere, or two of one thing differ. */
export const resolveReferences = (further: FurtherFields, state: AriaState): FurtherFields | Refusal => {
  const { rollover_client_plan_id, contract_rollover_client_plan_id, dunning_client_plan_id, ...rest } = further;
  const { plan_group_id, parent_client_plan_ids, ...kept } = rest;
  const rollover = resolvePlan(state, further.rollover_plan_no, rollover_client_plan_id);
  const contractRollover = resolvePlan(state, further.contract_rollover_plan_no, contract_rollover_client_plan_id);
  const dunning = resolveEntry(state.dunningPlans, further.dunning_plan_no, dunning_client_plan_id);
  const groups = resolveGroups(state, further);
  const parents = resolveParents(state, further);
  const others = [...texts(further.exclusion_plans), ...texts(further.child_plans)];
  const isComplete = others.every((planNo) => state.plans.has(planNo));
  if (!isComplete || [rollover, contractRollover, dunning, groups, parents].includes(undefined)) {
    return objectDoesNotExist;
  }
  return {
    ...kept,
    ...withoutNull<FurtherValue>({
      rollover_plan_no: rollover ?? null,
      contract_rollover_plan_no: contractRollover ?? null,
      dunning_plan_no: dunning ?? null,
      plan_group: groups ?? null,
      parent_plans: parents ?? null,
    }),
  };
};

/** The number, null when nothing is referred to, undefined when the reference leads nowhere. */
type Resolved<Value> = Value | null | undefined;

const resolvePlan = (
  state: AriaState,
  number: FurtherValue | undefined,
  clientId: FurtherValue | undefined,
): Resolved<string> => {
  if (number === undefined && clientId === undefined) {
    return null;
  }
  const plan = findPlan(state, { planNo: textOf(number), clientPlanId: textOf(clientId) });
  return isRefusal(plan) ? undefined : plan.planNo;
};

const resolveEntry = (
  entries: ReadonlyMap<string, string>,
  number: FurtherValue | undefined,
  clientId: FurtherValue | undefined,
): Resolved<string> => {
  if (number === undefined && clientId === undefined) {
    return null;
  }
  return [...entries].find(
    ([key, id]) => (number === undefined || key === number) && (clientId === undefined || id === clientId),
  )?.[0];
};

const resolveGroups = (state: AriaState, further: FurtherFields): Resolved<readonly string[]> =>
  allOrNothing([
    ...texts(further.plan_group).map((number) => resolveEntry(state.planGroups, number, undefined)),
    ...texts(further.plan_group_id).map((id) => resolveEntry(state.planGroups, undefined, id)),
  ]);

const resolveParents = (state: AriaState, further: FurtherFields): Resolved<readonly string[]> =>
  allOrNothing([
    ...texts(further.parent_plans).map((planNo) => resolvePlan(state, planNo, undefined)),
    ...texts(further.parent_client_plan_ids).map((id) => resolvePlan(state, undefined, id)),
  ]);

/** One thing named twice, by number and by client id, is one. */
const allOrNothing = (resolved: readonly Resolved<string>[]): Resolved<readonly string[]> => {
  const found = new Set(resolved.filter((number) => typeof number === 'string'));
  if (resolved.includes(undefined)) {
    return undefined;
  }
  return found.size === 0 ? null : [...found];
};

/** The texts of a list that is only kept. */
export const texts = (value: FurtherValue | undefined): readonly string[] =>
  value !== undefined && isList(value) ? value.filter((item) => typeof item === 'string') : [];

const isList = (value: FurtherValue): value is readonly FurtherValue[] => Array.isArray(value);

const textOf = (value: FurtherValue | undefined): string | null => (typeof value === 'string' ? value : null);
