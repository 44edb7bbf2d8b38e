import { afterEach, describe, expect, test } from '@jest/globals';
import type { NewRateSchedule } from '../../shared/domain/rate-schedule-administration.ts';
import {
  type AdministrationBench,
  goldDetails,
  noSuchPlan,
  prepared,
  startAdministration,
} from '../support/aria-administration-bench.ts';
import { authKey, ok, problemOf, refused } from '../support/aria-bench.ts';
import { closeRecordingServers } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

const yen: NewRateSchedule = {
  code: 'gold-jpy',
  name: 'Gold JPY',
  currency: 'JPY',
  isDefault: false,
  interval: { unit: 'day', count: 10 },
  usageInterval: { unit: 'day', count: 5 },
  services: [
    { code: 'access', tiers: [{ from: 1, amount: '1500' }] },
    {
      id: '301',
      tiers: [
        { from: 1, to: 9, amount: '2' },
        { from: 10, amount: '0.0006' },
      ],
    },
  ],
};

describe('a new rate schedule', () => {
  const add = (bench: AdministrationBench, schedule = yen) =>
    bench.administration.prepareAddRateSchedule('10000123', schedule);

  test('goes out with its amounts in the tiers themselves', async () => {
    const bench = await startAdministration();
    const write = await prepared(add(bench));
    expect(write).toMatchObject({ planId: '10000123', call: 'add_rate_schedule_on_plan_m', repeatable: true });
    expect(await bench.administration.send(write)).toEqual({ kind: 'accepted', planId: '10000123' });
    expect(bench.sent('add_rate_schedule_on_plan_m')).toEqual([
      `rest_call=add_rate_schedule_on_plan_m&output_format=json&client_no=1234567&auth_key=${authKey}&plan_no=10000123` +
        '&schedule[0][schedule_name]=Gold%20JPY&schedule[0][currency_cd]=jpy&schedule[0][client_rate_schedule_id]=gold-jpy' +
        '&schedule[0][is_default]=0&schedule[0][recurring_billing_interval]=10&schedule[0][recurring_billing_period_type]=1' +
        '&schedule[0][usage_billing_interval]=5&schedule[0][usage_billing_period_type]=1' +
        '&service[0][client_service_id]=access&service[0][tier][0][from]=1&service[0][tier][0][amount]=1500' +
        '&service[1][service_no]=301&service[1][tier][0][from]=1&service[1][tier][0][to]=9&service[1][tier][0][amount]=2' +
        '&service[1][tier][1][from]=10&service[1][tier][1][amount]=0.0006',
    ]);
  });

  test('is refused when the plan has its code, is not there, or lacks the service', async () => {
    const bench = await startAdministration();
    expect(await problemOf(add(bench, { ...yen, code: 'gold-usd' }))).toMatchObject({
      code: 'already_exists',
      extensions: { planId: '10000123', rateScheduleId: '501' },
    });
    const foreign = [{ code: 'other', tiers: [{ from: 1, amount: '1' }] }];
    expect(await problemOf(add(bench, { ...yen, services: foreign }))).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: 'services.0', message: 'is not a service of this plan' }],
    });
    const empty = await startAdministration({ get_plan_details_m: noSuchPlan });
    expect(await problemOf(add(empty))).toMatchObject({ code: 'plan_not_found' });
  });

  test('is found by its code on the plan', async () => {
    const row = { schedule_no: 503, client_rate_schedule_id: 'gold-jpy', schedule_currency: 'jpy' };
    const bench = await startAdministration({
      get_plan_details_m: (_request, index) =>
        ok({ ...goldDetails, rate_sched: [...goldDetails.rate_sched, ...(index < 2 ? [] : [row])] }),
    });
    const write = await prepared(add(bench));
    expect(await bench.administration.find(write)).toEqual({ ok: true, value: { kind: 'not_done' } });
    expect(await bench.administration.find(write)).toMatchObject({
      ok: true,
      value: { kind: 'done', rateScheduleId: '503', read: { plan: { id: '10000123' } } },
    });
  });

  test('that is there by now is named', async () => {
    const row = { schedule_no: 503, client_rate_schedule_id: 'gold-jpy' };
    const bench = await startAdministration({
      get_plan_details_m: (_request, index) => ok({ ...goldDetails, rate_sched: index === 0 ? [] : [row] }),
      add_rate_schedule_on_plan_m: refused(14000, 'client_rate_schedule_id already exists'),
    });
    expect(await bench.administration.send(await prepared(add(bench)))).toMatchObject({
      kind: 'refused',
      problem: { code: 'already_exists', extensions: { planId: '10000123', rateScheduleId: '503' } },
    });
  });

  test('with usage accumulation is refused by its sentence', async () => {
    const message = 'Usage accumulation is not supported by daily/weekly billing interval';
    const bench = await startAdministration({ add_rate_schedule_on_plan_m: refused(1001, message) });
    expect(await bench.administration.send(await prepared(add(bench)))).toMatchObject({
      kind: 'refused',
      problem: { code: 'usage_accumulation_unsupported', outcome: 'not_executed', provider: { message } },
    });
  });
});
