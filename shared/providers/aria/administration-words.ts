import type { Interval } from '../../domain/interval.ts';
import type { NewPlan, NewPrice, ServicePatch } from '../../domain/plan-administration.ts';
import { isLonger } from '../../domain/plan-input.ts';
import type { FieldError } from '../../domain/problem.ts';
import type { Fields, Rate } from './administration-write.ts';
import { toPeriods } from './billing-interval.ts';
import type { AriaSecret } from './credentials.ts';
import type { ServiceKind } from './price-amounts.ts';

/**
 * What callers say, in the words that Admin Tools takes.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/create_new_plan_m_Guide
 */

export type AriaSettings = AriaSecret['settings'];

/** `plan_type` on input, which reads never give: they have a level and one of `Recurring`, `Free`, `Pre-paid`. */
export const planTypeOf = (level: 'Master' | 'Supplemental', kind: 'Recurring' | 'Pre-paid' | 'Free'): string =>
  `${level} ${kind} Plan`;

export const planLevels: Readonly<Record<NewPlan['level'], 'Master' | 'Supplemental'>> = {
  base: 'Master',
  add_on: 'Supplemental',
};

export const planKinds: Readonly<Record<NewPlan['kind'], 'Recurring' | 'Pre-paid' | 'Free'>> = {
  recurring: 'Recurring',
  prepaid: 'Pre-paid',
  free: 'Free',
};

/** https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Core_API/Account_Data_Retrieval/get_acct_plans_all_m_Guide */
const initialStatusCodes: Readonly<Record<NonNullable<NewPlan['initialStatus']>, string>> = {
  active: '1',
  trial: '41',
  non_billable: '61',
};

/** The status with which instances of a new plan begin, under the name that the tenant takes it. Always sent. */
export const initialStatusField = (
  initialStatus: NewPlan['initialStatus'],
  { initialStatusParameter }: AriaSettings,
): Fields => ({ [initialStatusParameter]: initialStatusCodes[initialStatus ?? 'active'] });

export const activeIndicators: Readonly<Record<NewPlan['status'], string>> = { active: '1', inactive: '0' };

/** Of the spellings that the guide accepts for booleans, the digits are what every reader understands. */
export const indicator = (value: boolean): string => (value ? '1' : '0');

export const serviceTypeOf = (kind: ServiceKind, settings: AriaSettings): string => {
  switch (kind) {
    case 'usage':
      return settings.usageServiceType;
    case 'recurring':
      return 'Recurring';
    case 'activation':
      return 'Activation';
    case 'order':
      return 'Order-Based';
    case 'cancellation':
      return 'Cancellation';
    case 'minimum_fee':
      return 'Minimum Fee';
    case 'recurring_arrears':
      return 'Recurring Arrears';
  }
};

const rateTypes = { flat: 'Flat Rate', tiered: 'Tiered Pricing' } as const;

export const pricingRules = {
  standard: 'Standard',
  volume_discount: 'Volume Discount',
  flat_rate_per_tier: 'Flat Rate Per Tier',
} as const;

/** A row of `schedule[]` for a price that does not exist yet. Every member that has a default is sent. */
export const newScheduleFields = (price: NewPrice): Fields => ({
  schedule_name: price.name,
  currency_cd: price.currency.toLowerCase(),
  ...(price.code === undefined ? {} : { client_rate_schedule_id: price.code }),
  is_default: indicator(price.isDefault),
  ...recurringFields(price.interval),
  ...usageFields(price.usageInterval ?? shorterOf(price.interval, { unit: 'month', count: 1 })),
});

export const recurringFields = (interval: Interval): Fields => {
  const { count, periodType } = toPeriods(interval);
  return { recurring_billing_interval: count, recurring_billing_period_type: periodType };
};

export const usageFields = (interval: Interval): Fields => {
  const { count, periodType } = toPeriods(interval);
  return { usage_billing_interval: count, usage_billing_period_type: periodType };
};

/** What is named of a service beyond its identification and its tiers. */
export const serviceFields = (service: Omit<ServicePatch, 'tiers'>, settings: AriaSettings): Fields => ({
  ...(service.type === undefined ? {} : { service_type: serviceTypeOf(service.type, settings) }),
  ...(service.glCode === undefined ? {} : { gl_cd: service.glCode }),
  // The tax group must be there for a taxable service; the group makes it one.
  ...(service.taxGroup === undefined ? {} : { taxable_ind: '1', tax_group: service.taxGroup }),
  ...(service.rateType === undefined ? {} : { rate_type: rateTypes[service.rateType] }),
  ...(service.pricingRule === undefined ? {} : { pricing_rule: pricingRules[service.pricingRule] }),
  ...(service.usageType === undefined ? {} : { usage_type: String(service.usageType) }),
});

/**
 * A plan takes services of these two types only where it says so. No read gives these members, but a plan that has such a
 * service has said it.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/edit_plan_m_Guide
 */
export const applyFields = (serviceTypes: readonly (string | undefined)[], settings: AriaSettings): Fields => ({
  ...(serviceTypes.includes(serviceTypeOf('cancellation', settings)) ? { apply_cancellation: 'Yes' } : {}),
  ...(serviceTypes.includes(serviceTypeOf('minimum_fee', settings)) ? { apply_minimum_fee: 'Yes' } : {}),
});

export const serviceIdentification = ({ id, code, name }: Pick<ServicePatch, 'id' | 'code' | 'name'>): Fields => ({
  ...(id === undefined ? {} : { service_no: id }),
  ...(name === undefined ? {} : { name }),
  ...(code === undefined ? {} : { client_service_id: code }),
});

/** `from` is always said: the calls that create require it. */
export const toRate = (
  { from, to }: { readonly from: number | string; readonly to?: number | string | undefined },
  amount: string,
): Rate => ({ from: String(from), ...(to === undefined ? {} : { to: String(to) }), amount });

/**
 * `tax_group` is a number. A row of a plan's services has no place for the id that the client gave the group: the vendor's
 * own client knows none.
 */
export const taxGroupErrors = (services: readonly Pick<ServicePatch, 'taxGroup'>[]): FieldError[] =>
  services.flatMap(({ taxGroup }, position) =>
    taxGroup === undefined || /^\d+$/.test(taxGroup)
      ? []
      : [{ path: `services.${position}.taxGroup`, message: 'must be the number of the tax group' }],
  );

/** Left out, the vendor takes one month, which must not be longer than the recurring interval. */
const shorterOf = (left: Interval, right: Interval): Interval => (isLonger(left, right) ? right : left);
