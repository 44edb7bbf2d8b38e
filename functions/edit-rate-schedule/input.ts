import { catalogueEditInput, rateSchedulePath } from '../../gateway/catalogue-edit.ts';
import { planSchema } from '../../shared/domain/plan.ts';
import { rateSchedulePatchSchema } from '../../shared/domain/rate-schedule-administration.ts';

export const input = catalogueEditInput(rateSchedulePath, rateSchedulePatchSchema);

export const output = planSchema;
