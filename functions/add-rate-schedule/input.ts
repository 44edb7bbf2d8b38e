import { catalogueEditInput, planIdPath } from '../../gateway/catalogue-edit.ts';
import { planSchema } from '../../shared/domain/plan.ts';
import { newRateScheduleSchema } from '../../shared/domain/rate-schedule-administration.ts';

export const input = catalogueEditInput(planIdPath, newRateScheduleSchema);

export const output = planSchema;
