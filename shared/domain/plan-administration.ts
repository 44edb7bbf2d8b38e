import * as z from 'zod';
import {
  affectsExistingAccountsRule,
  affectsExistingAccountsSchema,
  amountSchema,
  areTiersOrdered,
  codeSchema,
  currencySchema,
  isUsageWithinInterval,
  nothingToChangeRule,
  numericIdentifierSchema,
  priceShape,
  repeatedPositions,
  serviceReferenceShape,
  textSchema,
  tierOrderRule,
  tierRangeShape,
  unitsSchema,
  usageIntervalRule,
} from './plan-input.ts';

/** What callers send to create a plan, and to change one as a whole. */

export const serviceTypes = [
  'recurring',
  'usage',
  'activation',
  'order',
  'cancellation',
  'minimum_fee',
  'recurring_arrears',
] as const;

const serviceShape = {
  ...serviceReferenceShape,
  name: textSchema(100).optional(),
  type: z.enum(serviceTypes),
  glCode: codeSchema.optional().meta({ description: 'Revenue account' }),
  taxGroup: codeSchema
    .optional()
    .meta({ description: 'Makes the service taxable. Digits alone are the number, other text your own id' }),
  rateType: z.enum(['flat', 'tiered']).optional(),
  pricingRule: z.enum(['standard', 'volume_discount', 'flat_rate_per_tier']).optional(),
  usageType: unitsSchema
    .optional()
    .meta({ description: "The provider's number of the usage type; for usage services alone" }),
  tiers: z
    .array(z.strictObject({ ...tierRangeShape, amounts: z.array(amountSchema).min(1).max(100) }))
    .min(1)
    .max(100)
    .refine(areTiersOrdered, tierOrderRule)
    .meta({ description: 'Each with one amount for every price, in the order of the prices' }),
};

interface ServiceNames {
  readonly code?: string | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

/** By id, by code, or a new one by name, which may have a code too. */
const isServiceNamed = ({ code, id, name }: ServiceNames): boolean =>
  id === undefined ? (code ?? name) !== undefined : code === undefined && name === undefined;

const serviceNamingRule = 'must be named by id or by code, or by name for a new one, which may have a code too';

const isUsageTypeMeant = ({ type, usageType }: { type?: string | undefined; usageType?: unknown }): boolean =>
  usageType === undefined || type === undefined || type === 'usage';

const usageTypeRule = 'goes only with a service of type usage';

const newServiceSchema = z
  .strictObject(serviceShape)
  .refine(isServiceNamed, serviceNamingRule)
  .refine(isUsageTypeMeant, { path: ['usageType'], message: usageTypeRule })
  .meta({ id: 'NewService' });

const newPriceSchema = z
  .strictObject({ code: codeSchema.optional(), ...priceShape })
  .refine(isUsageWithinInterval, { path: ['usageInterval'], message: usageIntervalRule })
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
    initialStatus: z
      .enum(['active', 'trial', 'non_billable'])
      .optional()
      .meta({ default: 'active', description: 'With which status an account begins on the plan' }),
    description: textSchema(3_000).optional(),
    prices: z.array(newPriceSchema).min(1).max(100),
    services: z.array(newServiceSchema).min(1).max(100),
    planGroups: z
      .array(z.string().regex(/^[1-9]\d{0,2}$/, 'must be a number from 1 to 999'))
      .max(100)
      .optional(),
    rolloverPlanId: numericIdentifierSchema
      .optional()
      .meta({ description: 'The plan that follows; required for a prepaid plan' }),
  })
  .superRefine((plan, context) => {
    if (plan.level === 'add_on' && plan.kind === 'prepaid') {
      context.addIssue({ code: 'custom', path: ['kind'], message: 'must not be prepaid for an add-on' });
    }
    if (plan.kind === 'prepaid' && plan.rolloverPlanId === undefined) {
      context.addIssue({ code: 'custom', path: ['rolloverPlanId'], message: 'is required for a prepaid plan' });
    }
    const issues = [
      ...(plan.prices.filter(({ isDefault }) => isDefault).length === 1 ? [] : [oneDefaultIssue]),
      ...repeatedPriceIssues(plan.prices),
      ...repeatedServiceIssues(plan.services),
      ...amountIssues(plan.services, plan.prices.length),
    ];
    for (const issue of issues) {
      context.addIssue({ code: 'custom', ...issue });
    }
  })
  .meta({ id: 'NewPlan' });

const { name, currency, isDefault, interval } = priceShape;

const pricePatchSchema = z
  .strictObject({
    id: numericIdentifierSchema.optional().meta({ description: 'The price as the plan has it; without it a new one' }),
    code: codeSchema.optional(),
    name: name.optional(),
    currency: currency.optional().meta({ description: 'Required for a new price; that of another one stays' }),
    isDefault: isDefault.optional(),
    interval: interval.optional(),
    usageInterval: interval.optional(),
  })
  .refine(isUsageWithinInterval, { path: ['usageInterval'], message: usageIntervalRule })
  .superRefine((price, context) => {
    const required = ['name', 'currency', 'interval'] as const;
    for (const member of price.id === undefined ? required : []) {
      if (price[member] === undefined) {
        context.addIssue({ code: 'custom', path: [member], message: 'is required for a new price' });
      }
    }
  })
  .meta({ id: 'PricePatch' });

const servicePatchSchema = z
  .strictObject({ ...serviceShape, type: serviceShape.type.optional(), tiers: serviceShape.tiers.optional() })
  .refine(isServiceNamed, serviceNamingRule)
  .refine(isUsageTypeMeant, { path: ['usageType'], message: usageTypeRule })
  .meta({
    id: 'ServicePatch',
    description:
      'A service of the plan, by code or id, whose members that are not named stay; or one more, with type and tiers',
  });

/**
 * Any subset of a plan. `prices` lists all that the plan has, with what changes in them, and new ones; `services` names
 * those that change, and new ones. What is not named stays.
 */
export const planPatchSchema = z
  .strictObject({
    name: textSchema(100).optional(),
    description: textSchema(3_000).optional(),
    status: z.enum(['active', 'inactive']).optional(),
    prices: z.array(pricePatchSchema).min(1).max(100).optional(),
    services: z.array(servicePatchSchema).min(1).max(100).optional(),
    affectsExistingAccounts: affectsExistingAccountsSchema.meta({
      description: 'Required where an interval or tiers are named: every account on the plan is changed at once',
    }),
  })
  .superRefine((patch, context) => {
    const { affectsExistingAccounts, prices = [], services = [], ...changes } = patch;
    if ([patch.prices, patch.services, ...Object.values(changes)].every((change) => change === undefined)) {
      context.addIssue({ code: 'custom', path: [], message: nothingToChangeRule });
    }
    const affects =
      prices.some((price) => (price.interval ?? price.usageInterval) !== undefined) ||
      services.some(({ tiers }) => tiers !== undefined);
    if (affects && affectsExistingAccounts !== true) {
      context.addIssue({ code: 'custom', path: ['affectsExistingAccounts'], message: affectsExistingAccountsRule });
    }
    const issues = [
      ...(prices.filter((price) => price.isDefault).length > 1 ? [oneDefaultIssue] : []),
      ...repeatedPriceIssues(prices),
      ...repeatedServiceIssues(services),
      ...(patch.prices === undefined ? [] : amountIssues(services, prices.length)),
    ];
    for (const issue of issues) {
      context.addIssue({ code: 'custom', ...issue });
    }
  })
  .meta({ id: 'PlanPatch' });

interface Issue {
  readonly path: PropertyKey[];
  readonly message: string;
}

const oneDefaultIssue: Issue = { path: ['prices'], message: 'must hold exactly one with isDefault true' };

const repeatedPriceIssues = (
  prices: readonly { readonly id?: string | undefined; readonly code?: string | undefined }[],
): Issue[] => [
  ...repeatedPositions(prices.map(({ id }) => id)).map((index) => repeated('prices', index, 'id')),
  ...repeatedPositions(prices.map(({ code }) => code)).map((index) => repeated('prices', index, 'code')),
];

const repeatedServiceIssues = (services: readonly ServiceNames[]): Issue[] => [
  ...repeatedPositions(services.map(({ id }) => id)).map((index) => repeated('services', index, 'id')),
  ...repeatedPositions(services.map(({ code }) => code)).map((index) => repeated('services', index, 'code')),
];

const repeated = (list: string, index: number, member: string): Issue => ({
  path: [list, index, member],
  message: 'is the same as in one before it',
});

const amountIssues = (
  services: readonly { readonly tiers?: readonly { readonly amounts: readonly string[] }[] | undefined }[],
  prices: number,
): Issue[] =>
  services.flatMap(({ tiers = [] }, service) =>
    tiers.flatMap(({ amounts }, tier) =>
      amounts.length === prices
        ? []
        : [
            {
              path: ['services', service, 'tiers', tier, 'amounts'],
              message: amountCountRule(prices),
            },
          ],
    ),
  );

export const amountCountRule = (prices: number): string => `must hold one amount for each of ${prices} prices`;

export type NewPlan = z.infer<typeof newPlanSchema>;
export type NewPrice = z.infer<typeof newPriceSchema>;
export type NewService = z.infer<typeof newServiceSchema>;
export type PlanPatch = z.infer<typeof planPatchSchema>;
export type PricePatch = z.infer<typeof pricePatchSchema>;
export type ServicePatch = z.infer<typeof servicePatchSchema>;
