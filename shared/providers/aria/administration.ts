import { createProblem, type Problem, type ProblemCode } from '../../domain/problem.ts';
import type {
  PlanAdministrationOperations,
  PlanSendResult,
  PlanWrite,
  PlanWriteFinding,
} from '../../domain/provider.ts';
import { failed, type Result } from '../../domain/result.ts';
import { answerLimits } from '../../http/call.ts';
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
} from './administration-rate-schedules.ts';
import { type PlanWriteParameters, planWriteParametersSchema } from './administration-write.ts';
import { type AriaConnection, callAdmin } from './client.ts';
import { type AriaFault, ariaErrorCodes } from './errors.ts';
import { createdPlanAnswerSchema, plainAnswerSchema } from './wire.ts';

/**
 * Plans and rate schedules through Admin Tools. None of its calls takes a receipt id or guards against a second attempt:
 * what makes a repeat safe are the client's own ids of new plans and schedules, which are looked up, and that an edit made
 * twice is the same.
 */
export const createPlanAdministration = (connection: AriaConnection): PlanAdministrationOperations => ({
  prepareCreatePlan: (plan) => prepareCreatePlan(connection, plan),
  ...(connection.secret.settings.allowFullPlanReplace
    ? { prepareEditPlan: (planId, patch) => prepareEditPlan(connection, planId, patch) }
    : {}),
  prepareAddRateSchedule: (planId, schedule) => prepareAddRateSchedule(connection, planId, schedule),
  prepareEditRateSchedule: (planId, rateScheduleId, patch) =>
    prepareEditRateSchedule(connection, planId, { rateScheduleId, patch }),
  send: (write) => send(connection, write),
  find: (write) => find(connection, write),
});

const send = async (connection: AriaConnection, write: PlanWrite): Promise<PlanSendResult> => {
  const parsed = planWriteParametersSchema.safeParse(write.parameters);
  if (!parsed.success) {
    return { kind: 'refused', problem: { ...invalidWrite, outcome: 'not_executed' } };
  }
  const parameters = parsed.data;
  if (parameters.call !== 'create_new_plan_m') {
    const { planNumber } = parameters;
    const answer = await callAdmin(
      connection,
      { ...writeCall, restCall: parameters.call, answer: plainAnswerSchema, meaningOf: meaningOf(parameters) },
      formOf(connection, parameters),
    );
    return answer.ok ? { kind: 'accepted', planId: planNumber } : unsuccessful(answer.problem);
  }

  const answer = await callAdmin(
    connection,
    { ...writeCall, restCall: parameters.call, answer: createdPlanAnswerSchema, meaningOf: meaningOf(parameters) },
    createPlanForm(parameters.plan, connection.secret.settings),
  );
  if (answer.ok) {
    return { kind: 'accepted', planId: answer.value.plan_no };
  }
  const { code } = parameters.plan;
  return answer.problem.code === 'already_exists' && code !== undefined
    ? unsuccessful(await withPlanId(connection, code, answer.problem))
    : unsuccessful(answer.problem);
};

const find = async (connection: AriaConnection, write: PlanWrite): Promise<Result<PlanWriteFinding>> => {
  const parsed = planWriteParametersSchema.safeParse(write.parameters);
  if (!parsed.success) {
    return failed(invalidWrite);
  }
  const parameters = parsed.data;
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

const invalidWrite = createProblem('internal_error', 'The stored write is not valid.');

const writeCall = { kind: 'write', maximumAnswerBytes: answerLimits.ordinaryBytes } as const;

const formOf = (
  { secret }: AriaConnection,
  parameters: Exclude<PlanWriteParameters, { call: 'create_new_plan_m' }>,
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
const meaningOf =
  ({ call }: PlanWriteParameters) =>
  ({ code, message }: AriaFault): ProblemCode | undefined => {
    if (code === ariaErrorCodes.duplicateRecord || /already exists|duplicate/i.test(message ?? '')) {
      return call === 'create_new_plan_m' || call === 'add_rate_schedule_on_plan_m'
        ? 'already_exists'
        : 'provider_conflict';
    }
    return code === ariaErrorCodes.accountDoesNotExist || code === ariaErrorCodes.invalidInput
      ? 'provider_rejected'
      : undefined;
  };

const withPlanId = async (connection: AriaConnection, code: string, problem: Problem): Promise<Problem> => {
  const found = await findPlanByCode(connection, code);
  // Something else of the request may be what is there already: the provider's words tell.
  return found.ok && found.value !== null ? { ...problem, ...codeInUse(found.value) } : problem;
};

const unsuccessful = (problem: Problem): PlanSendResult =>
  problem.outcome === 'unknown' ? { kind: 'unknown', problem } : { kind: 'refused', problem };
