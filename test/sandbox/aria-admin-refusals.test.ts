import { describe, expect, test } from '@jest/globals';
import { gymPlan, put, startAriaAdministration } from './aria-admin-requests.ts';

const left = undefined;
const long = (length: number) => 'x'.repeat(length);

type Path = readonly (string | number)[];
type Case = readonly [path: Path, value: unknown, code: number];

const missing: readonly Path[] = [
  ['plan_name'],
  ['plan_type'],
  ['currency'],
  ['active'],
  ['schedule'],
  ['schedule', 0, 'schedule_name'],
  ['schedule', 1, 'currency_cd'],
  ['schedule', 0, 'is_default'],
  ['service'],
  ['service', 0, 'service_type'],
  ['service', 1, 'usage_type'],
  ['service', 0, 'tier'],
  ['service', 0, 'tier', 0, 'schedule'],
  ['service', 0, 'tier', 1, 'schedule', 0, 'from'],
  ['service', 0, 'tier', 0, 'schedule', 1, 'amount'],
];

const wrong: readonly Case[] = [
  [['plan_name'], long(101), 1016],
  [['client_plan_id'], long(101), 1016],
  [['plan_description'], long(3001), 1016],
  [['plan_type'], 'Recurring', 1016],
  [['currency'], 'USD', 1016],
  [['currency'], 'zzz', 1016],
  [['active'], '2', 1016],
  [['active'], 'true', 1016],
  [['plan_group'], ['9'], 1013],
  [['plan_group'], ['1234'], 1016],
  [['plan_group'], '2', 1016],
  [['initial_plan_status_cd'], 2, 1016],
  [['rollover_plan_status_cd'], 1, 1010],
  [['init_free_period_duration'], 1, 1010],
  [['parent_plans'], ['99999'], 1013],
  [['apply_cancellation'], 'Yes', 1016],
  [['schedule', 0, 'schedule_name'], long(101), 1016],
  [['schedule', 0, 'currency_cd'], 'us', 1016],
  [['schedule', 0, 'client_rate_schedule_id'], long(101), 1016],
  [['schedule', 0, 'schedule_no'], 100011, 1013],
  [['schedule', 0, 'is_default'], 'True', 1033],
  [['schedule', 0, 'is_default'], 0, 1016],
  [['schedule', 1, 'is_default'], 'yes', 1016],
  [['schedule', 0, 'recurring_billing_period_type'], 'Weekly', 1016],
  [['schedule', 0, 'recurring_billing_period_type'], 4, 1016],
  [['schedule', 0, 'recurring_billing_interval'], 0, 1016],
  [['schedule', 0, 'recurring_billing_interval'], 1.5, 1016],
  [['schedule', 0, 'usage_billing_interval'], 3, 1016],
  [['schedule', 0, 'usage_billing_period_type'], 3, 1016],
  [['schedule', 0, 'available_from_dt'], '01/02/2030', 1024],
  [['schedule', 0, 'future_change_dt'], '2030-01-01', 1016],
  [['service', 0, 'service_type'], 'recurring', 1016],
  [['service', 0, 'pricing_rule'], 'Tiered', 1016],
  [['service', 0, 'rate_type'], 'Tiered', 1016],
  [['service', 0, 'rate_type'], 'Flat Rate', 1016],
  [['service', 0, 'taxable_ind'], 'true', 1016],
  [['service', 1, 'tier', 0, 'schedule', 0, 'amount'], '1,5', 1016],
  [['service', 1, 'tier', 0, 'schedule', 0, 'amount'], '6e-4', 1016],
  [['service', 1, 'tier', 0, 'schedule', 0, 'amount'], '-1', 1016],
  [['service', 0, 'tier', 1, 'schedule', 0, 'from'], 10, 1016],
  [['service', 0, 'tier', 0, 'schedule', 0, 'to'], left, 1016],
];

describe('create_new_plan_m refuses', () => {
  test.each(missing.map((path) => ({ path })))('a plan without $path', ({ path }) => {
    const { create, journal } = startAriaAdministration();
    expect(create(put(gymPlan(), path, ''))).toEqual({
      error_code: 1010,
      error_msg: `Missing required parameter: ${path.at(-1)}`,
      plan_no: null,
    });
    expect(journal()).toEqual([]);
  });

  test.each(wrong.map(([path, value, code]) => ({ path, value, code })))(
    '$path as $value with $code',
    ({ path, value, code }) => {
      const { create, state } = startAriaAdministration();
      expect(create(put(gymPlan(), path, value))).toMatchObject({ error_code: code, plan_no: null });
      expect(state.plans.size).toBe(11);
    },
  );

  test('a tier with fewer or more amounts than there are schedules', () => {
    const { create } = startAriaAdministration();
    const [first, second] = [
      { from: 1, amount: 1 },
      { from: 1, amount: 2 },
    ];
    const withTier = (schedule: unknown[]) => put(gymPlan(), ['service', 1, 'tier', 0, 'schedule'], schedule);
    expect(create(withTier([first])).error_code).toBe(1016);
    expect(create(withTier([first, second, second])).error_code).toBe(1016);
  });

  test('amounts directly in the tier, which is how the rate-schedule calls have them', () => {
    const { create } = startAriaAdministration();
    expect(create(put(gymPlan(), ['service', 1, 'tier'], [{ from: 1, amount: 2 }])).error_msg).toBe(
      'Missing required parameter: schedule',
    );
  });

  test('rows whose index comes last, and rows with a gap', () => {
    const { admin, create } = startAriaAdministration();
    expect(admin('create_new_plan_m', { 'schedule[schedule_name][0]': 'Monthly' })).toMatchObject({
      error_code: 1016,
      error_msg: '(schedule_name) is not a valid string.',
    });
    const [first, second] = gymPlan().schedule;
    expect(create({ schedule: { 0: first, 2: second } }).error_code).toBe(1016);
  });

  test('by the name of the parameter', () => {
    const { create } = startAriaAdministration();
    expect(create({ plan_type: 'Recurring' }).error_msg).toBe('(plan_type) is not a valid string.');
    expect(create(put(gymPlan(), ['service', 1, 'tier', 0, 'schedule', 0, 'amount'], '1,5')).error_msg).toBe(
      '(amount) is not a valid double.',
    );
  });

  test('the same service twice', () => {
    const { create } = startAriaAdministration();
    const [access] = gymPlan().service;
    expect(create({ service: [access, access] }).error_code).toBe(1015);
  });
});
