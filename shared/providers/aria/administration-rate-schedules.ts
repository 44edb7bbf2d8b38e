import { invalidFields } from '../../domain/field-errors.ts';
import { createProblem, type FieldError, invalidField, type Problem } from '../../domain/problem.ts';
import type { CatalogueWrite, CatalogueWriteFinding } from '../../domain/provider.ts';
import type { NewRateSchedule, RateSchedulePatch, ScheduleService } from '../../domain/rate-schedule-administration.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import { textOf } from '../../http/wire-values.ts';
import { areRatesAsWanted, isScheduleAsWanted } from './administration-compare.ts';
import { listOf, memberOf, readFields, scheduleRules } from './administration-plan-fields.ts';
import { usageIntervalErrors } from './administration-plan-merge.ts';
import { cannotSendBack, toFinding } from './administration-plans.ts';
import { toRates } from './administration-service-state.ts';
import { indicator, recurringFields, serviceIdentification, toRate, usageFields } from './administration-words.ts';
import type { Fields, ScheduleServiceState, ScheduleState } from './administration-write.ts';
import type { AriaConnection } from './client.ts';
import { readCorePlan, readPlanDetails } from './read-catalogue.ts';
import { type AriaPlanService, type PlanDetails, scheduleRows } from './wire.ts';

/** The write that adds a rate schedule. Fails with `already_exists` where one of the plan has its code. */
export const prepareAddRateSchedule = async (
  connection: AriaConnection,
  planId: string,
  schedule: NewRateSchedule,
): Promise<Result<CatalogueWrite>> => {
  const details = await readPlanDetails(connection, { plan_no: planId });
  if (!details.ok) {
    return details;
  }
  const rateScheduleId = numberOfCode(details.value, schedule.code);
  if (rateScheduleId !== null) {
    return failed(scheduleCodeInUse(planId, rateScheduleId));
  }
  const errors = foreignServiceErrors(schedule.services, listOf(memberOf(details.value.raw, 'services')));
  if (errors.length > 0) {
    return failed(invalidFields(errors));
  }
  const call = 'add_rate_schedule_on_plan_m';
  return success({ planId, call, repeatable: true, parameters: { call, planNumber: planId, schedule } });
};

export const findAddedRateSchedule = async (
  connection: AriaConnection,
  planNumber: string,
  code: string,
): Promise<Result<CatalogueWriteFinding>> => {
  const details = await readPlanDetails(connection, { plan_no: planNumber });
  if (!details.ok) {
    return details;
  }
  const rateScheduleId = numberOfCode(details.value, code);
  return toFinding(connection, planNumber, { isDone: rateScheduleId !== null, rateScheduleId });
};

/** A refusal as `already_exists`, with the schedule that has the code where the plan has it. */
export const withRateScheduleId = async (
  connection: AriaConnection,
  { planNumber, code }: { readonly planNumber: string; readonly code: string },
  problem: Problem,
): Promise<Problem> => {
  const details = await readPlanDetails(connection, { plan_no: planNumber });
  const rateScheduleId = details.ok ? numberOfCode(details.value, code) : null;
  return rateScheduleId === null ? problem : { ...problem, ...scheduleCodeInUse(planNumber, rateScheduleId) };
};

const scheduleCodeInUse = (planId: string, rateScheduleId: string): Problem =>
  createProblem('already_exists', 'A rate schedule of this plan has this code already.', {
    extensions: { planId, rateScheduleId },
  });

/**
 * The write that changes one rate schedule: a partial update of the services that it names, and of nothing else but the
 * schedule's own members, for which the vendor has defaults. So those go out as they were read where the caller does not
 * name them: an interval that is left out would become one month.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/edit_rate_schedule_on_plan_m
 */
export const prepareEditRateSchedule = async (
  connection: AriaConnection,
  planId: string,
  { rateScheduleId, patch }: { readonly rateScheduleId: string; readonly patch: RateSchedulePatch },
): Promise<Result<CatalogueWrite>> => {
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
  const services = core.value?.plan_services ?? null;
  const schedule = fieldsOfSchedule(details.value, rateScheduleId);
  if (schedule === null) {
    return failed(createProblem('rate_schedule_not_found', 'The plan has no such rate schedule.'));
  }
  if (schedule.is_default === '1' && patch.isDefault === false) {
    return failed(invalidField('isDefault', 'must not be false for the default: make another one the default'));
  }
  // The call has no currency: that of a schedule stays.
  const { currency_cd, client_rate_schedule_id, ...kept } = schedule;
  const fields: Fields = {
    ...kept,
    ...(patch.name === undefined ? {} : { schedule_name: patch.name }),
    ...(patch.isDefault === undefined ? {} : { is_default: indicator(patch.isDefault) }),
    ...(patch.interval === undefined ? {} : recurringFields(patch.interval)),
    ...(patch.usageInterval === undefined ? {} : usageFields(patch.usageInterval)),
  };
  const errors = [
    ...(patch.interval === undefined && patch.usageInterval === undefined
      ? []
      : usageIntervalErrors(fields, 'usageInterval')),
    ...foreignServiceErrors(patch.services ?? [], services),
  ];
  if (errors.length > 0) {
    return failed(invalidFields(errors));
  }
  // The call requires services; those as they are change nothing.
  const servicesToSend =
    patch.services === undefined
      ? servicesAsTheyAre(services ?? [], rateScheduleId)
      : { services: patch.services.map(toService), refusals: [] };
  const refusals = [
    ...['schedule_name', 'is_default'].filter((name) => fields[name] === undefined),
    ...servicesToSend.refusals,
    ...(servicesToSend.services.length === 0 ? ['services and rates, which Core does not show'] : []),
  ];
  if (refusals.length > 0) {
    return failed(cannotSendBack(refusals));
  }

  const call = 'edit_rate_schedule_on_plan_m';
  const wanted: ScheduleState = { fields, services: servicesToSend.services };
  return success({
    planId,
    call,
    repeatable: true,
    parameters: { call, planNumber: planId, scheduleNumber: rateScheduleId, wanted },
  });
};

export const findEditedRateSchedule = async (
  connection: AriaConnection,
  planNumber: string,
  { scheduleNumber, wanted }: { readonly scheduleNumber: string; readonly wanted: ScheduleState },
): Promise<Result<CatalogueWriteFinding>> => {
  const [details, core] = await Promise.all([
    readPlanDetails(connection, { plan_no: planNumber }),
    readCorePlan(connection, planNumber),
  ]);
  if (!details.ok) {
    return details;
  }
  if (!core.ok) {
    return core;
  }
  const schedule = fieldsOfSchedule(details.value, scheduleNumber);
  if (schedule === null || !isScheduleAsWanted(wanted.fields, schedule)) {
    return success({ kind: 'not_done' });
  }
  const known = core.value?.plan_services ?? null;
  // Core leaves out inactive plans, and nothing else shows rates.
  return known === null
    ? success({ kind: 'cannot_tell' })
    : toFinding(connection, planNumber, {
        isDone: wanted.services.every((service) =>
          known.some(
            (candidate) =>
              isServiceNamedBy(candidate, service.fields) &&
              areRatesAsWanted(service, toRates(candidate, scheduleNumber).rates),
          ),
        ),
        rateScheduleId: scheduleNumber,
      });
};

const numberOfCode = ({ row }: PlanDetails, code: string): string | null =>
  row.rate_sched.find(({ client_rate_schedule_id }) => textOf(client_rate_schedule_id) === code)?.schedule_no ?? null;

/** The members of a schedule, by the names of requests; null where the plan has no such one. */
const fieldsOfSchedule = ({ raw }: PlanDetails, scheduleNumber: string): Fields | null =>
  scheduleRows(memberOf(raw, 'rate_sched'))
    .map((row) => readFields(row, scheduleRules).fields)
    .find(({ schedule_no }) => schedule_no === scheduleNumber) ?? null;

const toService = (service: ScheduleService): ScheduleServiceState => ({
  fields: serviceIdentification(service),
  tiers: service.tiers.map((tier) => toRate(tier, tier.amount)),
});

const servicesAsTheyAre = (
  services: readonly AriaPlanService[],
  scheduleNumber: string,
): { readonly services: ScheduleServiceState[]; readonly refusals: readonly string[] } => {
  const read = services.map((service) => ({ service, ...toRates(service, scheduleNumber) }));
  return {
    services: read.flatMap(({ service: { service_no }, rates }) =>
      service_no === null || rates.length === 0 ? [] : [{ fields: { service_no }, tiers: [...rates] }],
    ),
    refusals: read.flatMap(({ refusals }) => refusals),
  };
};

/** Services that the plan does not have. Says nothing where the services of the plan are not known. */
const foreignServiceErrors = (
  services: readonly ScheduleService[],
  planServices: readonly unknown[] | null,
): FieldError[] =>
  planServices === null || planServices.length === 0
    ? []
    : services.flatMap((service, index) =>
        planServices.some((candidate) => isServiceNamedBy(candidate, serviceIdentification(service)))
          ? []
          : [{ path: `services.${index}`, message: 'is not a service of this plan' }],
      );

const isServiceNamedBy = (service: unknown, { service_no, client_service_id }: Fields): boolean =>
  service_no === undefined
    ? textOf(memberOf(service, 'client_service_id')) === client_service_id
    : textOf(memberOf(service, 'service_no')) === service_no;
