import type { CatalogueEditOperations, CatalogueWrite } from '../../shared/domain/provider.ts';
import type { Result } from '../../shared/domain/result.ts';
import { type Answers, type Bench, ok, refused, startBench } from './aria-bench.ts';

export const noSuchPlan = refused(1010, 'Missing required parameters');

/** Details and rates of one plan as the vendor gives them. */
export const goldDetails = {
  plan_no: 10000123,
  client_plan_id: 'gold',
  plan_name: 'Gold',
  plan_desc: 'For everybody',
  plan_level: 0,
  plan_type: 'Recurring',
  active_ind: 1,
  currency_cd: 'usd',
  plan_groups: [{ plan_group: 2 }, { plan_group: 3 }],
  initial_plan_status_cd: 1,
  rollover_plan_no: null,
  surcharges: [],
  is_deletable: 'false',
  services: [
    { service_no: 300, service_name: 'Access', service_type: 'Recurring', client_service_id: 'access' },
    { service_no: 301, service_name: 'Calls', service_type: 'Usage Based', client_service_id: 'calls' },
  ],
  rate_sched: [
    {
      schedule_no: 501,
      schedule_name: 'Gold USD',
      schedule_currency: 'usd',
      client_rate_schedule_id: 'gold-usd',
      recurring_billing_interval: 2,
      recurring_billing_period_type: 2,
      usage_billing_interval: 1,
      usage_billing_period_type: 2,
      default_ind: 1,
      default_ind_curr: 1,
    },
    {
      schedule_no: 502,
      schedule_name: 'Gold GBP',
      schedule_currency: 'gbp',
      client_rate_schedule_id: '',
      recurring_billing_interval: 3,
      recurring_billing_period_type: null,
      usage_billing_interval: null,
      usage_billing_period_type: null,
      default_ind: 0,
      default_ind_curr: 1,
    },
  ],
};

const rate = (from_unit: unknown, to_unit: unknown, rate_per_unit: unknown, further: object = {}) => ({
  from_unit,
  to_unit,
  rate_per_unit,
  ...further,
});

export const goldServices = [
  {
    service_no: 300,
    client_service_id: 'access',
    service_desc: 'Access',
    is_recurring_ind: 1,
    taxable_ind: 0,
    coa_id: 7,
    tiered_pricing_rule: null,
    all_plan_service_rates: [
      { schedule_no: 501, plan_service_rates: [rate(1, null, 10, { rate_tier_description: 'all' })] },
      { schedule_no: 502, plan_service_rates: [rate(1, '', '8.50')] },
    ],
  },
  {
    service_no: 301,
    client_service_id: 'calls',
    service_desc: 'Calls',
    is_usage_based_ind: 1,
    usage_type: 44,
    taxable_ind: 0,
    tiered_pricing_rule: 2,
    all_plan_service_rates: [
      { schedule_no: 501, plan_service_rates: [rate(1, 500, 0.02), rate(501, null, 6e-7)] },
      { schedule_no: 502, plan_service_rates: [rate(1, 250, '0.0160'), rate(251, null, 0.001)] },
    ],
  },
];

/** Gold as edit_plan_m is sent it when nothing changes, but for `plan_name`. */
export const goldForm = {
  plan_no: '10000123',
  client_plan_id: 'gold',
  plan_name: 'Gold',
  plan_description: 'For everybody',
  active: '1',
  currency: 'usd',
  plan_type: 'Master Recurring Plan',
  initial_plan_status_cd: '1',
  edit_directives: '2',
  plan_group: ['2', '3'],
  schedule: [
    {
      schedule_no: '501',
      schedule_name: 'Gold USD',
      currency_cd: 'usd',
      client_rate_schedule_id: 'gold-usd',
      recurring_billing_interval: '2',
      recurring_billing_period_type: '2',
      usage_billing_interval: '1',
      usage_billing_period_type: '2',
      is_default: '1',
    },
    {
      schedule_no: '502',
      schedule_name: 'Gold GBP',
      currency_cd: 'gbp',
      recurring_billing_interval: '3',
      is_default: '0',
    },
  ],
  service: [
    {
      service_no: '300',
      client_service_id: 'access',
      service_type: 'Recurring',
      taxable_ind: '0',
      tier: [
        {
          schedule: [
            { from: '1', amount: '10', description: 'all' },
            { from: '1', amount: '8.5' },
          ],
        },
      ],
    },
    {
      service_no: '301',
      client_service_id: 'calls',
      service_type: 'Usage-Based',
      taxable_ind: '0',
      usage_type: '44',
      pricing_rule: 'Volume Discount',
      tier: [
        {
          schedule: [
            { from: '1', to: '500', amount: '0.02' },
            { from: '1', to: '250', amount: '0.016' },
          ],
        },
        {
          schedule: [
            { from: '501', amount: '0.0000006' },
            { from: '251', amount: '0.001' },
          ],
        },
      ],
    },
  ],
};

export interface AdministrationBench extends Bench {
  readonly administration: CatalogueEditOperations;
}

/** Aria with plan Gold; `answers` replaces what a call answers. */
export const startAdministration = async (
  answers: Answers = {},
  {
    details = {},
    services = goldServices,
    core = {},
    settings = {},
  }: { details?: object; services?: unknown; core?: object; settings?: object } = {},
): Promise<AdministrationBench> => {
  const bench = await startBench(
    {
      get_plan_details_m: ok({ ...goldDetails, ...details }),
      get_client_plans_all_m: ok({ all_client_plan_dtls: [{ plan_no: 10000123, plan_services: services, ...core }] }),
      create_new_plan_m: ok({ plan_no: 10000123 }),
      edit_plan_m: ok({ plan_no: 10000123 }),
      add_rate_schedule_on_plan_m: ok(),
      edit_rate_schedule_on_plan_m: ok(),
      ...answers,
    },
    { settings: { allowFullPlanReplace: true, ...settings } },
  );
  return { ...bench, administration: bench.operations.catalogueEdits };
};

/** The write, as the ledger keeps it. */
export const prepared = async (result: Promise<Result<CatalogueWrite>> | undefined): Promise<CatalogueWrite> => {
  const write = await result;
  if (!write?.ok) {
    throw new Error(JSON.stringify(write));
  }
  return JSON.parse(JSON.stringify(write.value)) as CatalogueWrite;
};

export type Decoded = string | Decoded[] | { [name: string]: Decoded };

/** What the latest request of a call held beyond what all requests hold. */
export const sentForm = (bench: Bench, restCall: string): Decoded => {
  const { rest_call, output_format, client_no, auth_key, ...parameters } = decodeForm(
    bench.sent(restCall).at(-1) ?? '',
  ) as { [name: string]: Decoded };
  return parameters;
};

/** Reads brackets as the vendor describes them: `a[0][b]=c`, `a[]=c`. Lists are those whose keys are all numbers. */
export const decodeForm = (form: string): Decoded => {
  const root = new Map<string, unknown>();
  for (const [name, value] of form.split('&').map((pair) => pair.split('=').map(decodeURIComponent))) {
    const keys = [...(name ?? '').matchAll(/^[^[]+|\[([^\]]*)\]/g)].map(([whole, inner]) => inner ?? whole);
    const last = keys.pop() ?? '';
    let place = root;
    for (const key of keys) {
      place = (place.get(key) ?? place.set(key, new Map()).get(key)) as Map<string, unknown>;
    }
    place.set(last === '' ? String(place.size) : last, value);
  }
  return toPlain(root);
};

const toPlain = (value: unknown): Decoded => {
  if (!(value instanceof Map)) {
    return value as string;
  }
  const keys = [...value.keys()];
  return keys.every((key, index) => key === String(index))
    ? [...value.values()].map(toPlain)
    : Object.fromEntries([...value].map(([key, member]) => [key, toPlain(member)]));
};
