import type { NewPlan } from '../../domain/plan-administration.ts';
import type { NewRateSchedule } from '../../domain/rate-schedule-administration.ts';
import { itemsForm } from './administration-plan-items.ts';
import {
  type AriaSettings,
  activeIndicators,
  applyFields,
  initialStatusField,
  newScheduleFields,
  planKinds,
  planLevels,
  planTypeOf,
  serviceFields,
  serviceIdentification,
  serviceTypeOf,
  toRate,
} from './administration-words.ts';
import type { PlanState, Rate, ScheduleState } from './administration-write.ts';
import type { FormValue } from './form-encoding.ts';

type Form = Readonly<Record<string, FormValue>>;

/**
 * The parameters of create_new_plan_m. Amounts stand in `service[i][tier][j][schedule][k]`, where the k-th entry belongs to
 * the k-th row of `schedule[]`: the rows have no id to tell.
 * https://developer.ariasystems.net/Aria_Crescendo_admintools_api/create_new_plan_m
 */
export const createPlanForm = (plan: NewPlan, settings: AriaSettings): Form => ({
  ...(plan.code === undefined ? {} : { client_plan_id: plan.code }),
  plan_name: plan.name,
  plan_type: planTypeOf(planLevels[plan.level], planKinds[plan.kind]),
  currency: plan.currency.toLowerCase(),
  active: activeIndicators[plan.status],
  ...initialStatusField(plan.initialStatus, settings),
  // On input; reads call it plan_desc and description.
  ...(plan.description === undefined ? {} : { plan_description: plan.description }),
  ...(plan.rolloverPlanId === undefined ? {} : { rollover_plan_no: plan.rolloverPlanId }),
  ...applyFields(
    plan.services.map(({ type }) => serviceTypeOf(type, settings)),
    settings,
  ),
  plan_group: plan.planGroups ?? [],
  schedule: plan.prices.map(newScheduleFields),
  service: plan.services.map((service) => ({
    ...serviceIdentification(service),
    ...serviceFields(service, settings),
    tier: service.tiers.map((tier) => ({ schedule: tier.amounts.map((amount) => rateRow(toRate(tier, amount))) })),
  })),
});

/**
 * The parameters of edit_plan_m: the whole plan, because the call replaces it. `active=0` alone does not deactivate, and
 * rates that are left out may be removed.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/edit_plan_m
 */
export const editPlanForm = (
  { fields, groups, items, schedules, services }: PlanState,
  settings: AriaSettings,
): Form => ({
  ...fields,
  ...applyFields(
    services.map((service) => service.fields.service_type),
    settings,
  ),
  edit_directives: settings.editDirectives,
  ...(groups === null ? {} : { [groups.parameter]: groups.values }),
  ...(items === undefined ? {} : itemsForm(items)),
  schedule: schedules,
  service: services.map((service) => ({
    ...service.fields,
    tier: service.tiers.map((rates) => ({ schedule: rates.map(rateRow) })),
  })),
});

/**
 * The parameters of add_rate_schedule_on_plan_m, where the amount stands in `tier[]` itself.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/add_rate_schedule_on_plan_m
 */
export const addRateScheduleForm = (planNumber: string, schedule: NewRateSchedule): Form => ({
  plan_no: planNumber,
  schedule: [newScheduleFields(schedule)],
  service: schedule.services.map((service) => ({
    ...serviceIdentification(service),
    tier: service.tiers.map((tier) => rateRow(toRate(tier, tier.amount))),
  })),
});

/**
 * The parameters of edit_rate_schedule_on_plan_m. They are flat: the call has no `schedule[]`.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Admintools_API/edit_rate_schedule_on_plan_m
 */
export const editRateScheduleForm = ({ fields, services }: ScheduleState): Form => ({
  ...fields,
  service: services.map((service) => ({ ...service.fields, tier: service.tiers.map(rateRow) })),
});

/** In the order of the vendor's table. */
const rateRow = ({ from, to, amount, description }: Rate): Form => ({
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
  amount,
  ...(description === undefined ? {} : { description }),
});
