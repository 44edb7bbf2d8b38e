import * as z from 'zod';
import { accountPlanSchema } from './account-plan.ts';
import { planSchema } from './plan.ts';
import { providerIdSchema } from './provider-id.ts';

/** What is told to the outside on the event bus; the detail of an EventBridge event whose detail-type is `type`. */

const conversionCauseSchema = z.strictObject({ conversion: z.string().meta({ examples: ['cnv_01JD8Z'] }) });
const webhookCauseSchema = z.strictObject({ webhook: z.string().meta({ examples: ['whk_01JD8Z'] }) });

/** What made the gateway notice: a conversion of its own, or a provider's notification. */
const causeSchema = z
  .union([conversionCauseSchema, webhookCauseSchema])
  .meta({ description: "The gateway's own conversion, or the provider's notification that made it look" });

const envelope = {
  id: z.string().meta({ description: 'The same however often the event is delivered: drop what you have seen' }),
  version: z.literal('1').meta({ description: 'Of the shape of this type of event' }),
  sequence: z.int().positive().meta({
    description: 'Grows with each event of one account (or plan): of two, the one with the higher number is newer',
  }),
  occurredAt: z.iso.datetime().meta({ description: 'When the gateway saw it' }),
  connection: z.string().meta({ description: "The gateway's name for one set of credentials at the provider" }),
  provider: providerIdSchema,
};

const ofAccount = {
  ...envelope,
  accountId: z.string().meta({ description: "The provider's id of the account" }),
  subscriptionId: z.string().nullable().meta({
    description: 'As it was before: `after` may have another. Null where the provider has none, or none is known',
  }),
};

const accountPlanEvent = <Type extends `account_plan.${string}`>(type: Type, description: string) =>
  z
    .object({
      ...ofAccount,
      type: z.literal(type),
      before: accountPlanSchema.nullable().meta({
        description: 'As last seen, or as read before the conversion; null where this account plan was never seen',
      }),
      after: accountPlanSchema.meta({ description: 'As the provider shows it now' }),
      cause: causeSchema,
    })
    .meta({ description });

/** Every type of event, by its name. `docs/events` has them as JSON Schemas: `npm run event-schemas` after a change. */
export const eventSchemas = {
  'account_plan.converted': accountPlanEvent(
    'account_plan.converted',
    'A trial has become a paid account plan: by a conversion of the gateway, or by somebody else.',
  ),
  'account_plan.tier_increased': accountPlanEvent(
    'account_plan.tier_increased',
    'On the same plan and in the same status, every tier that moved is a higher one.',
  ),
  'account_plan.tier_decreased': accountPlanEvent(
    'account_plan.tier_decreased',
    'On the same plan and in the same status, every tier that moved is a lower one.',
  ),
  'account_plan.canceled': accountPlanEvent('account_plan.canceled', 'The account plan has ended.'),
  'account_plan.suspended': accountPlanEvent('account_plan.suspended', 'The account plan is suspended.'),
  'account_plan.activated': accountPlanEvent(
    'account_plan.activated',
    'The account plan is active, and was no trial before.',
  ),
  'account_plan.changed': accountPlanEvent(
    'account_plan.changed',
    'The account plan is not as it was, in a way that has no type of its own; or it is seen for the first time.',
  ),
  'plan.changed': z
    .object({
      ...envelope,
      accountId: z.null(),
      subscriptionId: z.null(),
      type: z.literal('plan.changed'),
      before: planSchema.nullable().meta({ description: 'As last seen; null where the plan was never seen before' }),
      after: planSchema.meta({ description: 'As the provider shows it now' }),
      cause: webhookCauseSchema,
    })
    .meta({ description: "A plan of a provider's catalogue is not as it was, or is seen for the first time." }),
  'conversion.rejected': z
    .object({
      ...ofAccount,
      type: z.literal('conversion.rejected'),
      before: accountPlanSchema.nullable().meta({
        description: 'As read before the write; null where the conversion ended before there was one',
      }),
      after: z.null(),
      cause: conversionCauseSchema,
    })
    .meta({
      description: 'A conversion that was tried has ended without success. Why, and what may have been done: read it.',
    }),
  'conversion.pending_too_long': z
    .object({
      ...ofAccount,
      type: z.literal('conversion.pending_too_long'),
      before: accountPlanSchema.meta({ description: 'The trial, as read before the write' }),
      after: z.null(),
      cause: conversionCauseSchema,
    })
    .meta({ description: 'Nobody knows yet whether a conversion was done, for longer than the operator allows.' }),
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

/** The events that a change of an account plan ends with. */
export const changeEventTypeSchema = z.enum([
  'account_plan.converted',
  'account_plan.canceled',
  'account_plan.suspended',
  'account_plan.activated',
  'account_plan.changed',
  'conversion.rejected',
] satisfies readonly EventType[]);

export type GatewayEvent = z.infer<typeof eventSchema>;
export type EventType = GatewayEvent['type'];
export type ChangeEventType = z.infer<typeof changeEventTypeSchema>;
/** Told while nobody knows how a change ends. */
export type PendingEventType = Extract<EventType, `${string}.pending_too_long`>;
