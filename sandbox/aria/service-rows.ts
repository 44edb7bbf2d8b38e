import Big from 'big.js';
import { exactNumber } from './exact-numbers.ts';
import type { AriaRate, AriaRateSchedule, AriaService, AriaServiceKind, AriaSettings } from './state.ts';

/** The columns that a service has in the plans of an account and in the plans of the client alike. */
export const serviceMembers = (service: AriaService) => ({
  service_no: exactNumber(service.serviceNo),
  service_desc: service.description,
  client_service_id: service.clientServiceId ?? '',
  is_recurring_ind: isKind(service, 'recurring', 'recurring_arrears'),
  is_usage_based_ind: isKind(service, 'usage'),
  usage_type: exactNumber(service.usageTypeNo),
  usage_type_cd: '',
  taxable_ind: service.taxPercent > 0 ? 1 : 0,
  is_tax_ind: 0,
  is_arrears_ind: isKind(service, 'usage', 'recurring_arrears'),
  is_setup_ind: isKind(service, 'activation'),
  is_misc_ind: 0,
  is_donation_ind: 0,
  is_order_based_ind: isKind(service, 'order'),
  is_cancellation_ind: isKind(service, 'cancellation'),
  is_min_fee_ind: isKind(service, 'minimum_fee'),
  coa_id: '',
  ledger_code: service.further.gl_cd ?? '',
  client_coa_code: '',
  display_ind: 1,
  tiered_pricing_rule: pricingRuleNumbers[service.pricingRule],
});

/** As the requests spell it; how answers do is not published. */
export const serviceTypeWord = ({ kind }: AriaService, { usageServiceTypes }: AriaSettings): string =>
  kind === 'usage' ? (usageServiceTypes[0] ?? 'Usage Based') : serviceTypeWords[kind];

const serviceTypeWords = {
  recurring: 'Recurring',
  activation: 'Activation',
  order: 'Order-Based',
  cancellation: 'Cancellation',
  minimum_fee: 'Minimum Fee',
  recurring_arrears: 'Recurring Arrears',
} as const;

const isKind = (service: AriaService, ...kinds: readonly AriaServiceKind[]): 0 | 1 =>
  kinds.includes(service.kind) ? 1 : 0;

export const serviceRateRows = (service: AriaService, schedule: AriaRateSchedule) => {
  const rates = service.rates[schedule.scheduleNo] ?? [];
  return rates.length === 0 ? null : rates.map((rate, index) => rateRow(rate, { schedule, sequence: index + 1 }));
};

const rateRow = (rate: AriaRate, { schedule, sequence }: { schedule: AriaRateSchedule; sequence: number }) => ({
  rate_seq_no: sequence,
  from_unit: exactNumber(rate.fromUnit),
  to_unit: exactNumber(rate.toUnit),
  rate_per_unit: exactNumber(rate.ratePerUnit),
  future_rate_per_unit: null,
  monthly_fee: exactNumber(monthlyFee(rate, schedule)),
  rate_tier_description: rate.description ?? '',
});

/**
 * The rate spread over months when the interval has several:
 * https://developer.ariasystems.net/UserDocumentation/Aria6_core_api/get_client_plan_service_rates
 */
const monthlyFee = (rate: AriaRate, schedule: AriaRateSchedule): string =>
  schedule.recurringPeriodType === 1 || schedule.recurringPeriodType === 2
    ? rate.ratePerUnit
    : Big(rate.ratePerUnit).div(schedule.recurringInterval).round(4).toFixed();

const pricingRuleNumbers = { Standard: 1, 'Volume Discount': 2, 'Flat Rate Per Tier': 3 } as const;
