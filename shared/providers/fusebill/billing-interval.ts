import { type Interval, months } from '../../domain/interval.ts';

/**
 * A plan frequency's period. There are two units, `Monthly` and `Yearly` in answers:
 * https://developer.staxbill.com/reference/plan-object
 */
export const toInterval = (frequency: {
  readonly interval: string | null;
  readonly numberOfIntervals: number | null;
}): Interval | null => {
  const { interval, numberOfIntervals: count } = frequency;
  if (count === null || count < 1) {
    return null;
  }
  switch (interval?.toLowerCase()) {
    case 'monthly':
      return months(count);
    case 'yearly':
      return { unit: 'year', count };
    default:
      return null;
  }
};
