import { planSchema } from '../../shared/domain/plan.ts';
import { newRateScheduleSchema } from '../../shared/domain/rate-schedule-administration.ts';
import { catalogueEditInput, planIdPath } from '../catalogue-edit.ts';

export const input = catalogueEditInput(planIdPath, newRateScheduleSchema);

export const output = planSchema;
