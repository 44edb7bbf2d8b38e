import type { PlanPatch } from '../../domain/plan-administration.ts';
import type { Problem, ProblemCode } from '../../domain/problem.ts';
import type { CatalogueSendResult, CatalogueWriteFinding } from '../../domain/provider.ts';
import { type Result, success } from '../../domain/result.ts';
import { answerLimits } from '../../http/call.ts';
import { defineCatalogueEdits } from '../../provider-kit/define-catalogue-edits.ts';
import { addRateScheduleForm, createPlanForm, editPlanForm, editRateScheduleForm } from './administration-forms.ts';
import {
  codeInUse,
  findCreatedPlan,
  findEditedPlan,
  findPlanByCode,
  prepareCreatePlan,
  prepareEditPlan,
} from './administration-plans.ts';
import {
  findAddedRateSchedule,
  findEditedRateSchedule,
  prepareAddRateSchedule,
  prepareEditRateSchedule,
  withRateScheduleId,
} from './administration-rate-schedules.ts';
import { type CatalogueWriteParameters, catalogueWriteParametersSchema } from './administration-write.ts';
import { type AriaConnection, callAdmin } from './client.ts';
import { type AriaFault, ariaErrorCodes } from './errors.ts';
import { createdPlanAnswerSchema, plainAnswerSchema } from './wire.ts';

/**
 * Plans and rate schedules through Admin Tools. None of its calls takes a receipt id or guards against a second attempt:
 * what makes a repeat safe are the client's own ids of new plans and schedules, which are looked up, and that an edit made
 * twice is the same.
 */
export const catalogueEdits = defineCatalogueEdits(catalogueWriteParametersSchema, (connection: AriaConnection) => ({
  prepareCreatePlan: (plan) => prepareCreatePlan(connection, plan),
  ...(connection.secret.settings.allowFullPlanReplace
    ? { prepareEditPlan: (planId: string, patch: PlanPatch) => prepareEditPlan(connection, planId, patch) }
    : {}),
  prepareAddRateSchedule: (planId, schedule) => prepareAddRateSchedule(connection, planId, schedule),
  prepareEditRateSchedule: (planId, rateScheduleId, patch) =>
    prepareEditRateSchedule(connection, planId, { rateScheduleId, patch }),
  send: (parameters) => send(connection, parameters),
  find: (parameters) => find(connection, parameters),
}));

const send = async (connection: AriaConnection, parameters: CatalogueWriteParameters): Promise<CatalogueSendResult> => {
  const sent = await sendOnce(connection, parameters);
  if (sent.ok) {
    return { kind: 'accepted', planId: sent.value };
  }
  const { problem } = sent;
  return problem.outcome === 'unknown'
    ? { kind: 'unknown', problem }
    : { kind: 'refused', problem: await withExistingId(connection, parameters, problem) };
};

/** Gives the number of the plan. */
const sendOnce = async (connection: AriaConnection, parameters: CatalogueWriteParameters): Promise<Result<string>> => {
  const call = {
    restCall: parameters.call,
    kind: 'write',
    maximumAnswerBytes: answerLimits.ordinaryBytes,
    meaningOf: (fault: AriaFault) => meaningOf(parameters, fault),
  } as const;
  if (parameters.call === 'create_new_plan_m') {
    const form = createPlanForm(parameters.plan, connection.secret.settings);
    const answer = await callAdmin(connection, { ...call, answer: createdPlanAnswerSchema }, form);
    return answer.ok ? success(answer.value.plan_no) : answer;
  }
  const answer = await callAdmin(connection, { ...call, answer: plainAnswerSchema }, formOf(connection, parameters));
  return answer.ok ? success(parameters.planNumber) : answer;
};

const find = (
  connection: AriaConnection,
  parameters: CatalogueWriteParameters,
): Promise<Result<CatalogueWriteFinding>> => {
  switch (parameters.call) {
    case 'create_new_plan_m':
      return findCreatedPlan(connection, parameters.plan);
    case 'edit_plan_m':
      return findEditedPlan(connection, parameters.planNumber, parameters.wanted);
    case 'add_rate_schedule_on_plan_m':
      return findAddedRateSchedule(connection, parameters.planNumber, parameters.schedule.code);
    case 'edit_rate_schedule_on_plan_m':
      return findEditedRateSchedule(connection, parameters.planNumber, parameters);
  }
};

const formOf = (
  { secret }: AriaConnection,
  parameters: Exclude<CatalogueWriteParameters, { call: 'create_new_plan_m' }>,
): ReturnType<typeof editPlanForm> => {
  switch (parameters.call) {
    case 'edit_plan_m':
      return editPlanForm(parameters.wanted, secret.settings);
    case 'add_rate_schedule_on_plan_m':
      return addRateScheduleForm(parameters.planNumber, parameters.schedule);
    case 'edit_rate_schedule_on_plan_m':
      return editRateScheduleForm(parameters.wanted);
  }
};

/**
 * The codes of these calls are not published, so the words count as well. 1009 and 1012 speak of accounts and receipts in
 * the calls of Core alone.
 */
const meaningOf = ({ call }: CatalogueWriteParameters, { code, message }: AriaFault): ProblemCode | undefined => {
  if (code === ariaErrorCodes.duplicateRecord || /already exists|duplicate/i.test(message ?? '')) {
    return call === 'create_new_plan_m' || call === 'add_rate_schedule_on_plan_m'
      ? 'already_exists'
      : 'provider_conflict';
  }
  return code === ariaErrorCodes.accountDoesNotExist || code === ariaErrorCodes.invalidInput
    ? 'provider_rejected'
    : undefined;
};

/** `already_exists` with the ids of what has the code. Where nothing has it, the provider's words say what is there. */
const withExistingId = async (
  connection: AriaConnection,
  parameters: CatalogueWriteParameters,
  problem: Problem,
): Promise<Problem> => {
  if (problem.code !== 'already_exists') {
    return problem;
  }
  if (parameters.call === 'add_rate_schedule_on_plan_m') {
    const { planNumber, schedule } = parameters;
    return withRateScheduleId(connection, { planNumber, code: schedule.code }, problem);
  }
  const code = parameters.call === 'create_new_plan_m' ? parameters.plan.code : undefined;
  const found = code === undefined ? null : await findPlanByCode(connection, code);
  return found?.ok && found.value !== null ? { ...problem, ...codeInUse(found.value) } : problem;
};
