import { planSchema } from '../../shared/domain/plan.ts';
import { newRateScheduleSchema } from '../../shared/domain/rate-schedule-administration.ts';
import { planChangeInput, planIdPath } from '../plan-change.ts';

export const input = planChangeInput(planIdPath, newRateScheduleSchema);

export const output = planSchema;
