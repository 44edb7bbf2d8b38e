import * as z from 'zod';
import { intervalSchema } from './interval.ts';
import { moneySchema } from './money.ts';
import { providerIdSchema } from './provider-id.ts';

export const accountPlanStatuses = [
  'trial',
  'trial_ended',
  'active',
  'non_billable',
  'pending',
  'suspended',
  'canceled',
  'expired',
  'unknown',
] as const;

export const accountPlanStatusSchema = z.enum(accountPlanStatuses).meta({ id: 'AccountPlanStatus' });

const accountTierSchema = z
  .object({
    usageType: z.string().nullable(),
    currentUsage: z.string().nullable(),
    tier: z.int().nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    price: moneySchema.nullable(),
  })
  .meta({ id: 'AccountPlanTier' });

export const accountPlanSchema = z
  .object({
    connection: z.string(),
    provider: providerIdSchema,
    accountId: z.string(),
    subscriptionId: z.string().nullable(),
    planId: z.string().nullable(),
    planName: z.string().nullable(),
    planLevel: z.int().nullable(),
    status: accountPlanStatusSchema,
    providerStatus: z.string().nullable(),
    billingDayOfMonth: z.int().nullable(),
    interval: intervalSchema.nullable(),
    trialEndsAt: z.iso.datetime().nullable(),
    nextBillingAt: z.iso.datetime().nullable(),
    tiers: z.array(accountTierSchema),
  })
  .meta({ id: 'AccountPlan', description: 'What one customer account is on now' });

export type AccountPlanStatus = z.infer<typeof accountPlanStatusSchema>;
export type AccountPlanTier = z.infer<typeof accountTierSchema>;
export type AccountPlan = z.infer<typeof accountPlanSchema>;
