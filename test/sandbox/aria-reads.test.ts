import { describe, expect, test } from '@jest/globals';
import { seedCatalogue } from '../../sandbox/aria/catalogue-seed.ts';
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

  test.each([[{ limit: 0 }], [{ limit: 1000 }], [{ offset: -1 }], [{ limit: 'ten' }]])('%j is refused', (paging) => {
    expect(startAria().core('get_acct_plans_all_m', { acct_no: 5000012, ...paging }).error_code).toBe(1016);
  });

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

describe('get_client_plans_all_m', () => {
  test('gives the rates of every schedule when asked to', () => {
    const { core } = startAria();
    const [plan] = core('get_client_plans_all_m', {
      plan_no: 10002,
      include_all_rate_schedules: 'true',
    }).all_client_plan_dtls;
    expect(
      plan.plan_rate_schedules_details.map((row: Record<string, unknown>) => [row.schedule_no, row.currency_cd]),
    ).toEqual([
      [100021, 'usd'],
      [100022, 'eur'],
      [100023, 'jpy'],
      [100024, 'gbp'],
    ]);
    expect(plan.plan_services[0].all_plan_service_rates[2]).toMatchObject({
      schedule_no: 100023,
      plan_service_rates: [{ rate_per_unit: 5000 }],
    });
    expect(plan.plan_services[1]).toMatchObject({ is_usage_based_ind: 1, is_recurring_ind: 0 });
    expect(plan.plan_services[1].all_plan_service_rates[0].plan_service_rates).toMatchObject([
      { rate_seq_no: 1, from_unit: 1, to_unit: 1000, rate_per_unit: 0.01 },
      { rate_seq_no: 2, from_unit: 1001, to_unit: null, rate_per_unit: 0.0006 },
    ]);
    expect(plan.plan_services[2]).toMatchObject({ is_setup_ind: 1 });
  });

  test('otherwise gives the default schedule only', () => {
    const [plan] = startAria().core('get_client_plans_all_m', { client_plan_id: 'basic' }).all_client_plan_dtls;
    expect(plan.plan_rate_schedules_details).toBeNull();
    expect(plan.plan_services[0]).toMatchObject({
      all_plan_service_rates: null,
      plan_service_rates: [{ rate_per_unit: 19.99, monthly_fee: 19.99 }],
    });
  });

  test('without a filter gives all plans', () => {
    expect(startAria().core('get_client_plans_all_m').all_client_plan_dtls.length).toBe(9);
  });

  test('an unknown plan is no data', () => {
    expect(startAria().core('get_client_plans_all_m', { plan_no: 99999 }).error_code).toBe(1002);
  });
});

describe('get_plans_m', () => {
  test('lists every plan in its own words, the inactive one too', () => {
    const { plans, error_code } = startAria().admin('get_plans_m');
    expect([plans.length, error_code]).toEqual([9, 0]);
    expect(plans[4]).toEqual({
      plan_no: 10005,
      client_plan_id: 'retired',
      plan_name: 'Retired',
      plan_level: 0,
      active_ind: 0,
      description: '',
      is_deletable: 'true',
    });
    expect(plans[5]).toMatchObject({ plan_no: 10006, plan_level: 1, is_deletable: 'false' });
  });

  test('rate schedules come in rows, or under details', () => {
    const { admin, state } = startAria();
    const schedules = () => admin('get_plans_m', { include_rs_summary: 'true' }).plans[2].rate_sched;
    expect(schedules()).toMatchObject([
      { schedule_no: 100031, recurring_billing_interval: 1, recurring_billing_period_type: 2, default_ind: 1 },
      { schedule_no: 100032, recurring_billing_interval: 1, recurring_billing_period_type: 1, default_ind: 0 },
      {
        schedule_no: 100033,
        recurring_billing_interval: 2,
        recurring_billing_period_type: 2,
        usage_billing_interval: 2,
      },
    ]);
    state.settings.rateScheduleNesting = 'details';
    expect(schedules()).toMatchObject([
      { details: [{ schedule_no: 100031 }, { schedule_no: 100032 }, { schedule_no: 100033 }] },
    ]);
  });

  test('an empty catalogue is null', () => {
    const { admin, state } = startAria();
    state.plans.clear();
    expect(admin('get_plans_m')).toEqual({ plans: null, error_code: 0, error_msg: 'OK' });
  });
});

describe('get_plan_details_m', () => {
  test('says plan_desc and plan_type in the vocabulary of outputs, and no price', () => {
    const { admin } = startAria();
    const plan = admin('get_plan_details_m', { plan_no: 10009 });
    expect(plan).toMatchObject({
      error_code: 0,
      plan_type: 'Pre-paid',
      plan_level: 0,
      plan_desc: '',
      currency_cd: 'usd',
    });
    expect(plan.rate_sched).toBeNull();
    expect(plan.services).toEqual([{ service_no: 20014, client_service_id: 'prepaid-access' }]);
  });

  test('gives rate schedules with include_rs_summary only', () => {
    const plan = startAria().admin('get_plan_details_m', { client_plan_id: 'legacy', include_rs_summary: 'true' });
    expect(plan.rate_sched[1]).toEqual({
      schedule_no: 100042,
      schedule_name: 'Legacy quarterly',
      currency_cd: 'usd',
      client_rate_schedule_id: '',
      recurring_billing_interval: 3,
      usage_billing_interval: 1,
      default_ind: 0,
      default_ind_curr: 0,
    });
  });

  test('a missing plan is 1010, like a missing parameter', () => {
    const { admin } = startAria();
    expect(admin('get_plan_details_m', { plan_no: 99999 })).toMatchObject({ error_code: 1010, plan_no: null });
    expect(admin('get_plan_details_m').error_code).toBe(1010);
  });
});

describe('seedCatalogue', () => {
  test('makes a catalogue of any size', () => {
    expect(seedCatalogue(2).map(({ planNo }) => planNo)).toEqual(['10001', '10002']);
    const large = seedCatalogue(1000);
    expect(new Set(large.map(({ planNo }) => planNo)).size).toBe(1000);
    expect(large[999]).toMatchObject({ planNo: '20991', clientPlanId: 'generated-991' });
  });
});
