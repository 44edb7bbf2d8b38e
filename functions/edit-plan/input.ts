import { planSchema } from '../../shared/domain/plan.ts';
import { planPatchSchema } from '../../shared/domain/plan-administration.ts';
import { catalogueEditInput, planIdPath } from '../catalogue-edit.ts';

export const input = catalogueEditInput(planIdPath, planPatchSchema);

export const output = planSchema;
