import { planSchema } from '../../shared/domain/plan.ts';
import { rateSchedulePatchSchema } from '../../shared/domain/rate-schedule-administration.ts';
import { planChangeInput, rateSchedulePath } from '../plan-change.ts';

export const input = planChangeInput(rateSchedulePath, rateSchedulePatchSchema);

export const output = planSchema;
