import { textOf } from '../../http/wire-values.ts';
import { listOf, memberOf, planRules, readFields, scheduleRules } from './administration-plan-fields.ts';
import { readItems } from './administration-plan-items.ts';
import { readService } from './administration-service-state.ts';
import { type AriaSettings, planTypeOf } from './administration-words.ts';
import type { Fields, PlanState } from './administration-write.ts';
import { type AriaCorePlan, type AriaPlanService, currencyOfSchedule, type PlanDetails, scheduleRows } from './wire.ts';

/** A plan as it was read, in the words of edit_plan_m. */
export interface ReadPlanState {
  readonly state: PlanState;
  /** False where Core does not list the plan: then there are no services and no rates. */
  readonly hasRates: boolean;
  /** The names of services in the order of the state, which edit_plan_m does not take for those that exist. */
  readonly serviceNames: readonly (string | null)[];
  /** Services with a revenue account, which Core gives as `ledger_code` and nobody says to be the `gl_cd` of the request. */
  readonly servicesWithLedgerCode: ReadonlySet<string>;
  /** What the plan holds and could not be sent back as it is, by the vendor's names. Empty for a plan that may be edited. */
  readonly refusals: readonly string[];
}

/** Details from Admin Tools and rates from Core as one state; neither has everything. `core` is null where Core does not list it. */
export const toPlanState = (details: PlanDetails, core: AriaCorePlan | null, settings: AriaSettings): ReadPlanState => {
  const { row, raw } = details;
  const services = core?.plan_services ?? null;
  const plan = readFields(raw, planRules);
  const type = planType(textOf(row.plan_level), textOf(memberOf(raw, 'plan_type')));
  const initialStatus = textOf(memberOf(raw, 'initial_plan_status_cd'));
  const groups = readGroups(memberOf(raw, 'plan_groups'), memberOf(raw, 'plan_group_ids'));
  const schedules = scheduleRows(memberOf(raw, 'rate_sched')).map((schedule) =>
    readFields(schedule, scheduleRules, 'rate_sched.'),
  );
  const currencies = row.rate_sched.map((schedule) => currencyOfSchedule(schedule)?.toLowerCase() ?? null);
  const scheduleFields = schedules.map(({ fields }, index) => {
    const currency_cd = currencies[index] ?? null;
    return { ...fields, ...(currency_cd === null ? {} : { currency_cd }) };
  });
  const items = readItems(raw, scheduleFields);
  const detailServices = listOf(memberOf(raw, 'services'));
  const scheduleNumbers = row.rate_sched.map(({ schedule_no }) => schedule_no);
  const readServices = (services ?? []).map((service) =>
    readService(service, { detailServices, scheduleNumbers, settings }),
  );

  const { active, currency } = plan.fields;
  return {
    state: {
      fields: {
        ...withoutSecondNames(plan.fields),
        ...(currency === undefined ? {} : { currency: currency.toLowerCase() }),
        ...(type === null ? {} : { plan_type: type }),
        ...(initialStatus === null ? {} : { [settings.initialStatusParameter]: initialStatus }),
      },
      groups: groups.value,
      items: items.items,
      schedules: scheduleFields,
      services: readServices.map(({ service }) => service),
    },
    hasRates: services !== null,
    serviceNames: (services ?? []).map(({ service_desc }) => service_desc),
    servicesWithLedgerCode: new Set(
      (services ?? []).flatMap(({ service_no, ledger_code }) =>
        service_no === null || textOf(ledger_code) === null ? [] : [service_no],
      ),
    ),
    refusals: [
      ...new Set([
        ...plan.refusals,
        ...(type === null ? ['plan_type'] : []),
        ...['plan_name', 'currency'].filter((name) => plan.fields[name] === undefined),
        ...(active === '0' || active === '1' ? [] : ['active_ind']),
        ...groups.refusals,
        ...items.refusals,
        ...(listOf(core?.promotional_plan_sets).length === 0 ? [] : ['promotional_plan_sets']),
        ...(textOf(memberOf(raw, 'template_id')) !== null && plan.fields.template_no === undefined
          ? ['template_id']
          : []),
        ...schedules.flatMap(({ fields, refusals }) => [...refusals, ...missingOfSchedule(fields)]),
        ...(currencies.includes(null) ? ['rate_sched.schedule_currency'] : []),
        ...(schedules.length === 0 ? ['rate_sched'] : []),
        ...(services === null || services.length === 0 ? ['services and rates, which Core does not show'] : []),
        ...readServices.flatMap(({ refusals }) => refusals),
        ...servicesWithoutRates(detailServices, services ?? []),
      ]),
    ],
  };
};

const planType = (level: string | null, type: string | null): string | null => {
  const levelWord = level === '0' ? 'Master' : level === '1' ? 'Supplemental' : null;
  const kind = type === 'Recurring' || type === 'Free' || type === 'Pre-paid' ? type : null;
  // There is no supplemental pre-paid plan among the words of the request, and `Unknown` is none.
  return levelWord === null || kind === null || (levelWord === 'Supplemental' && kind === 'Pre-paid')
    ? null
    : planTypeOf(levelWord, kind);
};

/** By number where the plan has numbers; the ids are the same groups once more. */
const readGroups = (
  groups: unknown,
  ids: unknown,
): { readonly value: PlanState['groups']; readonly refusals: readonly string[] } => {
  const numbers = listOf(groups).map((row) => textOf(memberOf(row, 'plan_group')));
  const texts = listOf(ids).map((row) => textOf(memberOf(row, 'plan_group_id')));
  const [parameter, values] =
    numbers.length > 0 ? (['plan_group', numbers] as const) : (['plan_group_id', texts] as const);
  const known = values.filter((value) => value !== null);
  const isUnclear = known.length < values.length || texts.length > values.length;
  return {
    value: known.length === 0 ? null : { parameter, values: known },
    refusals: isUnclear ? ['plan_groups'] : [],
  };
};

/** A plan that is named twice, by number and by the client's id, is sent by number. */
const withoutSecondNames = (fields: Fields): Fields => {
  const { rollover_client_plan_id: rollover, dunning_client_plan_id: dunning, ...others } = fields;
  return {
    ...others,
    ...(rollover === undefined || fields.rollover_plan_no !== undefined ? {} : { rollover_client_plan_id: rollover }),
    ...(dunning === undefined || fields.dunning_plan_no !== undefined ? {} : { dunning_client_plan_id: dunning }),
  };
};

const missingOfSchedule = (fields: Fields): string[] => [
  ...['schedule_no', 'schedule_name'].filter((name) => fields[name] === undefined).map((name) => `rate_sched.${name}`),
  ...(fields.is_default === '0' || fields.is_default === '1' ? [] : ['rate_sched.default_ind']),
];

const servicesWithoutRates = (detailServices: readonly unknown[], services: readonly AriaPlanService[]): string[] => {
  const priced = new Set(services.map(({ service_no }) => service_no));
  return detailServices
    .map((row) => textOf(memberOf(row, 'service_no')))
    .filter((number) => !priced.has(number))
    .map((number) => `services.${number} (Core does not show it)`);
};
