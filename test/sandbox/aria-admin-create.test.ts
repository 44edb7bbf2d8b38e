import { describe, expect, test } from '@jest/globals';
import { createAriaSeed } from '../../sandbox/aria/seed.ts';
import { gymPlan, put, startAriaAdministration } from './aria-admin-requests.ts';
import { adminPath } from './aria-requests.ts';

describe('create_new_plan_m', () => {
  test('answers the number of the plan and nothing else', () => {
    expect(startAriaAdministration().create()).toEqual({ error_code: 0, error_msg: 'OK', plan_no: 7000001 });
  });

  test('takes the bracket notation of the vendor as it is printed', () => {
    const { send, ratesOf } = startAriaAdministration();
    const answer = send(
      adminPath,
      'application/x-www-form-urlencoded',
      [
        'rest_call=create_new_plan_m&output_format=json&client_no=4100001&auth_key=sandboxAriaAuthKey00000000000001',
        'plan_name=Gold%20biweekly&plan_type=Master%20Recurring%20Plan&currency=usd&active=1&plan_group[]=2&plan_group[]=3',
        'schedule[0][schedule_name]=Gold%20USD&schedule[0][currency_cd]=usd&schedule[0][is_default]=1',
        'schedule[0][recurring_billing_interval]=2&schedule[0][recurring_billing_period_type]=2',
        'schedule[0][usage_billing_interval]=2&schedule[0][usage_billing_period_type]=2',
        'service[0][name]=Gold%20access&service[0][client_service_id]=gold-fortnight&service[0][service_type]=Recurring',
        'service[0][gl_cd]=1&service[0][rate_type]=Tiered%20Pricing&service[0][pricing_rule]=Standard',
        'service[0][tier][0][schedule][0][from]=1&service[0][tier][0][schedule][0][amount]=10',
      ].join('&'),
    );
    expect(answer.body).toBe('{"error_code":0,"error_msg":"OK","plan_no":7000001}');
    expect(ratesOf(7000001)).toEqual({ 7000003: { 7000002: ['1-: 10'] } });
  });

  test('takes JSON where the tenant does, with lists of objects throughout', () => {
    const { send, state, details } = startAriaAdministration();
    state.settings.adminAcceptsJson = true;
    const login = { output_format: 'json', client_no: 4100001, auth_key: 'sandboxAriaAuthKey00000000000001' };
    const plan = { ...gymPlan(), plan_group: [{ plan_group: 2 }] };
    send(adminPath, 'application/json', JSON.stringify({ rest_call: 'create_new_plan_m', ...login, ...plan }));
    expect(details(7000001)).toMatchObject({ plan_name: 'Gym', plan_groups: [{ plan_group: 2 }] });
  });

  test('the plan is listed, detailed and priced from then on', () => {
    const { admin, create, details, core } = startAriaAdministration();
    create({ plan_description: 'Every two weeks', plan_group: ['2'] });
    expect(admin('get_plans_m').plans.at(-1)).toEqual({
      plan_no: 7000001,
      client_plan_id: 'gym',
      plan_name: 'Gym',
      plan_level: 0,
      active_ind: 1,
      description: 'Every two weeks',
      is_deletable: 'true',
    });
    const plan = details(7000001);
    expect(plan).toMatchObject({
      plan_desc: 'Every two weeks',
      plan_type: 'Recurring',
      currency_cd: 'usd',
      plan_groups: [{ plan_group: 2 }],
      plan_group_ids: [{ plan_group_id: 'consumer' }],
      initial_plan_status_cd: 1,
    });
    expect(plan.rate_sched).toEqual([
      {
        schedule_no: 7000002,
        schedule_name: 'Gym every two weeks',
        schedule_currency: 'usd',
        client_rate_schedule_id: 'gym-biweekly-usd',
        recurring_billing_interval: 2,
        recurring_billing_period_type: 2,
        usage_billing_interval: 1,
        usage_billing_period_type: 2,
        default_ind: 1,
        default_ind_curr: 1,
      },
      {
        schedule_no: 7000003,
        schedule_name: 'Gym monthly',
        schedule_currency: 'eur',
        client_rate_schedule_id: 'gym-monthly-eur',
        recurring_billing_interval: 1,
        recurring_billing_period_type: 3,
        usage_billing_interval: 1,
        usage_billing_period_type: 3,
        default_ind: 0,
        default_ind_curr: 1,
      },
    ]);
    expect(core('get_client_plans_all_m', { client_plan_id: 'gym' }).all_client_plan_dtls[0]).toMatchObject({
      plan_no: 7000001,
      plan_services: [
        { service_no: 7000004, client_service_id: 'gym-access', service_desc: 'Gym access', is_recurring_ind: 1 },
        { service_no: 7000005, client_service_id: '', is_usage_based_ind: 1, usage_type: 3005 },
      ],
    });
  });

  test('the k-th amount of a tier is that of the k-th schedule, and keeps every digit', () => {
    const { create, ratesOf } = startAriaAdministration();
    create();
    expect(ratesOf(7000001)).toEqual({
      7000004: {
        7000002: ['1-10: 10.00', '11-: 9'],
        7000003: ['1-5: 20.5', '6-: 18.000000000000000000000000000001'],
      },
      7000005: { 7000002: ['1-: 0.0006'], 7000003: ['1-: 0.6'] },
    });
  });

  test('the journal has it once', () => {
    const { create, journal } = startAriaAdministration();
    create();
    expect(journal()).toMatchObject([
      {
        provider: 'aria',
        operation: 'create_new_plan_m',
        accountId: '',
        subscriptionId: null,
        change: { plan_no: '7000001', client_plan_id: [null, 'gym'], plan_name: [null, 'Gym'] },
      },
    ]);
  });

  test('a second create with the same client_plan_id is a duplicate, by whatever code the tenant has', () => {
    const { create, journal, state } = startAriaAdministration();
    create();
    const again = {
      schedule: put(gymPlan().schedule, [0, 'client_rate_schedule_id'], 'other'),
    };
    expect(create(again)).toEqual({ error_code: 1015, error_msg: 'duplicate record found', plan_no: null });
    state.settings.duplicateRecordErrorCode = 1009;
    expect(create(again).error_code).toBe(1009);
    expect(journal().length).toBe(1);
  });

  test('a client_rate_schedule_id is unique in the tenant and in the call', () => {
    const { create } = startAriaAdministration();
    const withId = (id: string) => ({ schedule: put(gymPlan().schedule, [0, 'client_rate_schedule_id'], id) });
    expect(create(withId('basic-monthly-usd')).error_code).toBe(1015);
    expect(create(withId('gym-monthly-eur')).error_code).toBe(1015);
  });

  test.each([
    ['Master Recurring Plan', 0, 'Recurring'],
    ['Master Free Plan', 0, 'Free'],
    ['Supplemental Recurring Plan', 1, 'Recurring'],
    ['Supplemental Free Plan', 1, 'Free'],
  ])('%s is read as level %d and %s', (plan_type, plan_level, read) => {
    const { create, details } = startAriaAdministration();
    create({ plan_type });
    expect(details(7000001)).toMatchObject({ plan_level, plan_type: read });
  });

  test('a pre-paid plan needs the plan that follows it', () => {
    const { create, details } = startAriaAdministration();
    const prepaid = { plan_type: 'Master Pre-paid Plan' };
    expect(create(prepaid).error_msg).toBe('Missing required parameter: rollover_plan_no');
    expect(create({ ...prepaid, rollover_plan_no: 99999 }).error_code).toBe(1013);
    expect(create({ ...prepaid, rollover_client_plan_id: 'gold' }).error_code).toBe(0);
    expect(details(7000001)).toMatchObject({
      plan_type: 'Pre-paid',
      rollover_plan_no: 10002,
      rollover_client_plan_id: 'gold',
    });
  });

  test('a known service is put on the plan under its own name', () => {
    const { create, core } = startAriaAdministration();
    const [access, towels] = gymPlan().service;
    const service = [
      { ...access, client_service_id: 'gold-access' },
      { ...towels, service_no: 20007, usage_type: 3002 },
    ];
    expect(create({ service }).error_code).toBe(0);
    expect(core('get_client_plans_all_m', { plan_no: 7000001 }).all_client_plan_dtls[0].plan_services).toMatchObject([
      { service_no: 20003, service_desc: 'Gold access' },
      { service_no: 20007, service_desc: 'Messages' },
    ]);
  });

  test.each([
    ['an unknown service_no', [1, 'service_no'], 99999, 1013],
    ['a service of another type', [1, 'service_no'], 20003, 1016],
  ])('%s is refused', (_, path, value, code) => {
    const { create } = startAriaAdministration();
    const withoutUsageType = put(gymPlan().service, [1, 'usage_type'], undefined);
    expect(create({ service: put(withoutUsageType, path as (string | number)[], value) }).error_code).toBe(code);
  });

  test('a client_service_id that is unknown needs a name to be a new one', () => {
    const { create } = startAriaAdministration();
    expect(create({ service: put(gymPlan().service, [0, 'name'], undefined) }).error_code).toBe(1013);
  });

  test('both spellings of usage, as the tenant takes them', () => {
    const { create, state } = startAriaAdministration();
    const spelled = (type: string, n: number) =>
      create({
        client_plan_id: `gym-${n}`,
        schedule: gymPlan().schedule.map((row) => ({ ...row, client_rate_schedule_id: '' })),
        service: put(gymPlan().service, [1, 'service_type'], type),
      }).error_code;
    expect([spelled('Usage Based', 1), spelled('Usage-Based', 2)]).toEqual([0, 0]);
    state.settings.usageServiceTypes = ['Usage Based'];
    expect([spelled('Usage Based', 3), spelled('Usage-Based', 4)]).toEqual([0, 1016]);
  });

  test('the first status is taken by the name that the tenant knows', () => {
    const { create, details, state } = startAriaAdministration();
    create({
      initial_plan_status_cd: 41,
      rollover_plan_status_duration: 14,
      rollover_plan_status_uom_cd: 1,
      rollover_plan_status_cd: 1,
    });
    expect(details(7000001)).toMatchObject({
      initial_plan_status_cd: 41,
      rollover_plan_status_duration: 14,
      rollover_plan_status_uom_cd: 1,
      rollover_plan_status_cd: 1,
    });
    state.settings.initialStatusParameter = 'plan_instance_status_cd';
    state.plans.delete('7000001');
    create({ initial_plan_status_cd: 41 });
    expect(details(7000006).initial_plan_status_cd).toBe(1);
  });

  test('a taxable service needs its group', () => {
    const { create, core } = startAriaAdministration();
    const taxable = put(gymPlan().service, [0, 'taxable_ind'], 1);
    expect(create({ service: taxable }).error_msg).toBe('Missing required parameter: tax_group');
    expect(create({ service: put(taxable, [0, 'tax_group'], '7') }).error_code).toBe(0);
    const [plan] = core('get_client_plans_all_m', { plan_no: 7000001 }).all_client_plan_dtls;
    expect(plan.plan_services[0].taxable_ind).toBe(1);
  });
});

describe('createAriaSeed', () => {
  test('has the plans for administration only when asked', () => {
    const now = Date.UTC(2026, 0, 15);
    expect(createAriaSeed(now).plans.size).toBe(9);
    expect([...createAriaSeed(now, { withAdministrationPlans: true }).plans.keys()].slice(8)).toEqual([
      '10009',
      '10010',
      '10011',
    ]);
  });
});
