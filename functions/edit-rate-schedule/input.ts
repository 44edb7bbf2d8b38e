import { planSchema } from '../../shared/domain/plan.ts';
import { rateSchedulePatchSchema } from '../../shared/domain/rate-schedule-administration.ts';
import { catalogueEditInput, rateSchedulePath } from '../catalogue-edit.ts';

export const input = catalogueEditInput(rateSchedulePath, rateSchedulePatchSchema);

export const output = planSchema;
