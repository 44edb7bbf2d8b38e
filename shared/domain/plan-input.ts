import * as z from 'zod';
import { isNumericIdentifier, numericIdentifierRule } from './identifier.ts';
import { type Interval, type IntervalUnit, intervalUnitSchema } from './interval.ts';

/**
 * The parts of which callers make plans and rate schedules. Lengths, limits and words are those of Aria's Admin Tools API.
 * https://developer.ariasystems.net/Aria_Crescendo_admintools_api/create_new_plan_m
 */

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

export const currencySchema = z
  .string()
  .refine((currency) => currencies.has(currency), 'must be an ISO 4217 currency in upper case')
  .meta({ examples: ['USD'] });

/** Aria reads `~` alone as "make this empty". */
const isTilde = (text: string): boolean => text === '~';

export const codeSchema = z
  .string()
  .regex(
    /^[\x21-\x7e](?:[\x20-\x7e]{0,98}[\x21-\x7e])?$/,
    'must be 1 to 100 printable ASCII characters without spaces around them',
  )
  .refine((code) => !isTilde(code), 'must not be "~"');

export const textSchema = (maximumLength: number) =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(maximumLength, `must be ${maximumLength} characters at most`)
    .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters')
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
    .refine((text) => text.trim() === text && !isTilde(text), 'must not begin or end with a space, nor be "~"');

export const numericIdentifierSchema = z.string().refine(isNumericIdentifier, numericIdentifierRule);

export const amountSchema = z
  .string()
  .regex(/^\d{1,18}(\.\d{1,12})?$/, 'must be a decimal such as "10" or "0.0006"')
  .meta({ description: 'Exact decimal, every digit of which is kept', examples: ['10.00'] });

/** As a number, or as the tiers of a price spell it. */
export const unitsSchema = z
  .union(
    [z.int().min(0).max(999_999_999_999), z.string().regex(/^(0|[1-9]\d{0,11})$/)],
    'must be a whole number from 0 to 999999999999',
  )
  .meta({ examples: [1] });

/** 274,877,906,944 months is the limit that the vendor names; for days and weeks it names none. A year goes as twelve months. */
const longestCounts: Readonly<Record<IntervalUnit, number>> = {
  day: 274_877_906_944,
  week: 274_877_906_944,
  month: 274_877_906_944,
  year: 22_906_492_245,
};

export const billingIntervalSchema = z
  .strictObject({ unit: intervalUnitSchema, count: z.int().positive() })
  .refine(({ unit, count }) => count <= longestCounts[unit], {
    path: ['count'],
    message: 'must be 274877906944 days, weeks or months at most, or 22906492245 years',
  })
  .meta({ examples: [{ unit: 'week', count: 2 }] });

/** Mean lengths of the Gregorian calendar in 4800ths of a day, which are whole numbers. */
const unitLengths: Readonly<Record<IntervalUnit, number>> = {
  day: 4_800,
  week: 7 * 4_800,
  month: 146_097,
  year: 12 * 146_097,
};

/** By mean lengths: 12 months are one year exactly, and one month is longer than 30 days and shorter than 31. */
export const isLonger = (left: Interval, right: Interval): boolean =>
  left.count * unitLengths[left.unit] > right.count * unitLengths[right.unit];

interface Intervals {
  readonly interval?: Interval | undefined;
  readonly usageInterval?: Interval | undefined;
}

export const isUsageWithinInterval = ({ interval, usageInterval }: Intervals): boolean =>
  interval === undefined || usageInterval === undefined || !isLonger(usageInterval, interval);

/** https://developer.ariasystems.net/UserDocumentation/Aria6_admintools_api/create_new_plan */
export const usageIntervalRule = 'must not be longer than interval';

export const usageIntervalDescription =
  'How often usage is billed; without it every month, or every interval where that is shorter';

export const priceShape = {
  name: textSchema(100),
  currency: currencySchema,
  isDefault: z.boolean().meta({ description: 'One and only one price of a plan is its default' }),
  interval: billingIntervalSchema,
  usageInterval: billingIntervalSchema.optional().meta({ description: usageIntervalDescription }),
};

/** A service that exists, by your own id or by the provider's. */
export const serviceReferenceShape = {
  code: codeSchema.optional(),
  id: numericIdentifierSchema.optional(),
};

export const tierRangeShape = { from: unitsSchema, to: unitsSchema.optional() };

interface TierRange {
  readonly from: number | string;
  readonly to?: number | string | undefined;
}

/** Tiers rise, and only the last one has no end. */
export const areTiersOrdered = (tiers: readonly TierRange[]): boolean =>
  tiers.every(({ from, to }, index) => {
    const next = tiers[index + 1];
    return to === undefined
      ? next === undefined
      : Number(to) >= Number(from) && (next === undefined || Number(next.from) > Number(from));
  });

export const tierOrderRule = 'must rise, each with to not below from; only the last one may lack to';

export const affectsExistingAccountsSchema = z.literal(true, 'must be true').optional();

export const affectsExistingAccountsRule = 'must be true: the change applies to every account on it at once';

export const nothingToChangeRule = 'must name something to change';

/** Positions of values that an earlier one equals; what is undefined equals nothing. */
export const repeatedPositions = (values: readonly (string | undefined)[]): number[] =>
  values.flatMap((value, index) => (value !== undefined && values.indexOf(value) < index ? [index] : []));
