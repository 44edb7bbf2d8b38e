import * as z from 'zod';
import {
  affectsExistingAccountsRule,
  affectsExistingAccountsSchema,
  amountSchema,
  areTiersOrdered,
  billingIntervalSchema,
  codeSchema,
  isUsageWithinInterval,
  nothingToChangeRule,
  priceShape,
  repeatedPositions,
  serviceReferenceShape,
  textSchema,
  tierOrderRule,
  tierRangeShape,
  usageIntervalRule,
} from './plan-input.ts';

/** What callers send to add one rate schedule to a plan, and to change one. */

const scheduleServiceSchema = z
  .strictObject({
    ...serviceReferenceShape,
    tiers: z
      .array(z.strictObject({ ...tierRangeShape, amount: amountSchema }))
      .min(1)
      .max(100)
      .refine(areTiersOrdered, tierOrderRule),
  })
  .refine(({ code, id }) => (code === undefined) !== (id === undefined), 'must be named by code or by id')
  .meta({ id: 'RateScheduleService', description: 'A service of the plan, and what it costs in this rate schedule' });

const servicesSchema = z
  .array(scheduleServiceSchema)
  .min(1)
  .max(100)
  .superRefine((services, context) => {
    const repeated = new Set([
      ...repeatedPositions(services.map(({ code }) => code)),
      ...repeatedPositions(services.map(({ id }) => id)),
    ]);
    for (const index of repeated) {
      context.addIssue({ code: 'custom', path: [index], message: 'names the same service as one before it' });
    }
  });

/** One more rate schedule for a plan. */
export const newRateScheduleSchema = z
  .strictObject({
    code: codeSchema.meta({ description: 'Your own id; by it an attempt whose outcome is unknown is looked up' }),
    ...priceShape,
    services: servicesSchema,
  })
  .refine(isUsageWithinInterval, { path: ['usageInterval'], message: usageIntervalRule })
  .meta({ id: 'NewRateSchedule' });

/** A partial change of one rate schedule. The tiers of a service that is named are replaced; everything else stays. */
export const rateSchedulePatchSchema = z
  .strictObject({
    name: textSchema(100).optional(),
    isDefault: z.boolean().optional().meta({
      description: 'true takes it from the one that was; the default itself cannot be made false, but another one true',
    }),
    interval: billingIntervalSchema.optional(),
    usageInterval: billingIntervalSchema.optional(),
    services: servicesSchema.optional(),
    affectsExistingAccounts: affectsExistingAccountsSchema.meta({
      description:
        'Required with interval, usageInterval or services: every account on the schedule is changed at once',
    }),
  })
  .refine(isUsageWithinInterval, { path: ['usageInterval'], message: usageIntervalRule })
  .superRefine((patch, context) => {
    const { affectsExistingAccounts, ...changes } = patch;
    if (Object.values(changes).every((change) => change === undefined)) {
      context.addIssue({ code: 'custom', path: [], message: nothingToChangeRule });
    }
    const affects = patch.interval ?? patch.usageInterval ?? patch.services;
    if (affects !== undefined && affectsExistingAccounts !== true) {
      context.addIssue({ code: 'custom', path: ['affectsExistingAccounts'], message: affectsExistingAccountsRule });
    }
  })
  .meta({ id: 'RateSchedulePatch' });

export type NewRateSchedule = z.infer<typeof newRateScheduleSchema>;
export type RateSchedulePatch = z.infer<typeof rateSchedulePatchSchema>;
export type ScheduleService = z.infer<typeof scheduleServiceSchema>;
