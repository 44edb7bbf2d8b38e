import { seedAdministrationPlans } from '../../sandbox/aria/administration-seed.ts';
import { startAria } from './aria-requests.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** A simulated Aria with the plans for administration, and requests in the bracket notation of Admin Tools. */
export const startAriaAdministration = () => {
  const aria = startAria();
  seedAdministrationPlans(aria.state);
  const write = (restCall: string, parameters: Parameters) => aria.admin(restCall, brackets(parameters));
  return {
    ...aria,
    write,
    create: (parameters: Parameters = {}) => write('create_new_plan_m', { ...gymPlan(), ...parameters }),
    edit: (parameters: Parameters) => write('edit_plan_m', parameters),
    details: (planNo: number) =>
      aria.admin('get_plan_details_m', {
        plan_no: planNo,
        include_rs_summary: 'true',
        retrieve_bundled_nso: 'true',
      }),
    /** Of the plan: by service_no and schedule_no, `from-to: rate`, digit for digit. */
    ratesOf: (planNo: number) => {
      const text = aria.coreText('get_client_plans_all_m', { plan_no: planNo, include_all_rate_schedules: 'true' });
      return rates(text);
    },
    journal: () => aria.world.journal.entries(),
  };
};

export type AriaAdministration = ReturnType<typeof startAriaAdministration>;

/** Two schedules, two services; required fields and little more. */
export const gymPlan = () => ({
  client_plan_id: 'gym',
  plan_name: 'Gym',
  plan_type: 'Master Recurring Plan',
  currency: 'usd',
  active: 1,
  schedule: [
    {
      schedule_name: 'Gym every two weeks',
      currency_cd: 'usd',
      client_rate_schedule_id: 'gym-biweekly-usd',
      is_default: 1,
      recurring_billing_interval: 2,
      recurring_billing_period_type: 2,
      usage_billing_interval: 1,
      usage_billing_period_type: 2,
    },
    { schedule_name: 'Gym monthly', currency_cd: 'eur', client_rate_schedule_id: 'gym-monthly-eur', is_default: 'f' },
  ],
  service: [
    {
      name: 'Gym access',
      client_service_id: 'gym-access',
      service_type: 'Recurring',
      tier: [
        {
          schedule: [
            { from: 1, to: 10, amount: '10.00' },
            { from: 1, to: 5, amount: '20.5' },
          ],
        },
        {
          schedule: [
            { from: 11, amount: '9' },
            { from: 6, amount: '18.000000000000000000000000000001' },
          ],
        },
      ],
    },
    {
      name: 'Towels',
      service_type: 'Usage-Based',
      usage_type: 3005,
      tier: [
        {
          schedule: [
            { from: 1, amount: '0.0006' },
            { from: 1, amount: '.6' },
          ],
        },
      ],
    },
  ],
});

/** The seed's plan 10010 as a careful client sends it back. */
export const plainPlan = () => ({
  edit_directives: 2,
  plan_no: 10010,
  plan_name: 'Plain',
  plan_description: 'Every two weeks, or monthly in euro',
  plan_type: 'Master Recurring Plan',
  currency: 'usd',
  active: 1,
  plan_group: ['2', '3'],
  dunning_plan_no: 41,
  init_free_period_duration: 1,
  init_free_period_uom_cd: 2,
  schedule: [
    {
      schedule_no: 100101,
      schedule_name: 'Plain biweekly USD',
      currency_cd: 'usd',
      client_rate_schedule_id: 'plain-biweekly-usd',
      is_default: 1,
      recurring_billing_interval: 2,
      recurring_billing_period_type: 2,
      usage_billing_interval: 1,
      usage_billing_period_type: 2,
    },
    {
      schedule_no: 100102,
      schedule_name: 'Plain monthly EUR',
      currency_cd: 'eur',
      client_rate_schedule_id: 'plain-monthly-eur',
      is_default: 0,
      recurring_billing_interval: 1,
      recurring_billing_period_type: 3,
      usage_billing_interval: 1,
      usage_billing_period_type: 3,
    },
  ],
  service: [
    {
      service_no: 20015,
      service_type: 'Recurring',
      rate_type: '',
      tier: [
        {
          schedule: [
            { from: 1, to: 5, amount: '10' },
            { from: 1, to: 5, amount: '21' },
          ],
        },
        {
          schedule: [
            { from: 6, amount: '8.5' },
            { from: 6, amount: '18' },
          ],
        },
      ],
    },
    {
      client_service_id: 'plain-calls',
      service_type: 'Usage Based',
      usage_type: 3003,
      tier: [
        {
          schedule: [
            { from: 1, amount: '0.0006' },
            { from: 1, amount: '0.000500000000000000000000000001' },
          ],
        },
      ],
    },
  ],
});

/** What `ratesOf(10010)` gives at first. */
export const plainRates = {
  20015: { 100101: ['1-5: 10', '6-: 8.5'], 100102: ['1-5: 21', '6-: 18'] },
  20016: { 100101: ['1-: 0.0006'], 100102: ['1-: 0.000500000000000000000000000001'] },
};

/** Replaces one member of a row within lists: `put(plan, ['schedule', 0, 'is_default'], 0)`. Undefined leaves it out. */
export const put = (value: unknown, [key, ...path]: readonly (string | number)[], put_: unknown): Parameters => {
  const copy = structuredClone(value) as Record<string | number, unknown>;
  if (key === undefined) {
    return copy as Parameters;
  }
  if (path.length === 0 && put_ === undefined) {
    delete copy[key];
  } else {
    copy[key] = path.length === 0 ? put_ : put(copy[key], path, put_);
  }
  return copy as Parameters;
};

const brackets = (parameters: Parameters): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parameters).flatMap(([name, value]) => pairs(name, value)));

const pairs = (prefix: string, value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, member]) => pairs(`${prefix}[${key}]`, member))
    : [[prefix, value]];

const rates = (text: string): Record<string, Record<string, string[]>> => {
  const exact: Row = JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' ? context?.source : value,
  );
  return Object.fromEntries(
    exact.all_client_plan_dtls[0].plan_services.map((service: Row) => [
      service.service_no,
      Object.fromEntries(
        service.all_plan_service_rates.map((schedule: Row) => [
          schedule.schedule_no,
          (schedule.plan_service_rates ?? []).map(
            (rate: Row) => `${rate.from_unit}-${rate.to_unit ?? ''}: ${rate.rate_per_unit}`,
          ),
        ]),
      ),
    ]),
  );
};

// biome-ignore lint/suspicious/noExplicitAny: rows of a parsed answer
type Row = any;
