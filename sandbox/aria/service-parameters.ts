import type { Input } from './input.ts';
import { invalidInput, notValid } from './refusal.ts';
import { type RowInput, readRequiredRows } from './row-lists.ts';
import { withoutNull } from './schedule-parameters.ts';
import type { AriaService, AriaServiceKind, AriaSettings, FurtherFields } from './state.ts';
import { readTierAmount, type TierAmount } from './tier-parameters.ts';

/** A `service[]` row of create_new_plan_m and edit_plan_m. */
export interface ServiceParameters {
  readonly serviceNo: string | null;
  readonly clientServiceId: string | null;
  readonly name: string | null;
  readonly kind: AriaServiceKind;
  readonly usageTypeNo: string | null;
  readonly isTaxable: boolean;
  readonly pricingRule: AriaService['pricingRule'];
  readonly further: FurtherFields;
  /** In the order of the schedules of the call. */
  readonly tiersOfSchedules: readonly (readonly TierAmount[])[];
}

/**
 * The k-th `schedule[]` row of a tier belongs to the k-th top-level one: nothing else ties them, so another number of
 * them is refused.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/create_new_plan_m_Guide
 */
export const readServiceRow =
  ({ settings, scheduleCount, isFromRequired }: ServiceReading) =>
  (item: RowInput): ServiceParameters => {
    const { input } = item;
    const kind = readKind(input, settings);
    const isTaxable = input.oneOf('taxable_ind', ['0', '1']) === '1';
    const tiers = readRequiredRows(item, 'tier', (tier) =>
      readRequiredRows(tier, 'schedule', readTierAmount({ isFromRequired })),
    );
    if (isTaxable) {
      input.requireOneOf('tax_group');
    }
    const rateType = input.oneOf('rate_type', ['Flat Rate', 'Tiered Pricing']);
    const hasOtherLength = tiers.some((schedules) => schedules.length !== scheduleCount);
    if (hasOtherLength || (rateType === 'Flat Rate' && tiers.length > 1)) {
      input.fail(invalidInput);
    }
    return {
      serviceNo: input.long('service_no'),
      clientServiceId: input.text('client_service_id', 100),
      name: input.text('name', 100),
      kind,
      usageTypeNo: input.long('usage_type'),
      isTaxable,
      pricingRule: input.oneOf('pricing_rule', ['Standard', 'Volume Discount', 'Flat Rate Per Tier']) ?? 'Standard',
      further: withoutNull({ rate_type: rateType, ...keptFields(input) }),
      tiersOfSchedules: Array.from({ length: scheduleCount }, (_, position) =>
        tiers.flatMap((schedules) => schedules.slice(position, position + 1)),
      ),
    };
  };

interface ServiceReading {
  readonly settings: AriaSettings;
  readonly scheduleCount: number;
  readonly isFromRequired: boolean;
}

const keptFields = (input: Input) => ({
  gl_cd: input.text('gl_cd', 100),
  commodity_cd: input.text('commodity_cd', 100),
  tax_group: input.text('tax_group', 100),
  tax_inclusive_ind: input.oneOf('tax_inclusive_ind', ['0', '1']),
  high_water: input.oneOf('high_water', ['Yes', 'No']),
});

const readKind = (input: Input, settings: AriaSettings): AriaServiceKind => {
  const type = input.requiredText('service_type', 100);
  const kind = settings.usageServiceTypes.some((each) => each === type) ? 'usage' : kindsOfTypes[type];
  if (kind === undefined) {
    input.fail(notValid('service_type', 'string'));
  }
  return kind ?? 'recurring';
};

const kindsOfTypes: Readonly<Record<string, AriaServiceKind>> = {
  Recurring: 'recurring',
  Activation: 'activation',
  'Order-Based': 'order',
  Cancellation: 'cancellation',
  'Minimum Fee': 'minimum_fee',
  'Recurring Arrears': 'recurring_arrears',
};

/** A `service[]` row of the two rate-schedule calls: the amounts stand directly in `tier[]`, the service exists. */
export const readScheduleService = (item: RowInput): ScheduleServiceParameters => {
  item.input.requireOneOf('service_no', 'client_service_id');
  return {
    serviceNo: item.input.long('service_no'),
    clientServiceId: item.input.text('client_service_id', 100),
    tiers: readRequiredRows(item, 'tier', readTierAmount({ isFromRequired: false })),
  };
};

export interface ScheduleServiceParameters {
  readonly serviceNo: string | null;
  readonly clientServiceId: string | null;
  readonly tiers: readonly TierAmount[];
}
