import { describe, expect, test } from '@jest/globals';
import { seedCatalogue } from '../../sandbox/aria/catalogue-seed.ts';
import { startAria } from './aria-requests.ts';

describe('get_client_plans_all_m', () => {
  test('gives the rates of every schedule when asked to', () => {
    const { core } = startAria();
    const [plan] = core('get_client_plans_all_m', {
      plan_no: 10002,
      include_all_rate_schedules: 'true',
    }).all_client_plan_dtls;
    expect(
      plan.plan_rate_schedules_details.map((row: Record<string, unknown>) => [row.schedule_no, row.schedule_currency]),
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
    expect(plan.services).toEqual([
      {
        service_no: 20014,
        service_name: 'Prepaid access',
        service_type: 'Recurring',
        client_service_id: 'prepaid-access',
      },
    ]);
  });

  test('gives rate schedules with include_rs_summary only', () => {
    const plan = startAria().admin('get_plan_details_m', { client_plan_id: 'legacy', include_rs_summary: 'true' });
    expect(plan.rate_sched[1]).toEqual({
      schedule_no: 100042,
      schedule_name: 'Legacy quarterly',
      schedule_currency: 'usd',
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
