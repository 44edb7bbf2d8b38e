import { planSchema } from '../../shared/domain/plan.ts';
import { newPlanSchema } from '../../shared/domain/plan-administration.ts';
import { catalogueEditInput } from '../catalogue-edit.ts';

export const input = catalogueEditInput({}, newPlanSchema);

export const output = planSchema;
