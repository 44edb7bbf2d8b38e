import { describe, expect, test } from '@jest/globals';
import { plainPlan, put, startAriaAdministration } from './aria-admin-requests.ts';

describe('edit_plan_m', () => {
  test('active=0 alone does not deactivate', () => {
    const { edit, details } = startAriaAdministration();
    const alone = { plan_no: 10010, edit_directives: 2, active: 0 };
    expect(edit(alone).error_msg).toBe('Missing required parameter: plan_name');
    expect(details(10010).active_ind).toBe(1);
    expect(edit({ ...plainPlan(), active: 0 }).error_code).toBe(0);
    expect(details(10010).active_ind).toBe(0);
  });

  test.each(['plan_name', 'plan_type', 'currency', 'active', 'schedule', 'service', 'edit_directives', 'plan_no'])(
    '%s is required',
    (name) => {
      const { edit, journal } = startAriaAdministration();
      expect(edit({ ...plainPlan(), [name]: '' }).error_msg).toBe(`Missing required parameter: ${name}`);
      expect(journal()).toEqual([]);
    },
  );

  test.each([
    { path: ['edit_directives'], value: 3, code: 1016 },
    { path: ['plan_no'], value: 99999, code: 1013 },
    { path: ['client_plan_id'], value: 'gold', code: 1013 },
    { path: ['schedule', 0, 'schedule_no'], value: 100021, code: 1013 },
    { path: ['schedule', 1, 'schedule_no'], value: 100101, code: 1015 },
    { path: ['schedule', 1, 'client_rate_schedule_id'], value: 'gold-monthly-usd', code: 1015 },
    { path: ['schedule', 1, 'currency_cd'], value: 'gbp', code: 1016 },
    { path: ['service', 0, 'service_no'], value: 99999, code: 1013 },
    { path: ['service', 0, 'service_type'], value: 'Activation', code: 1016 },
    { path: ['service', 0, 'tier', 0, 'schedule'], value: [{ from: 1, amount: 1 }], code: 1016 },
    { path: ['apply_cancellation'], value: 'Yes', code: 1016 },
  ])('$path as $value is $code and changes nothing', ({ path, value, code }) => {
    const { edit, state, journal } = startAriaAdministration();
    const before = structuredClone([...state.plans.values()]);
    expect(edit(put(plainPlan(), path, value)).error_code).toBe(code);
    expect([...state.plans.values()]).toEqual(before);
    expect(journal()).toEqual([]);
  });

  test('a schedule cannot become weekly while an account on the plan accumulates usage', () => {
    const { edit, state } = startAriaAdministration();
    const weekly = put(plainPlan(), ['schedule', 1], {
      ...plainPlan().schedule[1],
      recurring_billing_period_type: 2,
      usage_billing_period_type: 2,
    });
    const [instance] = state.accounts.get('5000016')?.instances ?? [];
    Object.assign(instance ?? {}, { planNo: '10010', scheduleNo: '100102' });
    expect(edit(weekly)).toEqual({
      error_code: 14999,
      error_msg: 'Usage accumulation is not supported by daily/weekly billing interval',
      plan_no: null,
    });
    expect(edit(plainPlan()).error_code).toBe(0);
    Object.assign(instance ?? {}, { statusCode: -3 });
    expect(edit(weekly).error_code).toBe(0);
  });
});
