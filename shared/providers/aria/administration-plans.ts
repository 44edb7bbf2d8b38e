import { invalidFields } from '../../domain/field-errors.ts';
import type { NewPlan, PlanPatch } from '../../domain/plan-administration.ts';
import { createProblem, type Problem } from '../../domain/problem.ts';
import type { CatalogueWrite, CatalogueWriteFinding } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import { areServicesAsWanted, isPlanAsWanted } from './administration-compare.ts';
import { mergePlan } from './administration-plan-merge.ts';
import { type ReadPlanState, toPlanState } from './administration-plan-state.ts';
import { taxGroupErrors } from './administration-words.ts';
import type { Fields, PlanState } from './administration-write.ts';
import type { AriaConnection } from './client.ts';
import { getPlan, readCorePlan, readPlanDetails } from './read-catalogue.ts';

/** The write that makes a new plan. Fails with `already_exists` where its code is in use. */
export const prepareCreatePlan = async (connection: AriaConnection, plan: NewPlan): Promise<Result<CatalogueWrite>> => {
  const errors = taxGroupErrors(plan.services);
  if (errors.length > 0) {
    return failed(invalidFields(errors));
  }
  if (plan.code !== undefined) {
    const found = await findPlanByCode(connection, plan.code);
    if (!found.ok) {
      return found;
    }
    if (found.value !== null) {
      return failed(codeInUse(found.value));
    }
  }
  const call = 'create_new_plan_m';
  // The vendor has no guard against duplicates but the code, which is unique.
  return success({ planId: null, call, repeatable: plan.code !== undefined, parameters: { call, plan } });
};

export const findCreatedPlan = async (
  connection: AriaConnection,
  plan: NewPlan,
): Promise<Result<CatalogueWriteFinding>> => {
  if (plan.code === undefined) {
    return success({ kind: 'cannot_tell' });
  }
  const found = await findPlanByCode(connection, plan.code);
  if (!found.ok) {
    return found;
  }
  return found.value === null
    ? success({ kind: 'not_done' })
    : toFinding(connection, found.value, { isDone: true, rateScheduleId: null });
};

/** The number of the plan that has this code, or null. */
export const findPlanByCode = async (connection: AriaConnection, code: string): Promise<Result<string | null>> => {
  const details = await readPlanDetails(connection, { client_plan_id: code });
  if (!details.ok) {
    return details.problem.code === 'plan_not_found' ? success(null) : details;
  }
  const { row } = details.value;
  // A vendor that finds without regard to case, or that ignores the parameter, has not found this code.
  return success(row.client_plan_id === code ? row.plan_no : null);
};

/**
 * The write that makes a plan what the patch asks, with everything else as it is. The call replaces the whole plan, and no
 * read has everything it takes: a plan that holds more is refused with `provider_conflict`, which names what. What another
 * writer changes between this read and the write is lost; the vendor offers no guard.
 */
export const prepareEditPlan = async (
  connection: AriaConnection,
  planId: string,
  patch: PlanPatch,
): Promise<Result<CatalogueWrite>> => {
  const read = await readPlanState(connection, planId);
  if (!read.ok) {
    return read;
  }
  if (read.value.refusals.length > 0) {
    return failed(cannotSendBack(read.value.refusals));
  }
  const merged = mergePlan(read.value, patch, connection.secret.settings);
  if (!merged.ok) {
    return merged;
  }
  const wanted = merged.value;
  const unnamed = wanted.services.flatMap(({ fields }) => [
    ...(isTaxableWithoutGroup(fields) ? [`services.${fields.service_no}.tax_group (name its taxGroup)`] : []),
    ...(read.value.servicesWithLedgerCode.has(fields.service_no ?? '') && fields.gl_cd === undefined
      ? [`services.${fields.service_no}.gl_cd (name its glCode)`]
      : []),
  ]);
  if (unnamed.length > 0) {
    return failed(cannotSendBack(unnamed));
  }
  const call = 'edit_plan_m';
  return success({ planId, call, repeatable: true, parameters: { call, planNumber: planId, wanted } });
};

export const findEditedPlan = async (
  connection: AriaConnection,
  planNumber: string,
  wanted: PlanState,
): Promise<Result<CatalogueWriteFinding>> => {
  const read = await readPlanState(connection, planNumber);
  if (!read.ok) {
    return read;
  }
  const { state, hasRates } = read.value;
  // Core leaves out inactive plans, so that their rates can no longer be compared.
  const areRatesRight = hasRates ? areServicesAsWanted(wanted, state) : wanted.fields.active === '0';
  const isDone = isPlanAsWanted(wanted, state) && areRatesRight;
  return toFinding(connection, planNumber, { isDone, rateScheduleId: null });
};

/** A finding for a plan, read as the API gives it where the write is done. */
export const toFinding = async (
  connection: AriaConnection,
  planNumber: string,
  { isDone, rateScheduleId }: { readonly isDone: boolean; readonly rateScheduleId: string | null },
): Promise<Result<CatalogueWriteFinding>> => {
  if (!isDone) {
    return success({ kind: 'not_done' });
  }
  const read = await getPlan(connection, planNumber);
  return read.ok ? success({ kind: 'done', read: read.value, rateScheduleId }) : read;
};

export const codeInUse = (planId: string): Problem =>
  createProblem('already_exists', 'A plan has this code already.', { extensions: { planId } });

export const cannotSendBack = (names: readonly string[]): Problem =>
  createProblem(
    'provider_conflict',
    `The provider's call replaces what it changes, and this could not be sent back as it is: ${names.join(', ')}.`,
  );

const readPlanState = async (connection: AriaConnection, planId: string): Promise<Result<ReadPlanState>> => {
  const [details, core] = await Promise.all([
    // Items that are bundled are not told otherwise, and the replacement would drop them.
    readPlanDetails(connection, { plan_no: planId }, { withItems: true }),
    readCorePlan(connection, planId),
  ]);
  if (!details.ok) {
    return details;
  }
  return core.ok ? success(toPlanState(details.value, core.value, connection.secret.settings)) : core;
};

/** `tax_group` must be there for a taxable service, and Core does not give it. */
const isTaxableWithoutGroup = (fields: Fields): boolean => fields.taxable_ind === '1' && fields.tax_group === undefined;
