import { type Answer, type CallContext, ok } from './call.ts';
import { exactNumber } from './exact-numbers.ts';
import { findPlan } from './find.ts';
import { readInput } from './input.ts';
import type { Row } from './parse-body.ts';
import { buildPlan } from './plan-build.ts';
import { recordCatalogueWrite } from './plan-journal.ts';
import { readPlanParameters } from './plan-parameters.ts';
import { duplicateRecord, invalidInput, isRefusal, type Refusal } from './refusal.ts';
import { leaveRemovedSchedules } from './removed-schedules.ts';
import type { AriaPlan, AriaState, FurtherFields } from './state.ts';
import { breaksAccumulation, usageAccumulationNotSupported } from './usage-accumulation.ts';

/**
 * `create_new_plan_m`: a plan with its schedules and services; answers nothing but its number.
 * https://developer.ariasystems.net/Aria_Crescendo_admintools_api/create_new_plan_m
 */
export const createNewPlan = (body: Row, context: CallContext): Answer | Refusal => {
  const { state } = context;
  const input = readInput(body);
  const clientPlanId = input.text('client_plan_id', 100);
  const parameters = readPlanParameters({ row: body, input }, { settings: state.settings, mode: 'create' });
  if (isRefusal(parameters)) {
    return parameters;
  }
  if (clientPlanId !== null && [...state.plans.values()].some((plan) => plan.clientPlanId === clientPlanId)) {
    return duplicateRecord(state);
  }
  const plan = buildPlan(parameters, { state, present: null, clientPlanId });
  if (isRefusal(plan)) {
    return plan;
  }
  store(state, plan);
  recordCatalogueWrite(context, { before: null, after: plan });
  return { ...ok, plan_no: exactNumber(plan.planNo) };
};

/**
 * `edit_plan_m`: the plan becomes what the call says, and what the call leaves out is gone. Amounts count for every
 * instance at once. `edit_directives` has the values 1 and 2 at least, of unknown meaning: here they do the same.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/edit_plan_m
 */
export const editPlan = (body: Row, context: CallContext): Answer | Refusal => {
  const { state } = context;
  const input = readInput(body);
  input.requireOneOf('plan_no', 'client_plan_id');
  input.requireOneOf('edit_directives');
  if (input.oneOf('edit_directives', ['1', '2']) === null) {
    input.fail(invalidInput);
  }
  const reference = { planNo: input.long('plan_no'), clientPlanId: input.text('client_plan_id', 100) };
  const parameters = readPlanParameters({ row: body, input }, { settings: state.settings, mode: 'edit' });
  if (isRefusal(parameters)) {
    return parameters;
  }
  const before = findPlan(state, reference);
  if (isRefusal(before)) {
    return before;
  }
  if (changesCancellation(before, parameters.further)) {
    return invalidInput;
  }
  const after = buildPlan(parameters, { state, present: before, clientPlanId: before.clientPlanId });
  if (isRefusal(after)) {
    return after;
  }
  if (breaksAccumulation(state, before, after.rateSchedules)) {
    return usageAccumulationNotSupported(state);
  }
  const plan = { ...after, further: { ...after.further, ...fixedAtCreation(before) } };
  store(state, plan);
  const moved = leaveRemovedSchedules(state, plan);
  recordCatalogueWrite(context, {
    before,
    after: plan,
    more: moved.length === 0 ? {} : { moved_plan_instances: moved },
  });
  return { ...ok, plan_no: exactNumber(plan.planNo) };
};

const changesCancellation = (plan: AriaPlan, sent: FurtherFields): boolean =>
  sent.apply_cancellation !== undefined && sent.apply_cancellation !== (plan.further.apply_cancellation ?? 'No');

const fixedAtCreation = ({ further }: AriaPlan): FurtherFields =>
  Object.fromEntries(
    ['apply_cancellation', 'template_ind'].flatMap((name) => {
      const value = further[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** Puts the plan in its place and keeps the services that no plan holds any more. */
const store = (state: AriaState, plan: AriaPlan): void => {
  const before = state.plans.get(plan.planNo)?.services ?? [];
  state.plans.set(plan.planNo, plan);
  const held = new Set([...state.plans.values()].flatMap(({ services }) => services.map(({ serviceNo }) => serviceNo)));
  for (const service of before.filter(({ serviceNo }) => !held.has(serviceNo))) {
    state.unusedServices.set(service.serviceNo, service);
  }
  for (const { serviceNo } of plan.services) {
    state.unusedServices.delete(serviceNo);
  }
};
