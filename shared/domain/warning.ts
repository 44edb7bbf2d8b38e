import * as z from 'zod';

export const warningCodes = [
  'billing_day_ignored',
  'billing_day_late_in_month',
  'plan_group_unverified',
  'plan_differs',
  'subscription_replaced',
  'discounts_not_carried',
  'collection_failed',
  'period_type_absent',
  'plan_unreadable',
] as const;

export const warningSchema = z
  .object({ code: z.enum(warningCodes), detail: z.string() })
  .meta({ id: 'Warning', description: 'Something that worked, but not quite as asked or not quite as documented' });

export type Warning = z.infer<typeof warningSchema>;
