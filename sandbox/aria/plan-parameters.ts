import type { Input } from './input.ts';
import { readFurtherPlanFields } from './plan-further-parameters.ts';
import { invalidInput, missingParameter, type Refusal } from './refusal.ts';
import { type RowInput, readRequiredRows } from './row-lists.ts';
import { readCurrency, readScheduleRow, type ScheduleRowParameters } from './schedule-parameters.ts';
import { readServiceRow, type ServiceParameters } from './service-parameters.ts';
import type { AriaPlan, AriaSettings, FurtherFields } from './state.ts';

/** Everything that create_new_plan_m and edit_plan_m say about a plan, well-formed. */
export interface PlanParameters {
  readonly name: string;
  readonly description: string | null;
  readonly level: AriaPlan['level'];
  readonly type: AriaPlan['type'];
  readonly currency: string;
  readonly active: boolean;
  readonly initialStatusCode: 1 | 41 | 61;
  readonly statusRollover: AriaPlan['statusRollover'];
  readonly schedules: readonly ScheduleRowParameters[];
  readonly services: readonly ServiceParameters[];
  readonly further: FurtherFields;
}

/**
 * The two calls have one argument list, and what is required to create a plan is required to edit it.
 * https://developer.ariasystems.net/Aria_Crescendo_admintools_api/create_new_plan_m
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/edit_plan_m_Guide
 */
export const readPlanParameters = (
  { row, input }: RowInput,
  { settings, mode }: { readonly settings: AriaSettings; readonly mode: 'create' | 'edit' },
): PlanParameters | Refusal => {
  const name = input.requiredText('plan_name', 100);
  input.requireOneOf('plan_type');
  const planType = input.oneOf('plan_type', planTypes) ?? 'Master Recurring Plan';
  const currency = readCurrency(input, 'currency');
  input.requireOneOf('active');
  const active = input.oneOf('active', ['0', '1']) === '1';
  const schedules = readRequiredRows({ row, input }, 'schedule', readScheduleRow);
  const services = readRequiredRows(
    { row, input },
    'service',
    readServiceRow({ settings, scheduleCount: schedules.length, isFromRequired: mode === 'create' }),
  );
  if (schedules.filter(({ isDefault }) => isDefault).length !== 1) {
    input.fail(invalidInput);
  }
  const parameters = {
    name,
    description: input.text('plan_description', 3000),
    ...levelAndType(planType),
    currency,
    active,
    initialStatusCode: readInitialStatus(input, settings),
    statusRollover: readStatusRollover(input),
    schedules,
    services,
    further: readFurtherPlanFields({ row, input }, mode),
  };
  if (parameters.type === 'Pre-paid') {
    input.requireOneOf('rollover_plan_no', 'rollover_client_plan_id');
  }
  const hasCancellation = services.some(({ kind }) => kind === 'cancellation');
  if (parameters.further.apply_cancellation === 'Yes' && !hasCancellation) {
    input.fail(invalidInput);
  }
  return input.refusal() ?? parameters;
};

const planTypes = [
  'Master Recurring Plan',
  'Master Pre-paid Plan',
  'Master Free Plan',
  'Supplemental Recurring Plan',
  'Supplemental Free Plan',
] as const;

/** Outputs have a vocabulary of their own, apart from the level. */
const levelAndType = (planType: (typeof planTypes)[number]): Pick<AriaPlan, 'level' | 'type'> => {
  switch (planType) {
    case 'Master Recurring Plan':
      return { level: 'master', type: 'Recurring' };
    case 'Master Pre-paid Plan':
      return { level: 'master', type: 'Pre-paid' };
    case 'Master Free Plan':
      return { level: 'master', type: 'Free' };
    case 'Supplemental Recurring Plan':
      return { level: 'supplemental', type: 'Recurring' };
    case 'Supplemental Free Plan':
      return { level: 'supplemental', type: 'Free' };
  }
};

const readInitialStatus = (input: Input, settings: AriaSettings): 1 | 41 | 61 => {
  switch (input.oneOf(settings.initialStatusParameter, ['1', '41', '61'])) {
    case '41':
      return 41;
    case '61':
      return 61;
    default:
      return 1;
  }
};

/** All three or none. */
const readStatusRollover = (input: Input): AriaPlan['statusRollover'] => {
  const duration = input.wholeNumber('rollover_plan_status_duration', { minimum: 1, maximum: 9999 });
  const unitCode = readUnitCode(input, 'rollover_plan_status_uom_cd');
  const statusCode = input.oneOf('rollover_plan_status_cd', ['1', '41', '61']);
  if (duration === null && unitCode === null && statusCode === null) {
    return null;
  }
  if (duration !== null && unitCode !== null && statusCode !== null) {
    return { duration, unitCode, statusCode: Number(statusCode) };
  }
  return input.fail(missingParameter('rollover_plan_status_cd'));
};

const readUnitCode = (input: Input, name: string): 1 | 2 | 3 | 4 | 5 | null => {
  const code = input.oneOf(name, ['1', '2', '3', '4', '5']);
  return code === null ? null : unitCodes[code];
};

const unitCodes = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 } as const;
