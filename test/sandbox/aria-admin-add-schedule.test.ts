import { describe, expect, test } from '@jest/globals';
import { plainRates, put, startAriaAdministration } from './aria-admin-requests.ts';

const addition = () => ({
  plan_no: 10010,
  schedule: [
    {
      schedule_name: 'Plain daily USD',
      currency_cd: 'usd',
      client_rate_schedule_id: 'plain-daily-usd',
      is_default: 0,
      recurring_billing_interval: 10,
      recurring_billing_period_type: 1,
      usage_billing_interval: 10,
      usage_billing_period_type: 1,
    },
  ],
  service: [
    { service_no: 20015, tier: [{ from: 1, to: 5, amount: '7.50' }, { amount: '6.0000' }] },
    { client_service_id: 'plain-calls', tier: [{ amount: '0.0006' }] },
  ],
});

const start = () => {
  const aria = startAriaAdministration();
  return { ...aria, add: (parameters: object) => aria.write('add_rate_schedule_on_plan_m', { ...parameters }) };
};

describe('add_rate_schedule_on_plan_m', () => {
  test('adds a schedule with its amounts and leaves the others', () => {
    const { add, ratesOf, details, journal } = start();
    expect(add(addition())).toEqual({ error_code: 0, error_msg: 'OK' });
    expect(ratesOf(10010)).toEqual({
      20015: { ...plainRates[20015], 7000001: ['1-5: 7.50', '6-: 6.0000'] },
      20016: { ...plainRates[20016], 7000001: ['1-: 0.0006'] },
    });
    expect(details(10010).rate_sched[2]).toEqual({
      schedule_no: 7000001,
      schedule_name: 'Plain daily USD',
      schedule_currency: 'usd',
      client_rate_schedule_id: 'plain-daily-usd',
      recurring_billing_interval: 10,
      recurring_billing_period_type: 1,
      usage_billing_interval: 10,
      usage_billing_period_type: 1,
      default_ind: 0,
      default_ind_curr: 0,
    });
    expect(journal()).toMatchObject([
      {
        operation: 'add_rate_schedule_on_plan_m',
        accountId: '',
        change: { plan_no: '10010', schedule_no: '7000001' },
      },
    ]);
  });

  test('a service that is not named has no rates under it', () => {
    const { add, ratesOf } = start();
    const [access] = addition().service;
    add({ ...addition(), service: [access] });
    expect(ratesOf(10010)).toMatchObject({ 20016: { 7000001: [] } });
  });

  test('a new default takes it from the old one', () => {
    const { add, details } = start();
    add(put(addition(), ['schedule', 0, 'is_default'], 'yes'));
    expect(
      details(10010).rate_sched.map((row: Record<string, unknown>) => [row.default_ind, row.default_ind_curr]),
    ).toEqual([
      [0, 0],
      [0, 1],
      [1, 1],
    ]);
  });

  test('tells the schedule_no when the tenant does', () => {
    const { add, state } = start();
    state.settings.answersScheduleNo = true;
    expect(add(addition())).toEqual({ error_code: 0, error_msg: 'OK', schedule_no: 7000001 });
  });

  test('a second time the client_rate_schedule_id is a duplicate', () => {
    const { add, journal } = start();
    add(addition());
    expect(add(addition())).toEqual({ error_code: 1015, error_msg: 'duplicate record found' });
    expect(journal().length).toBe(1);
  });

  test.each([
    { path: ['plan_no'], value: '', code: 1010 },
    { path: ['schedule'], value: '', code: 1010 },
    { path: ['schedule', 0, 'schedule_name'], value: '', code: 1010 },
    { path: ['schedule', 0, 'currency_cd'], value: '', code: 1010 },
    { path: ['schedule', 0, 'is_default'], value: '', code: 1010 },
    { path: ['service'], value: '', code: 1010 },
    { path: ['service', 0, 'service_no'], value: '', code: 1010 },
    { path: ['service', 0, 'tier'], value: '', code: 1010 },
    { path: ['service', 0, 'tier'], value: [{ schedule: [{ from: 1, amount: 7 }] }], code: 1010 },
    { path: ['plan_no'], value: 99999, code: 1013 },
    { path: ['service', 0, 'service_no'], value: 20001, code: 1013 },
    { path: ['schedule', 1], value: addition().schedule[0], code: 1016 },
    { path: ['schedule', 0, 'client_rate_schedule_id'], value: 'plain-biweekly-usd', code: 1015 },
    { path: ['schedule', 0, 'usage_billing_interval'], value: 11, code: 1016 },
    { path: ['service', 1], value: { service_no: 20015, tier: [{ amount: 1 }] }, code: 1015 },
  ])('$path as $value is $code and changes nothing', ({ path, value, code }) => {
    const { add, ratesOf, journal } = start();
    expect(add(put(addition(), path, value)).error_code).toBe(code);
    expect(ratesOf(10010)).toEqual(plainRates);
    expect(journal()).toEqual([]);
  });
});
