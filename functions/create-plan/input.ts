import { planSchema } from '../../shared/domain/plan.ts';
import { newPlanSchema } from '../../shared/domain/plan-administration.ts';
import { planChangeInput } from '../plan-change.ts';

export const input = planChangeInput({}, newPlanSchema);

export const output = planSchema;
