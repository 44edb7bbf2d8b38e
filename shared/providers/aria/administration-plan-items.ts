import { toPlainDecimal } from '../../domain/money.ts';
import { textOf, wireDecimal } from '../../http/wire-values.ts';
import { type FieldRules, listOf, memberOf, readFields } from './administration-plan-fields.ts';
import type { Fields, PlanItem, PlanItems } from './administration-write.ts';
import type { FormValue } from './form-encoding.ts';

/**
 * The items of a plan: those that are bundled with it, those of its group, and those of its list of included ones.
 * get_plan_details_m names them otherwise than edit_plan_m, whose rows have no place for an inactive item, nor for the
 * currency of a price other than that of its rate schedule.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/get_plan_details_m
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/edit_plan_m
 */
export const readItems = (details: unknown, schedules: readonly Fields[]): ReadItems => {
  const bundled = readRows(details, bundledList, schedules);
  const group = readRows(details, groupList, schedules);
  const included = readRows(details, includedList, schedules);
  return {
    items: {
      bundled: bundled.map(({ item }) => item),
      group: group.map(({ item }) => item),
      included: included.flatMap(({ item }) => item.fields.item_no ?? []),
    },
    refusals: [...bundled, ...group, ...included].flatMap(({ refusals }) => refusals),
  };
};

/** The parameters of edit_plan_m; an empty list leaves nothing in the form. */
export const itemsForm = ({ bundled, group, included }: PlanItems): Readonly<Record<string, FormValue>> => ({
  nso_items_array: bundled.map(({ fields, overrides }) => ({ ...fields, nso_items_price_override: overrides })),
  nso_group_array: group.map(({ fields, overrides }) => ({ ...fields, nso_group_price_override: overrides })),
  nso_incl_list_array: included,
});

export interface ReadItems {
  readonly items: PlanItems;
  /** What could not be sent back, by the vendor's names. */
  readonly refusals: readonly string[];
}

interface ItemList {
  readonly name: string;
  readonly rules: FieldRules;
  /** The member with the prices that an item has in this plan; null where rows of the list have none. */
  readonly overrides: string | null;
}

const listRules = (sent: FieldRules['sent'], ignored: readonly string[]): FieldRules => ({
  sent,
  ignored: new Set(['active_ind', ...ignored]),
  mustBeZero: new Set(),
});

const bundledList: ItemList = {
  name: 'plan_nso_items',
  rules: listRules(
    { item_no: 'item_no', min_qty: 'nso_item_min_qty', max_qty: 'nso_item_max_qty', item_scope: 'item_scope' },
    ['plan_nso_price_override'],
  ),
  overrides: 'plan_nso_price_override',
};

const groupList: ItemList = {
  name: 'plan_nso_group',
  rules: listRules({ item_no: 'item_no' }, ['plan_nso_group_price_override']),
  overrides: 'plan_nso_group_price_override',
};

const includedList: ItemList = {
  name: 'plan_nso_incl_list',
  rules: listRules({ item_no: 'item_no' }, []),
  overrides: null,
};

const overrideRules: FieldRules = {
  sent: { rate_schedule_no: 'rate_schedule_no', client_rate_schedule_id: 'client_rate_schedule_id' },
  ignored: new Set(['currency_cd', 'override_price']),
  mustBeZero: new Set(),
};

interface ReadItem {
  readonly item: PlanItem;
  readonly refusals: readonly string[];
}

const readRows = (details: unknown, list: ItemList, schedules: readonly Fields[]): ReadItem[] =>
  listOf(memberOf(details, list.name)).map((row) => {
    const place = `${list.name}.${textOf(memberOf(row, 'item_no')) ?? ''}`;
    const { fields, refusals } = readFields(row, list.rules, `${place}.`);
    const overrides =
      list.overrides === null
        ? []
        : listOf(memberOf(row, list.overrides)).map((override) =>
            readOverride(override, `${place}.${list.overrides}`, schedules),
          );
    return {
      item: { fields, overrides: overrides.map((override) => override.fields) },
      refusals: [
        ...refusals,
        ...(fields.item_no === undefined ? [`${list.name}.item_no`] : []),
        ...(isActive(textOf(memberOf(row, 'active_ind'))) ? [] : [`${place}.active_ind`]),
        ...overrides.flatMap((override) => override.refusals),
      ],
    };
  });

/** Without the member the vendor does not say otherwise. */
const isActive = (indicator: string | null): boolean => indicator === null || ['1', 'true'].includes(indicator);

const readOverride = (
  override: unknown,
  place: string,
  schedules: readonly Fields[],
): { readonly fields: Fields; readonly refusals: readonly string[] } => {
  const { fields, refusals } = readFields(override, overrideRules, `${place}.`);
  const price = wireDecimal.safeParse(memberOf(override, 'override_price'));
  const amount = price.success && price.data !== null ? toPlainDecimal(price.data) : null;
  const currency = textOf(memberOf(override, 'currency_cd'));
  const schedule = schedules.find((candidate) => isOf(fields, candidate));
  return {
    fields: { ...fields, ...(amount === null ? {} : { override_price: amount }) },
    refusals: [
      ...refusals,
      ...(amount === null ? [`${place}.override_price`] : []),
      ...(schedule === undefined ? [`${place}.rate_schedule_no (a rate schedule that the plan does not show)`] : []),
      ...(schedule === undefined || currency === null || currency.trim().toLowerCase() === schedule.currency_cd
        ? []
        : [`${place}.currency_cd`]),
    ],
  };
};

/** By number, or by the client's id where there is no number. */
const isOf = ({ rate_schedule_no: number, client_rate_schedule_id: id }: Fields, schedule: Fields): boolean =>
  number === undefined ? id !== undefined && id === schedule.client_rate_schedule_id : number === schedule.schedule_no;
