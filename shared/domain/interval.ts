import * as z from 'zod';

export const intervalUnits = ['day', 'week', 'month', 'year'] as const;

export const intervalUnitSchema = z.enum(intervalUnits).meta({ id: 'IntervalUnit' });

/** A billing period: every `count` units. */
export const intervalSchema = z
  .object({ unit: intervalUnitSchema, count: z.int().positive() })
  .meta({ id: 'Interval', examples: [{ unit: 'week', count: 2 }] });

export type IntervalUnit = z.infer<typeof intervalUnitSchema>;
export type Interval = z.infer<typeof intervalSchema>;

/** `count` months, read as years where it is twelve: quarterly stays three months, annual becomes one year. */
export const months = (count: number): Interval =>
  count === 12 ? { unit: 'year', count: 1 } : { unit: 'month', count };
