import { type Interval, months } from '../../domain/interval.ts';

/** An interval as Aria counts it: a number of periods of type 1 (day), 2 (week) or 3 (month). A year is twelve months. */
export const toPeriods = ({ unit, count }: Interval): { readonly count: string; readonly periodType: string } => {
  switch (unit) {
    case 'day':
      return { count: String(count), periodType: '1' };
    case 'week':
      return { count: String(count), periodType: '2' };
    case 'month':
      return { count: String(count), periodType: '3' };
    case 'year':
      return { count: String(count * 12), periodType: '3' };
  }
};

/**
 * `count` periods of type 1 (day), 2 (week) or 3 (month). Both stand on the rate schedule, not on the plan. An absent
 * count is 1 and an absent type is 3, as the vendor documents; tenants older than release 27 send no type at all. Null
 * for what is not documented.
 * https://developer.ariasystems.net/Tech_Writers_Hub/27_Release_Notes_Bucket/AC-API_Plan_Billing_Intervals_in_Days_or_Weeks_(DEV-9787)
 */
export const toInterval = (count: string | null, periodType: string | null): Interval | null => {
  const periods = Number(count ?? '1');
  if (!Number.isSafeInteger(periods) || periods < 1) {
    return null;
  }
  switch (periodType) {
    case '1':
      return { unit: 'day', count: periods };
    case '2':
      return { unit: 'week', count: periods };
    case '3':
    case null:
      return months(periods);
    default:
      return null;
  }
};
