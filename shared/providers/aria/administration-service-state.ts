import { isNumericIdentifier } from '../../domain/identifier.ts';
import { toPlainDecimal } from '../../domain/money.ts';
import { textOf } from '../../http/wire-values.ts';
import { memberOf, readFields, serviceRules } from './administration-plan-fields.ts';
import { type AriaSettings, pricingRules, serviceTypeOf } from './administration-words.ts';
import type { PlanServiceState, Rate } from './administration-write.ts';
import { kindOf, ratesOf } from './price-amounts.ts';
import type { AriaPlanService, AriaServiceRate } from './wire.ts';

/** The rates of one schedule as rows to send, or what forbids it. */
export const toRates = (
  service: AriaPlanService,
  scheduleNumber: string,
): { readonly rates: readonly Rate[]; readonly refusals: readonly string[] } => {
  const rows = ratesOf(service, scheduleNumber);
  const isFutureRated = service.all_plan_service_rates
    .filter(({ schedule_no }) => schedule_no === scheduleNumber)
    .some(({ future_rate, future_change_date }) => isSet(future_rate) || textOf(future_change_date) !== null);
  const name = `services.${service.service_no}`;
  return {
    rates: rows.flatMap(toRate),
    refusals: [
      ...(isFutureRated || rows.some((row) => textOf(row.future_rate_per_unit) !== null)
        ? [`${name} (a rate that changes in future)`]
        : []),
      ...(rows.some((row) => row.rate_per_unit === null) ? [`${name} (a rate without an amount)`] : []),
    ],
  };
};

const toRate = (row: AriaServiceRate): Rate[] => {
  const description = textOf(row.rate_tier_description);
  return row.rate_per_unit === null
    ? []
    : [
        {
          ...(row.from_unit === null ? {} : { from: toPlainDecimal(row.from_unit) }),
          ...(row.to_unit === null ? {} : { to: toPlainDecimal(row.to_unit) }),
          amount: toPlainDecimal(row.rate_per_unit),
          ...(description === null ? {} : { description }),
        },
      ];
};

export interface ServiceContext {
  readonly detailServices: readonly unknown[];
  readonly scheduleNumbers: readonly string[];
  readonly settings: AriaSettings;
}

/** A service of a plan as a row of edit_plan_m's `service[]`, and why it could not be sent back. */
export const readService = (
  service: AriaPlanService,
  { detailServices, scheduleNumbers, settings }: ServiceContext,
): { readonly service: PlanServiceState; readonly refusals: readonly string[] } => {
  const name = `services.${service.service_no}`;
  const details = detailServices.filter((row) => textOf(memberOf(row, 'service_no')) === service.service_no);
  const further = readFields(details[0], serviceRules, `${name}.`);
  const kind = kindOf(service);
  const isOfNoType = isSet(service.is_tax_ind) || isSet(service.is_misc_ind) || isSet(service.is_donation_ind);
  const taxable = textOf(service.taxable_ind);
  const code = textOf(service.client_service_id);
  const usageType = textOf(service.usage_type);
  const rule = textOf(service.tiered_pricing_rule);
  const ruleWord = rule === null ? null : (pricingRuleWords.get(rule.toLowerCase()) ?? null);
  const bySchedule = scheduleNumbers.map((scheduleNumber) => toRates(service, scheduleNumber));
  const tierCounts = new Set(bySchedule.map(({ rates }) => rates.length));
  const strange = service.all_plan_service_rates.some(
    ({ schedule_no }) => schedule_no === null || !scheduleNumbers.includes(schedule_no),
  );

  return {
    service: {
      fields: {
        ...(service.service_no === null ? {} : { service_no: service.service_no }),
        ...(code === null ? {} : { client_service_id: code }),
        ...(kind === null ? {} : { service_type: serviceTypeOf(kind, settings) }),
        ...(taxable === null ? {} : { taxable_ind: taxable }),
        ...(usageType === null ? {} : { usage_type: usageType }),
        ...(ruleWord === null ? {} : { pricing_rule: ruleWord }),
        ...further.fields,
      },
      tiers: (bySchedule[0]?.rates ?? []).map((_, tier) =>
        bySchedule.flatMap(({ rates }) => rates.slice(tier, tier + 1)),
      ),
    },
    refusals: [
      ...further.refusals,
      ...bySchedule.flatMap(({ refusals }) => refusals),
      ...(service.service_no === null ? ['services.service_no'] : []),
      ...(kind === null || isOfNoType ? [`${name} (its type)`] : []),
      ...(usageType === null || isNumericIdentifier(usageType) ? [] : [`${name}.usage_type`]),
      ...(rule === null || ruleWord !== null ? [] : [`${name}.tiered_pricing_rule`]),
      // Rows have no schedule id, only a position, so each tier needs a rate in every schedule.
      ...(tierCounts.size === 1 && !tierCounts.has(0)
        ? []
        : [`${name} (rates that differ in number by rate schedule)`]),
      ...(strange ? [`${name} (rates of a rate schedule that the plan does not show)`] : []),
    ],
  };
};

/** Words as they are sent; or numbers, whose order is that of the words in the vendor's pages. */
const pricingRuleWords: ReadonlyMap<string, string> = new Map(
  Object.values(pricingRules).flatMap((word, index) => [
    [word.toLowerCase(), word],
    [String(index + 1), word],
  ]),
);

const isSet = (flag: unknown): boolean => !['0', 'false', null].includes(textOf(flag));
