import { planSchema } from '../../shared/domain/plan.ts';
import { planPatchSchema } from '../../shared/domain/plan-administration.ts';
import { planChangeInput, planIdPath } from '../plan-change.ts';

export const input = planChangeInput(planIdPath, planPatchSchema);

export const output = planSchema;
