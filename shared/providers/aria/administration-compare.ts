import Big from 'big.js';
import type {
  Fields,
  PlanItem,
  PlanItems,
  PlanServiceState,
  PlanState,
  Rate,
  ScheduleServiceState,
} from './administration-write.ts';

/**
 * Whether a plan that was read is what was wanted. Members that no read gives (`gl_cd`, a new service's name) are left out:
 * of a service those are compared that both sides have, of plans and schedules all.
 */
export const isPlanAsWanted = (wanted: PlanState, found: PlanState): boolean =>
  areFieldsEqual(wanted.fields, found.fields) &&
  areListsEqual(wanted.groups?.values ?? [], found.groups?.values ?? []) &&
  areItemsEqual(wanted.items ?? noItems, found.items ?? noItems) &&
  isEachFound(wanted.schedules, found.schedules, isSameSchedule);

/**
 * The services and rates of the same, whatever the order in which schedules and services were read. Only for a plan that
 * Core lists.
 */
export const areServicesAsWanted = (wanted: PlanState, found: PlanState): boolean => {
  const places = wanted.schedules.map((schedule) =>
    found.schedules.findIndex((candidate) => isSameSchedule(schedule, candidate)),
  );
  const services = found.services.map(({ fields, tiers }) => ({
    fields,
    tiers: tiers.map((rates) => places.flatMap((place) => rates[place] ?? [])),
  }));
  return isEachFound(wanted.services, services, isSameService);
};

/** Of two schedules the members that `wanted` has. */
export const isScheduleAsWanted = (wanted: Fields, found: Fields): boolean => {
  const [left, right] = [comparable(wanted), comparable(found)];
  return Object.entries(left).every(([name, value]) => right[name] === value);
};

/** `rates` are those of the service that `wanted` names. */
export const areRatesAsWanted = (wanted: ScheduleServiceState, rates: readonly Rate[]): boolean =>
  areRatesEqual(wanted.tiers, rates);

/** A new one has a number from the vendor, and may have more. */
const isSameSchedule = (wanted: Fields, found: Fields): boolean =>
  wanted.schedule_no === undefined
    ? isScheduleAsWanted(wanted, found)
    : areFieldsEqual(comparable(wanted), comparable(found));

const isSameService = (wanted: PlanServiceState, found: PlanServiceState): boolean =>
  Object.entries(wanted.fields).every(([name, value]) => (found.fields[name] ?? value) === value) &&
  wanted.tiers.length === found.tiers.length &&
  wanted.tiers.every((rates, tier) => areRatesEqual(rates, found.tiers[tier] ?? []));

const areRatesEqual = (left: readonly Rate[], right: readonly Rate[]): boolean =>
  left.length === right.length &&
  left.every((rate, index) => {
    const other = right[index];
    return (
      other !== undefined &&
      isSameNumber(rate.from, other.from) &&
      isSameNumber(rate.to, other.to) &&
      isSameNumber(rate.amount, other.amount) &&
      (rate.description ?? null) === (other.description ?? null)
    );
  });

const isSameNumber = (left: string | undefined, right: string | undefined): boolean =>
  left === undefined || right === undefined ? left === right : new Big(left).eq(right);

const areItemsEqual = (wanted: PlanItems, found: PlanItems): boolean =>
  isEachFound(wanted.bundled, found.bundled, isSameItem) &&
  isEachFound(wanted.group, found.group, isSameItem) &&
  areListsEqual(wanted.included, found.included);

const isSameItem = (wanted: PlanItem, found: PlanItem): boolean =>
  areFieldsEqual(wanted.fields, found.fields) && isEachFound(wanted.overrides, found.overrides, areFieldsEqual);

const noItems: PlanItems = { bundled: [], group: [], included: [] };

/** An interval that is not said is one period, and a period type that is not said a month. */
const comparable = (fields: Fields): Fields => ({
  ...fields,
  recurring_billing_interval: fields.recurring_billing_interval ?? '1',
  recurring_billing_period_type: fields.recurring_billing_period_type ?? '3',
  usage_billing_interval: fields.usage_billing_interval ?? '1',
  usage_billing_period_type: fields.usage_billing_period_type ?? '3',
});

const areFieldsEqual = (left: Fields, right: Fields): boolean => {
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name]);
};

const areListsEqual = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.toSorted().join('\n') === right.toSorted().join('\n');

/** As many as wanted, and for each one of its own. */
const isEachFound = <Item>(
  wanted: readonly Item[],
  found: readonly Item[],
  isSame: (wanted: Item, found: Item) => boolean,
): boolean => {
  const left = [...found];
  return (
    wanted.length === found.length &&
    wanted.every((item) => {
      const index = left.findIndex((candidate) => isSame(item, candidate));
      return index !== -1 && left.splice(index, 1).length === 1;
    })
  );
};
