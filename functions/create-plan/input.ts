import { catalogueEditInput } from '../../gateway/catalogue-edit.ts';
import { planSchema } from '../../shared/domain/plan.ts';
import { newPlanSchema } from '../../shared/domain/plan-administration.ts';

export const input = catalogueEditInput({}, newPlanSchema);

export const output = planSchema;
