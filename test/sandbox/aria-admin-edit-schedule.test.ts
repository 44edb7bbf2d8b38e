import { describe, expect, test } from '@jest/globals';
import { permitStrangers } from '../support/vendor-judge.ts';
import { plainRates, put, startAriaAdministration } from './aria-admin-requests.ts';

const change = () => ({
  schedule_no: 100101,
  schedule_name: 'Plain biweekly USD',
  is_default: 1,
  recurring_billing_interval: 2,
  recurring_billing_period_type: 2,
  usage_billing_interval: 1,
  usage_billing_period_type: 2,
  service: [
    {
      service_no: 20016,
      tier: [
        { from: 1, to: 100, amount: '0.0007' },
        { from: 101, amount: '0.0001' },
      ],
    },
  ],
});

const start = () => {
  const aria = startAriaAdministration();
  return {
    ...aria,
    editSchedule: (parameters: object) => aria.write('edit_rate_schedule_on_plan_m', { ...parameters }),
  };
};

describe('edit_rate_schedule_on_plan_m', () => {
  test('changes the tiers of the service named under the one schedule, and nothing else', () => {
    const { editSchedule, state, ratesOf, journal } = start();
    const before = structuredClone(state.plans.get('10010'));
    expect(editSchedule(change())).toEqual({ error_code: 0, error_msg: 'OK' });
    expect(ratesOf(10010)).toEqual({
      20015: plainRates[20015],
      20016: { ...plainRates[20016], 100101: ['1-100: 0.0007', '101-: 0.0001'] },
    });
    expect(state.plans.get('10010')?.rateSchedules).toEqual(before?.rateSchedules);
    expect(state.plans.get('10010')?.further).toEqual(before?.further);
    expect(journal()).toMatchObject([
      {
        operation: 'edit_rate_schedule_on_plan_m',
        accountId: '',
        change: { plan_no: '10010', schedule_no: '100101' },
      },
    ]);
  });

  test('finds the schedule by its client id as well, and knows neither plan nor currency', () => {
    const { editSchedule, details } = start();
    permitStrangers('plan_no', 'currency_cd');
    expect(
      editSchedule({
        ...change(),
        schedule_no: '',
        client_rate_schedule_id: 'plain-biweekly-usd',
        schedule_name: 'Every three weeks',
        recurring_billing_interval: 3,
        plan_no: 10001,
        currency_cd: 'gbp',
      }).error_code,
    ).toBe(0);
    expect(details(10010).rate_sched[0]).toMatchObject({
      schedule_name: 'Every three weeks',
      schedule_currency: 'usd',
      recurring_billing_interval: 3,
      recurring_billing_period_type: 2,
    });
  });

  test('an interval that is left out becomes one month, unless the tenant keeps it', () => {
    const { editSchedule, details, state } = start();
    const { schedule_no, schedule_name, is_default, service } = change();
    const without = { schedule_no, schedule_name, is_default, service };
    state.settings.absentScheduleInterval = 'kept';
    editSchedule(without);
    expect(details(10010).rate_sched[0]).toMatchObject({
      recurring_billing_interval: 2,
      recurring_billing_period_type: 2,
    });
    state.settings.absentScheduleInterval = 'default';
    editSchedule(without);
    expect(details(10010).rate_sched[0]).toMatchObject({
      recurring_billing_interval: 1,
      recurring_billing_period_type: 3,
    });
  });

  test('accounts on the schedule pay the new amount at once', () => {
    const { editSchedule, core } = start();
    editSchedule({
      client_rate_schedule_id: 'basic-monthly-usd',
      schedule_name: 'Basic monthly',
      is_default: 1,
      service: [{ service_no: 20001, tier: [{ amount: '21.5' }] }],
    });
    const [instance] = core('get_acct_plans_all_m', { acct_no: 5000001 }).all_acct_plans_m;
    expect(instance.plan_instance_services[0].plan_service_rates).toMatchObject([{ rate_per_unit: 21.5 }]);
  });

  test('another schedule can become the default, and the default cannot cease to be', () => {
    const { editSchedule, details } = start();
    expect(editSchedule({ ...change(), is_default: 0 }).error_code).toBe(1016);
    editSchedule({
      schedule_no: 100102,
      schedule_name: 'Plain monthly EUR',
      is_default: 'TRUE',
      service: [{ service_no: 20016, tier: [{ amount: '1' }] }],
    });
    expect(details(10010).rate_sched.map((row: Record<string, unknown>) => row.default_ind)).toEqual([0, 1]);
  });

  test('cannot become daily while an account on the plan accumulates usage', () => {
    const { editSchedule, details } = start();
    expect(
      editSchedule({
        schedule_no: 100012,
        schedule_name: 'Basic quarterly',
        is_default: 0,
        recurring_billing_interval: 90,
        recurring_billing_period_type: 1,
        service: [{ service_no: 20001, tier: [{ amount: '54.99' }] }],
      }),
    ).toEqual({
      error_code: 14999,
      error_msg: 'Usage accumulation is not supported by daily/weekly billing interval',
    });
    expect(details(10001).rate_sched[1]).toMatchObject({ recurring_billing_interval: 3 });
  });

  test.each([
    { path: ['schedule_no'], value: '', code: 1010 },
    { path: ['schedule_name'], value: '', code: 1010 },
    { path: ['is_default'], value: '', code: 1010 },
    { path: ['service'], value: '', code: 1010 },
    { path: ['service', 0, 'tier'], value: '', code: 1010 },
    { path: ['service', 0, 'tier', 0, 'amount'], value: '', code: 1010 },
    { path: ['schedule_no'], value: 99999, code: 1013 },
    { path: ['client_rate_schedule_id'], value: 'gold-monthly-usd', code: 1013 },
    { path: ['service', 0, 'service_no'], value: 20001, code: 1013 },
    { path: ['schedule_name'], value: 'x'.repeat(101), code: 1016 },
    { path: ['recurring_billing_period_type'], value: 'Daily', code: 1016 },
    { path: ['usage_billing_interval'], value: 3, code: 1016 },
    { path: ['is_default'], value: 'on', code: 1033 },
  ])('$path as $value is $code and changes nothing', ({ path, value, code }) => {
    const { editSchedule, state, journal } = start();
    const before = structuredClone([...state.plans.values()]);
    expect(editSchedule(put(change(), path, value)).error_code).toBe(code);
    expect([...state.plans.values()]).toEqual(before);
    expect(journal()).toEqual([]);
  });

  test('fields within schedule[0] are not seen', () => {
    const { editSchedule } = start();
    const { schedule_no, service, ...nested } = change();
    expect(editSchedule({ schedule_no, service, schedule: [nested] }).error_msg).toBe(
      'Missing required parameter: is_default',
    );
  });
});
