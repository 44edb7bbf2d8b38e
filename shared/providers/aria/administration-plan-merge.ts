import { invalidFields } from '../../domain/field-errors.ts';
import type { Interval } from '../../domain/interval.ts';
import { amountCountRule, type NewPrice, type PlanPatch, type PricePatch } from '../../domain/plan-administration.ts';
import { isLonger, usageIntervalRule } from '../../domain/plan-input.ts';
import type { FieldError } from '../../domain/problem.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import type { ReadPlanState } from './administration-plan-state.ts';
import { mergeServices } from './administration-service-merge.ts';
import {
  type AriaSettings,
  activeIndicators,
  indicator,
  newScheduleFields,
  recurringFields,
  usageFields,
} from './administration-words.ts';
import type { Fields, PlanState } from './administration-write.ts';
import { toInterval } from './billing-interval.ts';

/**
 * The plan as it is to be: what was read, with what the patch names. Fails with `invalid_request` where the patch does not
 * fit the plan.
 */
export const mergePlan = (read: ReadPlanState, patch: PlanPatch, settings: AriaSettings): Result<PlanState> => {
  const { state } = read;
  const prices = mergePrices(state.schedules, patch.prices);
  const services = mergeServices(read, patch.services ?? [], { amountPositions: prices.amountPositions, settings });
  const errors = [
    ...prices.errors,
    ...services.errors,
    ...(patch.services ?? []).flatMap(({ tiers = [] }, service) =>
      tiers.flatMap(({ amounts }, tier) =>
        amounts.length === prices.schedules.length
          ? []
          : [
              {
                path: `services.${service}.tiers.${tier}.amounts`,
                message: amountCountRule(prices.schedules.length),
              },
            ],
      ),
    ),
  ];
  return errors.length > 0
    ? failed(invalidFields(errors))
    : success({
        ...state,
        fields: {
          ...state.fields,
          ...(patch.name === undefined ? {} : { plan_name: patch.name }),
          ...(patch.description === undefined ? {} : { plan_description: patch.description }),
          ...(patch.status === undefined ? {} : { active: activeIndicators[patch.status] }),
        },
        schedules: [...prices.schedules],
        services: [...services.services],
      });
};

/**
 * The interval errors of a schedule that results from a change: the rule holds for what is named and for what stays.
 * https://developer.ariasystems.net/UserDocumentation/Aria6_admintools_api/edit_plan
 */
export const usageIntervalErrors = (fields: Fields, path: string): FieldError[] => {
  const usage = intervalOf(fields.usage_billing_interval, fields.usage_billing_period_type);
  const recurring = intervalOf(fields.recurring_billing_interval, fields.recurring_billing_period_type);
  return usage !== null && recurring !== null && isLonger(usage, recurring)
    ? [
        {
          path,
          message: `${usageIntervalRule}: it is ${usage.count} ${usage.unit} and interval ${recurring.count} ${recurring.unit}`,
        },
      ]
    : [];
};

const intervalOf = (count: string | undefined, periodType: string | undefined): Interval | null =>
  count === undefined && periodType === undefined ? null : toInterval(count ?? null, periodType ?? null);

interface MergedPrices {
  /** Those that the plan has, in their order, and the new ones. */
  readonly schedules: readonly Fields[];
  /** Where the amount of each schedule stands in the caller's lists. */
  readonly amountPositions: readonly number[];
  readonly errors: readonly FieldError[];
}

const mergePrices = (schedules: readonly Fields[], patch: readonly PricePatch[] | undefined): MergedPrices => {
  if (patch === undefined) {
    return { schedules, amountPositions: schedules.map((_, index) => index), errors: [] };
  }
  const entries = patch.map((price, position) => ({ price, position }));
  const known = schedules.map((fields) => ({
    fields,
    entry: entries.find(({ price }) => price.id === fields.schedule_no),
  }));
  const added = entries.filter(({ price }) => price.id === undefined);
  const merged = [
    ...known.map(({ fields, entry }) => (entry === undefined ? fields : mergeSchedule(fields, entry.price))),
    ...added.map(({ price }) => newSchedule(price)),
  ];
  const positions = [...known.map(({ entry }) => entry?.position ?? -1), ...added.map(({ position }) => position)];
  const chosen = positions.findIndex((position) => patch[position]?.isDefault === true);
  // Naming the new default takes it from the one that was.
  const withDefault =
    chosen === -1 ? merged : merged.map((fields, index) => ({ ...fields, is_default: indicator(index === chosen) }));

  return {
    schedules: withDefault,
    amountPositions: positions,
    errors: [
      ...known
        .filter(({ entry }) => entry === undefined)
        .map(({ fields }) => ({
          path: 'prices',
          // A schedule that is left out would lose its rates, and accounts are on it.
          message: `must name every price of the plan: ${fields.schedule_no} is missing`,
        })),
      ...entries
        .filter(({ price }) => price.id !== undefined && !schedules.some((fields) => fields.schedule_no === price.id))
        .map(({ position }) => ({ path: `prices.${position}.id`, message: 'is not a price of this plan' })),
      ...known
        .filter(({ fields, entry }) => isOtherCurrency(fields, entry?.price))
        .map(({ entry }) => ({
          path: `prices.${entry?.position}.currency`,
          message: 'cannot be changed: add a price in the other currency',
        })),
      ...withDefault.flatMap((fields, index) =>
        usageIntervalErrors(fields, `prices.${positions[index]}.usageInterval`),
      ),
      ...(withDefault.filter(({ is_default }) => is_default === '1').length === 1
        ? []
        : [{ path: 'prices', message: 'must leave exactly one with isDefault true' }]),
    ],
  };
};

const mergeSchedule = (fields: Fields, price: PricePatch): Fields => ({
  ...fields,
  ...(price.name === undefined ? {} : { schedule_name: price.name }),
  ...(price.code === undefined ? {} : { client_rate_schedule_id: price.code }),
  ...(price.isDefault === undefined ? {} : { is_default: indicator(price.isDefault) }),
  ...(price.interval === undefined ? {} : recurringFields(price.interval)),
  ...(price.usageInterval === undefined ? {} : usageFields(price.usageInterval)),
});

/** The schema has seen to it that a new price is whole. */
const newSchedule = ({ id, isDefault = false, name, currency, interval, ...others }: PricePatch): Fields => {
  if (name === undefined || currency === undefined || interval === undefined) {
    return {};
  }
  const price: NewPrice = { ...others, isDefault, name, currency, interval };
  return newScheduleFields(price);
};

const isOtherCurrency = (fields: Fields, price: PricePatch | undefined): boolean =>
  price?.currency !== undefined && price.currency.toLowerCase() !== fields.currency_cd;
