import { exactNumber } from './exact-numbers.ts';
import type { Input } from './input.ts';
import { type RowInput, readRows, readTexts } from './row-lists.ts';
import { withoutNull } from './schedule-parameters.ts';
import type { AriaPlan, FurtherFields, FurtherValue } from './state.ts';

/**
 * Items of a plan as create_new_plan_m and edit_plan_m take them.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/edit_plan_m
 */
export const readItemFields = (parent: RowInput): Readonly<Record<string, FurtherValue | null>> => ({
  nso_group_min_qty: parent.input.long('nso_group_min_qty'),
  nso_group_max_qty: parent.input.long('nso_group_max_qty'),
  nso_group_item_scope: parent.input.text('nso_group_item_scope', 100),
  nso_incl_list_scope: parent.input.text('nso_incl_list_scope', 100),
  nso_items_array: listOrNull(readRows(parent, 'nso_items_array', readBundledItem)),
  nso_group_array: listOrNull(readRows(parent, 'nso_group_array', readGroupItem)),
  nso_incl_list_array: listOrNull(readTexts(parent, 'nso_incl_list_array', /^\d{1,22}$/)),
});

/**
 * The same as get_plan_details_m answers them. `plan_nso_items`, `plan_nso_group` and `plan_nso_incl_list` of a plan's
 * further fields are rows that no call can write, inactive ones for example.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/get_plan_details_m
 */
export const itemMembers = (
  plan: AriaPlan,
  { bundledItems, includedItems }: { readonly bundledItems: boolean; readonly includedItems: boolean },
) => ({
  nso_group_min_qty: numberOf(plan.further.nso_group_min_qty),
  nso_group_max_qty: numberOf(plan.further.nso_group_max_qty),
  nso_group_item_scope: plan.further.nso_group_item_scope ?? null,
  nso_incl_list_scope: plan.further.nso_incl_list_scope ?? null,
  plan_nso_items: bundledItems
    ? rowsOf(plan, 'nso_items_array', 'plan_nso_items', (row) => bundledRow(row, plan))
    : null,
  plan_nso_group: bundledItems ? rowsOf(plan, 'nso_group_array', 'plan_nso_group', (row) => groupRow(row, plan)) : null,
  plan_nso_incl_list: includedItems
    ? rowsOf(plan, 'nso_incl_list_array', 'plan_nso_incl_list', (item) => ({ item_no: numberOf(item), active_ind: 1 }))
    : null,
});

const readBundledItem = (item: RowInput): FurtherFields =>
  withoutNull<FurtherValue>({
    item_no: readItemNumber(item.input),
    nso_item_min_qty: item.input.long('nso_item_min_qty'),
    nso_item_max_qty: item.input.long('nso_item_max_qty'),
    item_scope: item.input.text('item_scope', 100),
    nso_items_price_override: listOrNull(readRows(item, 'nso_items_price_override', readOverride)),
  });

const readGroupItem = (item: RowInput): FurtherFields =>
  withoutNull<FurtherValue>({
    item_no: readItemNumber(item.input),
    nso_group_price_override: listOrNull(readRows(item, 'nso_group_price_override', readOverride)),
  });

const readOverride = ({ input }: RowInput): FurtherFields => {
  input.requireOneOf('rate_schedule_no', 'client_rate_schedule_id');
  input.requireOneOf('override_price');
  return withoutNull<FurtherValue>({
    rate_schedule_no: input.long('rate_schedule_no'),
    client_rate_schedule_id: input.text('client_rate_schedule_id', 100),
    override_price: input.decimal('override_price'),
  });
};

const readItemNumber = (input: Input): string | null => {
  input.requireOneOf('item_no');
  return input.long('item_no');
};

const bundledRow = (item: FurtherValue, plan: AriaPlan) => ({
  item_no: numberOf(memberOf(item, 'item_no')),
  active_ind: 1,
  min_qty: numberOf(memberOf(item, 'nso_item_min_qty')),
  max_qty: numberOf(memberOf(item, 'nso_item_max_qty')),
  item_scope: memberOf(item, 'item_scope') ?? null,
  plan_nso_price_override: overrideRows(memberOf(item, 'nso_items_price_override'), plan),
});

const groupRow = (item: FurtherValue, plan: AriaPlan) => ({
  item_no: numberOf(memberOf(item, 'item_no')),
  active_ind: 1,
  plan_nso_group_price_override: overrideRows(memberOf(item, 'nso_group_price_override'), plan),
});

/** The currency is that of the rate schedule; the request has no place for it. */
const overrideRows = (overrides: FurtherValue | undefined, { rateSchedules }: AriaPlan) =>
  listOf(overrides).map((override) => {
    const [number, clientId] = [memberOf(override, 'rate_schedule_no'), memberOf(override, 'client_rate_schedule_id')];
    const schedule = rateSchedules.find(({ scheduleNo, clientRateScheduleId }) =>
      number === undefined ? clientRateScheduleId === clientId : scheduleNo === number,
    );
    return {
      rate_schedule_no: exactNumber(schedule?.scheduleNo ?? null),
      client_rate_schedule_id: schedule?.clientRateScheduleId ?? '',
      currency_cd: schedule?.currency ?? '',
      override_price: numberOf(memberOf(override, 'override_price')),
    };
  });

/** An empty list is null. */
const rowsOf = (
  { further }: AriaPlan,
  parameter: string,
  readOnly: string,
  toRow: (item: FurtherValue) => object,
): readonly unknown[] | null => {
  const rows = [...listOf(further[parameter]).map(toRow), ...listOf(further[readOnly])];
  return rows.length === 0 ? null : rows;
};

const isList = (value: FurtherValue): value is readonly FurtherValue[] => Array.isArray(value);

const listOf = (value: FurtherValue | undefined): readonly FurtherValue[] =>
  value !== undefined && isList(value) ? value : [];

const memberOf = (value: FurtherValue, name: string): FurtherValue | undefined =>
  typeof value === 'string' || isList(value) ? undefined : value[name];

const numberOf = (value: FurtherValue | undefined) => exactNumber(typeof value === 'string' ? value : null);

const listOrNull = (items: readonly FurtherValue[]): FurtherValue | null => (items.length === 0 ? null : items);
