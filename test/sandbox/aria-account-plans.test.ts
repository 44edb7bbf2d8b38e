import { describe, expect, test } from '@jest/globals';
import { startAria } from './aria-requests.ts';

describe('get_acct_plans_all_m', () => {
  test('shows the trial with its plan, schedule and rates', () => {
    const { core } = startAria();
    const answer = core('get_acct_plans_all_m', { client_acct_id: 'acct-trial' });
    expect(answer).toMatchObject({ error_code: 0, error_msg: 'OK', record_count: 1 });
    expect(answer.all_acct_plans_m[0]).toMatchObject({
      plan_no: 10001,
      client_plan_id: 'basic',
      plan_name: 'Basic',
      plan_instance_no: 6000001,
      client_plan_instance_id: 'trial-main',
      supp_plan_ind: 0,
      plan_instance_status_cd: 41,
      plan_instance_status_label: 'Trial',
      rate_schedule_no: 100011,
      recurring_billing_interval: 1,
      recurring_billing_period_type: 3,
      currency_cd: 'usd',
      plan_date: '2026-01-05',
      next_bill_date: '2026-02-04',
      bill_day: 4,
      last_bill_date: null,
      rollover_plan_status: 1,
      rollover_plan_status_duration: 30,
      client_receipt_id: 'seedtrial1',
    });
    expect(answer.all_acct_plans_m[0].plan_instance_services[0]).toMatchObject({
      service_no: 20001,
      is_recurring_ind: 1,
      plan_service_rates: [{ rate_seq_no: 1, from_unit: 1, to_unit: null, rate_per_unit: 19.99 }],
    });
  });

  test('a supplemental instance stands beside its master', () => {
    const rows = startAria().core('get_acct_plans_all_m', { acct_no: 5000003 }).all_acct_plans_m;
    expect(rows.map((row: Record<string, unknown>) => [row.plan_instance_no, row.supp_plan_ind])).toEqual([
      [6000005, 0],
      [6000006, 1],
    ]);
    expect(rows[1]).toMatchObject({ master_plan_instance_no: 6000005, parent_plan_instance_no: 6000005 });
  });

  test('ended instances are listed too', () => {
    const { core } = startAria();
    expect(core('get_acct_plans_all_m', { acct_no: 5000006 }).all_acct_plans_m).toMatchObject([
      { plan_instance_no: 6000009, plan_instance_status_cd: -2, plan_instance_status_date: '2025-12-16' },
      { plan_instance_no: 6000010, plan_instance_status_cd: -2, plan_instance_status_date: '2025-10-17' },
    ]);
    expect(core('get_acct_plans_all_m', { acct_no: 5000007 }).all_acct_plans_m).toMatchObject([
      { plan_instance_status_cd: -3, plan_deprovisioned_date: '2025-11-16', next_bill_date: null },
    ]);
  });

  test('100 rows come without a limit, the rest by offset', () => {
    const { core, state } = startAria();
    const first = core('get_acct_plans_all_m', { acct_no: 5000012 });
    expect([first.all_acct_plans_m.length, first.record_count]).toEqual([100, 120]);
    const second = core('get_acct_plans_all_m', { acct_no: 5000012, limit: 100, offset: 100 });
    expect(second.all_acct_plans_m.length).toBe(20);
    expect(second.all_acct_plans_m[19]).toMatchObject({ plan_instance_no: 6001120, plan_instance_status_cd: 41 });
    state.settings.recordCount = 'rows_of_answer';
    expect(core('get_acct_plans_all_m', { acct_no: 5000012, offset: 100 }).record_count).toBe(20);
  });

  test.each([[{ limit: 0 }], [{ limit: 1000 }], [{ offset: -1 }], [{ offset: 999 }], [{ limit: 'ten' }]])(
    '%j is refused',
    (paging) => {
      expect(startAria().core('get_acct_plans_all_m', { acct_no: 5000012, ...paging }).error_code).toBe(1016);
    },
  );

  test('an account without plans answers null, or 1002 where it is set so', () => {
    const { core } = startAria();
    expect(core('get_acct_plans_all_m', { acct_no: 5000014 })).toMatchObject({ error_code: 0, all_acct_plans_m: null });
    expect(core('get_acct_plans_all_m', { acct_no: 5000015 })).toMatchObject({
      error_code: 1002,
      error_msg: 'no data found',
    });
  });

  test('an unknown account is 1009, and so are two ids that do not fit', () => {
    const { core } = startAria();
    expect(core('get_acct_plans_all_m', { acct_no: 999 })).toEqual({
      error_code: 1009,
      error_msg: 'account does not exist',
      record_count: null,
      all_acct_plans_m: null,
    });
    expect(core('get_acct_plans_all_m', { acct_no: 5000001, client_acct_id: 'acct-active' }).error_code).toBe(1009);
  });

  test('an account is required', () => {
    expect(startAria().core('get_acct_plans_all_m')).toMatchObject({
      error_code: 1010,
      error_msg: 'Missing required parameter: acct_no',
    });
  });

  test('an instance number of 18 digits is printed digit for digit', () => {
    expect(startAria().coreText('get_acct_plans_all_m', { acct_no: 5000013 })).toContain(
      '"plan_instance_no":900719925474099267,',
    );
  });

  test('a flag leaves its part out, and takes nothing but "true" and "false"', () => {
    const { core } = startAria();
    const row = core('get_acct_plans_all_m', { acct_no: 5000001, include_plan_services: 'false' }).all_acct_plans_m[0];
    expect('plan_instance_services' in row).toBe(false);
    expect(core('get_acct_plans_all_m', { acct_no: 5000001, include_plan_services: 'no' })).toMatchObject({
      error_code: 1033,
    });
    expect(core('get_acct_plans_all_m', { acct_no: 5000001, include_plan_services: false })).toMatchObject({
      error_code: 1016,
      error_msg: '(include_plan_services) is not a valid string.',
    });
  });

  test('a schedule from before release 27 has no period types', () => {
    const row = startAria().core('get_acct_plans_all_m', { acct_no: 5000021 }).all_acct_plans_m[0];
    expect(row.recurring_billing_interval).toBe(1);
    expect('recurring_billing_period_type' in row).toBe(false);
  });
});
