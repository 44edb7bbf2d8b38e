import * as z from 'zod';
import { intervalSchema } from './interval.ts';
import { moneySchema } from './money.ts';
import { providerIdSchema } from './provider-id.ts';
import { warningSchema } from './warning.ts';

export const planStatusSchema = z.enum(['active', 'inactive', 'unknown']).meta({ id: 'PlanStatus' });

const tierSchema = z
  .object({
    itemId: z.string().nullable(),
    name: z.string().nullable(),
    type: z.string().nullable().meta({ description: 'The kind of item: recurring, usage, activation, one_time, ...' }),
    from: z.string().nullable().meta({ description: 'First unit of the range, as a decimal' }),
    to: z.string().nullable().meta({ description: 'Last unit of the range; null for no end' }),
    amount: z.string().meta({ description: "Exact decimal, in the price's currency" }),
  })
  .meta({ id: 'PriceTier' });

export const priceSchema = z
  .object({
    id: z.string().meta({ description: 'fusebill: the planFrequency id; aria: schedule_no. Unique with `currency`' }),
    code: z.string().nullable(),
    name: z.string().nullable(),
    status: planStatusSchema,
    isDefault: z.boolean().nullable(),
    currency: z.string().nullable(),
    interval: intervalSchema.nullable(),
    usageInterval: intervalSchema.nullable(),
    recurring: moneySchema.nullable().meta({
      description: 'Sum of the included recurring items of standard pricing; null where the provider does not say',
    }),
    setup: moneySchema.nullable(),
    tiers: z.array(tierSchema),
  })
  .meta({ id: 'Price' });

export const planSchema = z
  .object({
    id: z.string(),
    connection: z.string(),
    provider: providerIdSchema,
    code: z.string().nullable(),
    name: z.string().nullable(),
    reference: z.string().nullable(),
    description: z.string().nullable(),
    longDescription: z.string().nullable(),
    status: planStatusSchema,
    providerStatus: z.string().nullable(),
    level: z.enum(['base', 'add_on']).nullable(),
    source: z.enum(['provider', 'configured', 'documented']),
    updatedAt: z.iso.datetime().nullable(),
    warnings: z.array(warningSchema),
    prices: z.array(priceSchema),
  })
  .meta({ id: 'Plan', description: "An entry of a provider's catalogue: what can be sold" });

export type PlanStatus = z.infer<typeof planStatusSchema>;
export type PriceTier = z.infer<typeof tierSchema>;
export type Price = z.infer<typeof priceSchema>;
export type Plan = z.infer<typeof planSchema>;

/** A plan of which nothing but the id could be read. `detail` says why, and quotes nothing of the provider's answer. */
export const unreadablePlan = (
  { id, connection, provider }: Pick<Plan, 'id' | 'connection' | 'provider'>,
  detail: string,
): Plan => ({
  id,
  connection,
  provider,
  code: null,
  name: null,
  reference: null,
  description: null,
  longDescription: null,
  status: 'unknown',
  providerStatus: null,
  level: null,
  source: 'provider',
  updatedAt: null,
  warnings: [{ code: 'plan_unreadable', detail }],
  prices: [],
});
