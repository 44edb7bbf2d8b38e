import fc from 'fast-check';
import { type NewPlan, newPlanSchema } from '../../shared/domain/plan-administration.ts';
import { type RateSchedulePatch, rateSchedulePatchSchema } from '../../shared/domain/rate-schedule-administration.ts';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }) => (value: unknown) =>
  schema.safeParse(value).success;

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((drawn) => `N${drawn}N`);
const code = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }).map((drawn) => `c${drawn}c`);

/** Most are what people sell; some have every digit that the schema takes. */
const amount = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('0', '10', '12.50', '0.0006', '1500') },
  fc.stringMatching(/^\d{1,18}$/),
  fc.stringMatching(/^\d{1,18}\.\d{1,12}$/),
);

const interval = fc.record({
  unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'year' as const),
  count: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 40 }) }, fc.constant(22_906_492_245)),
});

/** Ranges that follow one another, the last one open or not. */
const ranges = fc
  .record({
    starts: fc.uniqueArray(fc.integer({ min: 2, max: 5_000 }), { maxLength: 2 }),
    first: fc.constantFrom(0, 1),
    end: fc.option(fc.integer({ min: 5_000, max: 9_000 }), { nil: undefined }),
  })
  .map(({ starts, first, end }) => {
    const all = [first, ...starts.toSorted((left, right) => left - right)];
    return all.map((from, index) => {
      const to = index + 1 < all.length ? (all[index + 1] ?? 0) - 1 : end;
      return { from, ...(to === undefined ? {} : { to }) };
    });
  });

const serviceType = fc.constantFrom(
  ...(['recurring', 'usage', 'activation', 'order', 'cancellation', 'minimum_fee', 'recurring_arrears'] as const),
);

const service = (prices: number) =>
  fc
    .record({
      name: text,
      code: fc.option(code, { nil: undefined }),
      type: serviceType,
      pricingRule: fc.option(fc.constantFrom('standard' as const, 'volume_discount' as const), { nil: undefined }),
      ranges,
      isFlat: fc.boolean(),
    })
    .chain(({ ranges: drawn, isFlat, ...others }) => {
      const tiers = isFlat ? [{ from: 1 }] : drawn;
      return fc
        .tuple(...tiers.map(() => fc.array(amount, { minLength: prices, maxLength: prices })))
        .map((amounts) => ({
          ...others,
          ...(isFlat ? { rateType: 'flat' as const } : {}),
          ...(others.type === 'usage' ? { usageType: 3003 } : {}),
          tiers: tiers.map((range, index) => ({ ...range, amounts: amounts[index] ?? [] })),
        }));
    });

const kinds = fc.constantFrom(
  { level: 'base', kind: 'recurring' } as const,
  { level: 'base', kind: 'free' } as const,
  { level: 'base', kind: 'prepaid', rolloverPlanId: '10002' } as const,
  { level: 'add_on', kind: 'recurring' } as const,
  { level: 'add_on', kind: 'free' } as const,
);

const price = fc.record({
  code: fc.option(code, { nil: undefined }),
  name: text,
  currency: fc.constantFrom('USD', 'EUR', 'JPY', 'KWD'),
  interval,
  usageInterval: fc.option(interval, { nil: undefined }),
});

/** A plan that `newPlanSchema` accepts, and that names nothing which the tenant would have to have. */
export const anyPlan: fc.Arbitrary<NewPlan> = fc
  .array(price, { minLength: 1, maxLength: 3 })
  .chain((prices) =>
    fc.record({
      kind: kinds,
      code: fc.option(code, { nil: undefined }),
      name: text,
      currency: fc.constantFrom('USD', 'EUR'),
      status: fc.constantFrom('active' as const, 'inactive' as const),
      description: fc.option(text, { nil: undefined }),
      prices: fc.constant(prices),
      defaultAt: fc.nat(prices.length - 1),
      services: fc.array(service(prices.length), { minLength: 1, maxLength: 3 }),
      planGroups: fc.option(fc.subarray(['2', '3']), { nil: undefined }),
    }),
  )
  .map(({ kind, defaultAt, prices, ...others }) => ({
    ...others,
    ...kind,
    prices: prices.map(({ usageInterval, ...drawn }, index) => {
      const whole = { ...drawn, isDefault: index === defaultAt };
      const withUsage = { ...whole, usageInterval };
      return usageInterval !== undefined && isPriceAccepted(withUsage) ? withUsage : whole;
    }),
  }))
  .filter(accepts(newPlanSchema));

const isPriceAccepted = (drawn: unknown): boolean => newPlanSchema.shape.prices.safeParse([drawn]).success;

/** What may be changed in one schedule of a plan; `services` are positions of services of the plan. */
export const anySchedulePatch = (services: number): fc.Arbitrary<DrawnPatch> =>
  fc
    .record({
      scheduleAt: fc.nat(2),
      name: fc.option(text, { nil: undefined }),
      isDefault: fc.option(fc.constant(true), { nil: undefined }),
      interval: fc.option(interval, { nil: undefined }),
      usageInterval: fc.option(interval, { nil: undefined }),
      services: fc.option(
        fc.uniqueArray(
          fc.tuple(fc.nat(services - 1), ranges).chain(([position, drawn]) =>
            fc.array(amount, { minLength: drawn.length, maxLength: drawn.length }).map((amounts) => ({
              position,
              tiers: drawn.map((range, index) => ({ ...range, amount: amounts[index] ?? '0' })),
            })),
          ),
          { minLength: 1, maxLength: services, selector: ({ position }) => position },
        ),
        { nil: undefined },
      ),
    })
    .filter(({ scheduleAt, services: drawn, ...patch }) =>
      accepts(rateSchedulePatchSchema)({
        ...patch,
        ...(drawn === undefined ? {} : { services: drawn.map(({ tiers }, index) => ({ id: `${index + 1}`, tiers })) }),
        affectsExistingAccounts: true,
      }),
    );

export type DrawnPatch = Omit<RateSchedulePatch, 'services' | 'affectsExistingAccounts'> & {
  readonly scheduleAt: number;
  readonly services:
    | readonly { readonly position: number; readonly tiers: readonly { from: number; to?: number; amount: string }[] }[]
    | undefined;
};
