import { describe, expect, test } from '@jest/globals';
import { intervalSchema, months } from '../../shared/domain/interval.ts';

describe('a number of months', () => {
  test('reads as one year when it is twelve', () => {
    expect(months(12)).toEqual({ unit: 'year', count: 1 });
  });

  test.each([1, 3, 6, 24])('stays months when it is %d', (count) => {
    expect(months(count)).toEqual({ unit: 'month', count });
  });
});

test.each([
  { unit: 'month', count: 0 },
  { unit: 'month', count: 1.5 },
  { unit: 'quarter', count: 1 },
  { unit: 'Month', count: 1 },
])('%j is no interval', (interval) => {
  expect(intervalSchema.safeParse(interval).success).toBe(false);
});
