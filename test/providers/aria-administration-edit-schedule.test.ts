import { afterEach, describe, expect, test } from '@jest/globals';
import type { RateSchedulePatch } from '../../shared/domain/rate-schedule-administration.ts';
import {
  type AdministrationBench,
  goldDetails,
  goldServices,
  noSuchPlan,
  prepared,
  sentForm,
  startAdministration,
} from '../support/aria-administration-bench.ts';
import { ok, problemOf, refused } from '../support/aria-bench.ts';
import { closeRecordingServers } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

describe('a rate schedule that is edited', () => {
  const edit = (bench: AdministrationBench, patch: RateSchedulePatch, rateScheduleId = '501') =>
    bench.administration.prepareEditRateSchedule('10000123', rateScheduleId, patch);

  const asRead = {
    schedule_no: '501',
    schedule_name: 'Gold USD',
    is_default: '1',
    recurring_billing_interval: '2',
    recurring_billing_period_type: '2',
    usage_billing_interval: '1',
    usage_billing_period_type: '2',
  };
  const servicesAsRead = [
    { service_no: '300', tier: [{ from: '1', amount: '10', description: 'all' }] },
    {
      service_no: '301',
      tier: [
        { from: '1', to: '500', amount: '0.02' },
        { from: '501', amount: '0.0000006' },
      ],
    },
  ];

  const edited = async (patch: RateSchedulePatch, rateScheduleId?: string) => {
    const bench = await startAdministration();
    const sent = await bench.administration.send(await prepared(edit(bench, patch, rateScheduleId)));
    expect(sent).toEqual({ kind: 'accepted', planId: '10000123' });
    return sentForm(bench, 'edit_rate_schedule_on_plan_m');
  };

  test('is sent flat, with only the services that are named', async () => {
    const services = [{ code: 'calls', tiers: [{ from: 1, amount: '0.030' }] }];
    expect(await edited({ services })).toEqual({
      ...asRead,
      service: [{ client_service_id: 'calls', tier: [{ from: '1', amount: '0.030' }] }],
    });
  });

  test('has its intervals sent as they are, because the vendor makes a month of what is left out', async () => {
    expect(await edited({ name: 'Dollars' })).toEqual({
      ...asRead,
      schedule_name: 'Dollars',
      service: servicesAsRead,
    });
  });

  test('has both members of an interval sent', async () => {
    expect(await edited({ interval: { unit: 'year', count: 1 }, usageInterval: { unit: 'day', count: 7 } })).toEqual({
      ...asRead,
      recurring_billing_interval: '12',
      recurring_billing_period_type: '3',
      usage_billing_interval: '7',
      usage_billing_period_type: '1',
      service: servicesAsRead,
    });
  });

  test('gets no period type that it does not have', async () => {
    expect(await edited({ isDefault: true }, '502')).toEqual({
      schedule_no: '502',
      schedule_name: 'Gold GBP',
      is_default: '1',
      recurring_billing_interval: '3',
      service: [
        { service_no: '300', tier: [{ from: '1', amount: '8.5' }] },
        {
          service_no: '301',
          tier: [
            { from: '1', to: '250', amount: '0.016' },
            { from: '251', amount: '0.001' },
          ],
        },
      ],
    });
  });

  test('is not guessed at', async () => {
    const bench = await startAdministration();
    expect(await problemOf(edit(bench, { name: 'x' }, '999'))).toMatchObject({ code: 'rate_schedule_not_found' });
    expect(await problemOf(edit(bench, { isDefault: false }))).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: 'isDefault' }],
    });
    expect(await problemOf(edit(bench, { interval: { unit: 'day', count: 1 } }))).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: 'usageInterval', message: 'must not be longer than interval: it is 1 week and interval 1 day' }],
    });
    expect(
      await problemOf(edit(bench, { services: [{ id: '999', tiers: [{ from: 1, amount: '1' }] }] })),
    ).toMatchObject({ code: 'invalid_request', errors: [{ path: 'services.0' }] });
    const empty = await startAdministration({ get_plan_details_m: noSuchPlan });
    expect(await problemOf(edit(empty, { name: 'x' }))).toMatchObject({ code: 'plan_not_found' });
  });

  test('is left alone when the services that must go with it are not shown, unless they are named', async () => {
    const hidden = await startAdministration({ get_client_plans_all_m: refused(1002, 'no data found') });
    expect(await problemOf(edit(hidden, { name: 'x' }))).toMatchObject({ code: 'provider_conflict' });
    expect(await problemOf(edit(hidden, { services: [{ id: '300', tiers: [{ from: 1, amount: '1' }] }] }))).toBe(
      'success',
    );
  });

  test('is left alone when a rate that would be sent back changes in future', async () => {
    const services = [
      {
        ...goldServices[0],
        all_plan_service_rates: [
          { schedule_no: 501, future_rate: 1, plan_service_rates: [{ from_unit: 1, rate_per_unit: 1 }] },
        ],
      },
    ];
    const bench = await startAdministration({}, { services });
    expect(await problemOf(edit(bench, { name: 'x' }))).toMatchObject({ code: 'provider_conflict' });
  });

  describe('is done', () => {
    const found = async (patch: RateSchedulePatch, schedule: object, services: unknown) => {
      const bench = await startAdministration({
        get_plan_details_m: (_request, index) =>
          ok({
            ...goldDetails,
            rate_sched: [{ ...goldDetails.rate_sched[0], ...(index === 0 ? {} : schedule) }, goldDetails.rate_sched[1]],
          }),
        get_client_plans_all_m: (_request, index) =>
          index > 0 && services === null
            ? refused(1002, 'no data found')
            : ok({
                all_client_plan_dtls: [{ plan_no: 10000123, plan_services: index === 0 ? goldServices : services }],
              }),
      });
      const finding = await bench.administration.find(await prepared(edit(bench, patch)));
      return finding.ok ? finding.value : finding.problem;
    };

    test('when the schedule and the rates that were sent are read so', async () => {
      expect(await found({ name: 'Dollars' }, { schedule_name: 'Dollars' }, goldServices)).toMatchObject({
        kind: 'done',
        rateScheduleId: '501',
        read: { plan: { id: '10000123' } },
      });
      const rates = [{ schedule_no: 501, plan_service_rates: [{ from_unit: 1, rate_per_unit: 12.5 }] }];
      const [, calls] = goldServices;
      const services = [{ ...goldServices[0], all_plan_service_rates: rates }, calls];
      const patch = { services: [{ code: 'access', tiers: [{ from: 1, amount: '12.50' }] }] };
      expect(await found(patch, {}, services)).toMatchObject({ kind: 'done' });
    });

    test('otherwise not', async () => {
      expect(await found({ name: 'Dollars' }, {}, goldServices)).toEqual({ kind: 'not_done' });
      const interval = { unit: 'week', count: 3 } as const;
      expect(
        await found({ interval }, { recurring_billing_interval: 3, schedule_name: 'Other' }, goldServices),
      ).toEqual({
        kind: 'not_done',
      });
      const patch = { services: [{ code: 'access', tiers: [{ from: 1, amount: '12.50' }] }] };
      expect(await found(patch, {}, goldServices)).toEqual({ kind: 'not_done' });
      expect(await found(patch, {}, null)).toEqual({ kind: 'cannot_tell' });
    });
  });
});
