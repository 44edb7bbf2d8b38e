import { catalogueEditInput, planIdPath } from '../../gateway/catalogue-edit.ts';
import { planSchema } from '../../shared/domain/plan.ts';
import { planPatchSchema } from '../../shared/domain/plan-administration.ts';

export const input = catalogueEditInput(planIdPath, planPatchSchema);

export const output = planSchema;
