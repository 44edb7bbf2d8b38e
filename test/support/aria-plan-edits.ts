import type { PlanPatch } from '../../shared/domain/plan-administration.ts';
import { type AdministrationBench, prepared, sentForm, startAdministration } from './aria-administration-bench.ts';
import { problemOf } from './aria-bench.ts';

type Options = Parameters<typeof startAdministration>[1];

export const prepareEdit = (bench: AdministrationBench, patch: PlanPatch) =>
  bench.administration.prepareEditPlan?.('10000123', patch) ?? Promise.reject(new Error('edit-plan is off'));

/** What a patch of plan Gold sends. */
export const editedPlan = async (patch: PlanPatch, options?: Options) => {
  const bench = await startAdministration({}, options);
  const sent = await bench.administration.send(await prepared(prepareEdit(bench, patch)));
  if (sent.kind !== 'accepted') {
    throw new Error(JSON.stringify(sent));
  }
  return sentForm(bench, 'edit_plan_m');
};

/** Why a patch of plan Gold is not sent. */
export const editRefusal = async (patch: PlanPatch, options?: Options) => {
  const bench = await startAdministration({}, options);
  const problem = await problemOf(prepareEdit(bench, patch));
  return bench.sent('edit_plan_m').length === 0 ? problem : 'sent';
};

export const editErrors = async (patch: PlanPatch) => {
  const { code, errors } = (await editRefusal(patch)) as { code: string; errors: unknown };
  return { code, errors };
};
