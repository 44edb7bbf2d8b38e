import * as z from 'zod';
import { isNumericIdentifier, numericIdentifierRule } from './identifier.ts';
import { intervalSchema, type intervalUnits } from './interval.ts';

/** What callers send to create and change plans. The limits of lengths are those of Aria's Admin Tools API. */

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

const currencySchema = z
  .string()
  .refine((currency) => currencies.has(currency), 'must be an ISO 4217 currency in upper case')
  .meta({ examples: ['USD'] });

const codeSchema = z
  .string()
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]{0,98}[\x21-\x7e])?$/, 'must be 1 to 100 printable ASCII characters');

/** Aria reads `~` alone as "make this empty". */
const textSchema = (maximumLength: number) =>
  z
    .string()
    .min(1)
    .max(maximumLength)
    .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters')
    .refine((text) => text.trim() === text && text !== '~', 'must not begin or end with a space, nor be "~"');

const amountSchema = z
  .string()
  .regex(/^\d{1,18}(\.\d{1,12})?$/, 'must be a decimal such as "10", "0.0006"')
  .meta({ description: 'Exact decimal, every digit of which is kept', examples: ['10.00'] });

const unitsSchema = z.int().min(0).max(999_999_999_999);

const wireIntervalSchema = intervalSchema.refine(
  ({ unit, count }) => count <= (unit === 'year' ? 100 : 1_200),
  'must be at most 1200 days, weeks or months, or 100 years',
);

const usageIntervalRule = {
  path: ['usageInterval'],
  message: 'must not be longer than interval',
};

/** In days, by the longest month and year where the units differ: what is longer for certain is refused. */
const daysOf = { day: 1, week: 7, month: 31, year: 366 } as const satisfies Record<
  (typeof intervalUnits)[number],
  number
>;

interface PriceIntervals {
  readonly interval?: z.infer<typeof intervalSchema> | undefined;
  readonly usageInterval?: z.infer<typeof intervalSchema> | undefined;
}

const isUsageWithinInterval = ({ interval, usageInterval }: PriceIntervals): boolean =>
  interval === undefined ||
  usageInterval === undefined ||
  usageInterval.count * daysOf[usageInterval.unit] <= interval.count * daysOf[interval.unit];

const priceShape = {
  code: codeSchema.optional(),
  name: textSchema(100),
  currency: currencySchema,
  isDefault: z.boolean(),
  interval: wireIntervalSchema,
  usageInterval: wireIntervalSchema.optional(),
};

export const serviceTypes = [
  'recurring',
  'usage',
  'activation',
  'order',
  'cancellation',
  'minimum_fee',
  'recurring_arrears',
] as const;

/** Names a service that exists by `code` or `id`, or a new one by `name`. */
const serviceReferenceShape = {
  code: codeSchema.optional(),
  id: z.string().refine(isNumericIdentifier, numericIdentifierRule).optional(),
};

const tierShape = { from: unitsSchema, to: unitsSchema.optional() };

const newServiceSchema = z.strictObject({
  ...serviceReferenceShape,
  name: textSchema(100).optional(),
  type: z.enum(serviceTypes),
  glCode: codeSchema.optional(),
  taxGroup: codeSchema.optional(),
  rateType: z.enum(['flat', 'tiered']).optional(),
  pricingRule: z.enum(['standard', 'volume_discount', 'flat_rate_per_tier']).optional(),
  usageType: z.int().positive().optional(),
  tiers: z
    .array(z.strictObject({ ...tierShape, amounts: z.array(amountSchema).min(1) }))
    .min(1)
    .max(100),
});

const isServiceNamed = ({ code, id, name }: z.infer<typeof newServiceSchema>): boolean =>
  [code, id, name].filter((given) => given !== undefined).length > 0 && !(code !== undefined && id !== undefined);

const serviceNamingRule = 'must be named by code, by id, or by name for a new one';

interface Issue {
  readonly path: PropertyKey[];
  readonly message: string;
}

const defaultPriceIssues = (prices: readonly { readonly isDefault: boolean }[]): Issue[] =>
  prices.filter(({ isDefault }) => isDefault).length === 1
    ? []
    : [{ path: ['prices'], message: 'must hold exactly one with isDefault true' }];

const amountIssues = (services: readonly z.infer<typeof newServiceSchema>[], prices: number): Issue[] =>
  services.flatMap(({ tiers }, service) =>
    tiers.flatMap(({ amounts }, tier) =>
      amounts.length === prices
        ? []
        : [
            {
              path: ['services', service, 'tiers', tier, 'amounts'],
              message: `must hold one amount for each of ${prices} prices`,
            },
          ],
    ),
  );

const newPriceSchema = z
  .strictObject(priceShape)
  .refine(isUsageWithinInterval, usageIntervalRule)
  .meta({ id: 'NewPrice', description: 'One way to buy the plan: a rate schedule' });

/** A new plan as a whole: prices, and the services with an amount for each price. */
export const newPlanSchema = z
  .strictObject({
    code: codeSchema
      .optional()
      .meta({ description: 'Your own id. With it, an attempt whose outcome is unknown can be looked up' }),
    name: textSchema(100),
    level: z.enum(['base', 'add_on']),
    kind: z.enum(['recurring', 'prepaid', 'free']),
    currency: currencySchema,
    status: z.enum(['active', 'inactive']),
    description: textSchema(3_000).optional(),
    prices: z.array(newPriceSchema).min(1).max(100),
    services: z.array(newServiceSchema.refine(isServiceNamed, serviceNamingRule)).min(1).max(100),
    planGroups: z.array(z.string().refine(isNumericIdentifier, numericIdentifierRule)).max(100).optional(),
  })
  .superRefine((plan, context) => {
    if (plan.level === 'add_on' && plan.kind === 'prepaid') {
      context.addIssue({ code: 'custom', path: ['kind'], message: 'must not be prepaid for an add-on' });
    }
    for (const issue of [...defaultPriceIssues(plan.prices), ...amountIssues(plan.services, plan.prices.length)]) {
      context.addIssue({ code: 'custom', ...issue });
    }
  })
  .meta({ id: 'NewPlan' });

const planPriceSchema = z
  .strictObject({
    id: z
      .string()
      .refine(isNumericIdentifier, numericIdentifierRule)
      .optional()
      .meta({ description: 'The price as the plan has it; without it a new one' }),
    ...priceShape,
  })
  .refine(isUsageWithinInterval, usageIntervalRule)
  .meta({ id: 'PlanPrice' });

/** Any subset of a plan. What is named replaces what was there as a whole; what is not named stays. */
export const planPatchSchema = z
  .strictObject({
    name: textSchema(100).optional(),
    description: textSchema(3_000).optional(),
    status: z.enum(['active', 'inactive']).optional(),
    prices: z.array(planPriceSchema).min(1).max(100).optional(),
    services: z.array(newServiceSchema.refine(isServiceNamed, serviceNamingRule)).min(1).max(100).optional(),
    affectsExistingAccounts: z.literal(true).optional().meta({
      description: 'Required with prices or services: every account on the plan is changed at once',
    }),
  })
  .superRefine((patch, context) => {
    const { affectsExistingAccounts, ...changes } = patch;
    if (Object.values(changes).every((change) => change === undefined)) {
      context.addIssue({ code: 'custom', path: [], message: 'must name something to change' });
    }
    if ((patch.prices ?? patch.services) !== undefined && affectsExistingAccounts !== true) {
      context.addIssue({ code: 'custom', path: ['affectsExistingAccounts'], message: affectsRule });
    }
    if (patch.prices !== undefined && patch.services === undefined) {
      context.addIssue({ code: 'custom', path: ['services'], message: 'is required with prices: an amount for each' });
    }
    const issues = [
      ...(patch.prices === undefined ? [] : defaultPriceIssues(patch.prices)),
      ...(patch.prices === undefined ? [] : amountIssues(patch.services ?? [], patch.prices.length)),
    ];
    for (const issue of issues) {
      context.addIssue({ code: 'custom', ...issue });
    }
  })
  .meta({ id: 'PlanPatch' });

const scheduleServiceSchema = z
  .strictObject({
    ...serviceReferenceShape,
    tiers: z
      .array(z.strictObject({ ...tierShape, amount: amountSchema }))
      .min(1)
      .max(100),
  })
  .refine(({ code, id }) => (code === undefined) !== (id === undefined), 'must be named by code or by id');

export const newRateScheduleSchema = z
  .strictObject({
    ...priceShape,
    code: codeSchema.meta({ description: 'Your own id; by it an attempt whose outcome is unknown is looked up' }),
    services: z.array(scheduleServiceSchema).min(1).max(100),
  })
  .refine(isUsageWithinInterval, usageIntervalRule)
  .meta({ id: 'NewRateSchedule' });

/** A partial change of one schedule. The tiers of a service that is named are replaced; other services stay. */
export const rateSchedulePatchSchema = z
  .strictObject({
    name: textSchema(100).optional(),
    isDefault: z.literal(true).optional().meta({ description: 'Makes it the default; another one loses that' }),
    interval: wireIntervalSchema.optional(),
    usageInterval: wireIntervalSchema.optional(),
    services: z.array(scheduleServiceSchema).min(1).max(100).optional(),
    affectsExistingAccounts: z.literal(true).optional().meta({
      description:
        'Required with interval, usageInterval or services: every account on the schedule is changed at once',
    }),
  })
  .refine(isUsageWithinInterval, usageIntervalRule)
  .superRefine((patch, context) => {
    const { affectsExistingAccounts, ...changes } = patch;
    if (Object.values(changes).every((change) => change === undefined)) {
      context.addIssue({ code: 'custom', path: [], message: 'must name something to change' });
    }
    const affects = patch.interval ?? patch.usageInterval ?? patch.services;
    if (affects !== undefined && affectsExistingAccounts !== true) {
      context.addIssue({ code: 'custom', path: ['affectsExistingAccounts'], message: affectsRule });
    }
  })
  .meta({ id: 'RateSchedulePatch' });

const affectsRule = 'must be true: the change applies to every account on the plan at once';

export type NewPlan = z.infer<typeof newPlanSchema>;
export type PlanPatch = z.infer<typeof planPatchSchema>;
export type NewRateSchedule = z.infer<typeof newRateScheduleSchema>;
export type RateSchedulePatch = z.infer<typeof rateSchedulePatchSchema>;
export type NewService = z.infer<typeof newServiceSchema>;
