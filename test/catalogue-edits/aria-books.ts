import type { Sandbox } from '../../sandbox/sandbox.ts';
import { parseExactJson } from '../../shared/http/exact-json.ts';

/** A plan as Aria's own reads show it, in parts, so that a test can say which one of them may differ. */
export interface Books {
  /** Its own members. */
  readonly plan: Row;
  /** By schedule_no. */
  readonly schedules: Readonly<Record<string, Row>>;
  /** By service_no, without rates. */
  readonly services: Readonly<Record<string, Row>>;
  /** Amounts by `service_no/schedule_no/from-to`, in the digits that Core prints. */
  readonly rates: Readonly<Record<string, string>>;
}

type Row = Readonly<Record<string, unknown>>;

interface ServiceRow extends Row {
  readonly service_no: number;
  readonly all_plan_service_rates: readonly {
    readonly schedule_no: number;
    readonly plan_service_rates: readonly Row[];
  }[];
}

export const readBooks = async ({ urls }: Sandbox, planNo: string): Promise<Books> => {
  const login = { client_no: '4100001', auth_key: 'sandboxAriaAuthKey00000000000001', output_format: 'json' };
  const details = await post(urls.aria.adminUrl, {
    type: 'application/x-www-form-urlencoded',
    body: new URLSearchParams({
      ...login,
      rest_call: 'get_plan_details_m',
      plan_no: planNo,
      include_rs_summary: 'true',
    }).toString(),
  });
  const prices = await post(urls.aria.coreUrl, {
    type: 'application/json',
    body: JSON.stringify({
      ...login,
      rest_call: 'get_client_plans_all_m',
      plan_no: planNo,
      include_all_rate_schedules: 'true',
    }),
  });
  const { rate_sched, services: _, ...plan } = details as Row & { rate_sched: Row[] };
  const [priced] = (prices as { all_client_plan_dtls: { plan_services: ServiceRow[] }[] }).all_client_plan_dtls;
  const services = priced?.plan_services ?? [];
  return {
    plan,
    schedules: Object.fromEntries(rate_sched.map((schedule) => [String(schedule.schedule_no), schedule])),
    services: Object.fromEntries(
      services.map(({ all_plan_service_rates, ...service }) => [String(service.service_no), service]),
    ),
    rates: Object.fromEntries(services.flatMap(ratesOf)),
  };
};

const ratesOf = ({ service_no, all_plan_service_rates }: ServiceRow): [string, string][] =>
  all_plan_service_rates.flatMap(({ schedule_no, plan_service_rates }) =>
    plan_service_rates.map((rate): [string, string] => [
      `${service_no}/${schedule_no}/${rate.from_unit}-${rate.to_unit ?? ''}`,
      JSON.stringify(rate.rate_per_unit),
    ]),
  );

const post = async (url: string, { type, body }: { type: string; body: string }): Promise<unknown> => {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
  return parseExactJson(await answer.text());
};
