import * as z from 'zod';
import { accountPlanSchema } from './account-plan.ts';
import { planSchema } from './plan.ts';
import { providerIdSchema } from './provider-id.ts';

/** What is told to the outside on the event bus; the detail of an EventBridge event whose detail-type is `type`. */

const conversionCauseSchema = z.strictObject({ conversion: z.string().meta({ examples: ['cnv_01JD8Z'] }) });
const webhookCauseSchema = z.strictObject({ webhook: z.string().meta({ examples: ['whk_01JD8Z'] }) });

/** What made the gateway notice: a conversion of its own, or a provider's notification. */
const causeSchema = z.union([conversionCauseSchema, webhookCauseSchema]);

const envelope = {
  id: z.string().meta({ description: 'The same however often the event is delivered: drop what you have seen' }),
  version: z.literal('1').meta({ description: 'Of the shape of this type of event' }),
  sequence: z.int().positive().meta({
    description: 'Grows with each event of one account (or plan): of two, the one with the higher number is newer',
  }),
  occurredAt: z.iso.datetime().meta({ description: 'When the gateway saw it' }),
  connection: z.string(),
  provider: providerIdSchema,
};

const ofAccount = { ...envelope, accountId: z.string(), subscriptionId: z.string().nullable() };

const accountPlanEvent = <Type extends `account_plan.${string}`>(type: Type) =>
  z.object({
    ...ofAccount,
    type: z.literal(type),
    before: accountPlanSchema
      .nullable()
      .meta({ description: 'As last seen; null where the account was never seen before' }),
    after: accountPlanSchema,
    cause: causeSchema,
  });

/** Every type of event, by its name. */
export const eventSchemas = {
  'account_plan.converted': accountPlanEvent('account_plan.converted'),
  'account_plan.tier_increased': accountPlanEvent('account_plan.tier_increased'),
  'account_plan.tier_decreased': accountPlanEvent('account_plan.tier_decreased'),
  'account_plan.canceled': accountPlanEvent('account_plan.canceled'),
  'account_plan.suspended': accountPlanEvent('account_plan.suspended'),
  'account_plan.activated': accountPlanEvent('account_plan.activated'),
  'account_plan.changed': accountPlanEvent('account_plan.changed'),
  'plan.changed': z.object({
    ...envelope,
    accountId: z.null(),
    subscriptionId: z.null(),
    type: z.literal('plan.changed'),
    before: planSchema.nullable().meta({ description: 'As last seen; null where the plan was never seen before' }),
    after: planSchema,
    cause: webhookCauseSchema,
  }),
  'conversion.rejected': z.object({
    ...ofAccount,
    type: z.literal('conversion.rejected'),
    before: accountPlanSchema.nullable(),
    after: z.null(),
    cause: conversionCauseSchema,
  }),
  'conversion.pending_too_long': z.object({
    ...ofAccount,
    type: z.literal('conversion.pending_too_long'),
    before: accountPlanSchema,
    after: z.null(),
    cause: conversionCauseSchema,
  }),
} as const;

export const eventSchema = z.discriminatedUnion('type', [
  eventSchemas['account_plan.converted'],
  eventSchemas['account_plan.tier_increased'],
  eventSchemas['account_plan.tier_decreased'],
  eventSchemas['account_plan.canceled'],
  eventSchemas['account_plan.suspended'],
  eventSchemas['account_plan.activated'],
  eventSchemas['account_plan.changed'],
  eventSchemas['plan.changed'],
  eventSchemas['conversion.rejected'],
  eventSchemas['conversion.pending_too_long'],
]);

export type GatewayEvent = z.infer<typeof eventSchema>;
export type EventType = GatewayEvent['type'];
