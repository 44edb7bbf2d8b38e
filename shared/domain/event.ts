import * as z from 'zod';
import { accountPlanSchema } from './account-plan.ts';
import { providerIdSchema } from './provider-id.ts';

/** What is told to the outside on the event bus; the detail of an EventBridge event whose detail-type is `type`. */
export const eventSchema = z.object({
  /** The same however often the event is delivered. */
  id: z.string(),
  version: z.literal('1'),
  type: z.enum(['conversion.pending_too_long']),
  /** Grows per account: the bus promises no order. */
  sequence: z.int().positive(),
  occurredAt: z.iso.datetime(),
  connection: z.string(),
  provider: providerIdSchema,
  accountId: z.string(),
  subscriptionId: z.string().nullable(),
  before: accountPlanSchema.nullable(),
  after: accountPlanSchema.nullable(),
  cause: z.object({ conversion: z.string() }),
});

export type GatewayEvent = z.infer<typeof eventSchema>;
