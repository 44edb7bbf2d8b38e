import * as z from 'zod';
import { newPlanSchema } from '../../domain/plan-administration.ts';
import { newRateScheduleSchema } from '../../domain/rate-schedule-administration.ts';

/**
 * What is sent, by the vendor's names where it is made of what was read, and as the caller sent it where it is new. Plain
 * JSON, because it is stored; ids and amounts are text, so that they keep every digit.
 */

/** Members of the request, or of one of its rows, as the vendor names them. */
const fieldsSchema = z.record(z.string(), z.string());

const rateSchema = z.strictObject({
  /** Absent where the vendor named none. */
  from: z.string().exactOptional(),
  to: z.string().exactOptional(),
  amount: z.string(),
  description: z.string().exactOptional(),
});

const planServiceSchema = z.strictObject({
  fields: fieldsSchema,
  /** By tier, then by rate schedule: the k-th rate of a tier belongs to the k-th schedule of the plan. */
  tiers: z.array(z.array(rateSchema)),
});

const planItemSchema = z.strictObject({
  fields: fieldsSchema,
  /** Prices of the item in this plan, by rate schedule. */
  overrides: z.array(fieldsSchema),
});

const planItemsSchema = z.strictObject({
  bundled: z.array(planItemSchema),
  group: z.array(planItemSchema),
  /** Numbers of items. */
  included: z.array(z.string()),
});

const planStateSchema = z.strictObject({
  fields: fieldsSchema,
  /** Absent in writes that were stored before plans with items could be edited. */
  items: planItemsSchema.exactOptional(),
  groups: z
    .strictObject({ parameter: z.enum(['plan_group', 'plan_group_id']), values: z.array(z.string()) })
    .nullable(),
  schedules: z.array(fieldsSchema),
  services: z.array(planServiceSchema),
});

const scheduleServiceSchema = z.strictObject({ fields: fieldsSchema, tiers: z.array(rateSchema) });

const scheduleStateSchema = z.strictObject({ fields: fieldsSchema, services: z.array(scheduleServiceSchema) });

export const catalogueWriteParametersSchema = z.discriminatedUnion('call', [
  z.strictObject({ call: z.literal('create_new_plan_m'), plan: newPlanSchema }),
  z.strictObject({ call: z.literal('edit_plan_m'), planNumber: z.string(), wanted: planStateSchema }),
  z.strictObject({
    call: z.literal('add_rate_schedule_on_plan_m'),
    planNumber: z.string(),
    schedule: newRateScheduleSchema,
  }),
  z.strictObject({
    call: z.literal('edit_rate_schedule_on_plan_m'),
    planNumber: z.string(),
    scheduleNumber: z.string(),
    wanted: scheduleStateSchema,
  }),
]);

export type CatalogueWriteParameters = z.infer<typeof catalogueWriteParametersSchema>;
export type Fields = z.infer<typeof fieldsSchema>;
export type Rate = z.infer<typeof rateSchema>;
/** Everything of a plan that edit_plan_m takes. */
export type PlanState = z.infer<typeof planStateSchema>;
export type PlanItem = z.infer<typeof planItemSchema>;
export type PlanItems = z.infer<typeof planItemsSchema>;
export type PlanServiceState = z.infer<typeof planServiceSchema>;
/** Everything of one rate schedule that edit_rate_schedule_on_plan_m is told. */
export type ScheduleState = z.infer<typeof scheduleStateSchema>;
export type ScheduleServiceState = z.infer<typeof scheduleServiceSchema>;
