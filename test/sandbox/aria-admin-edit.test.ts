import { describe, expect, test } from '@jest/globals';
import { plainPlan, plainRates, put, startAriaAdministration } from './aria-admin-requests.ts';

describe('edit_plan_m', () => {
  test('with everything that the reads told changes nothing but what was meant', () => {
    const { edit, state, details, ratesOf, journal } = startAriaAdministration();
    const before = structuredClone(state.plans.get('10010'));
    expect(edit({ ...plainPlan(), plan_name: 'Plainer' })).toEqual({ error_code: 0, error_msg: 'OK', plan_no: 10010 });
    expect(state.plans.get('10010')).toEqual({ ...before, name: 'Plainer' });
    expect(ratesOf(10010)).toEqual(plainRates);
    expect(details(10010)).toMatchObject({
      plan_name: 'Plainer',
      client_plan_id: 'plain',
      plan_groups: [{ plan_group: 2 }, { plan_group: 3 }],
      dunning_plan_no: 41,
      dunning_client_plan_id: 'gentle',
      init_free_period_duration: 1,
      init_free_period_uom_cd: 2,
    });
    expect(journal()).toMatchObject([
      {
        operation: 'edit_plan_m',
        accountId: '',
        change: { plan_no: '10010', plan_name: ['Plain', 'Plainer'] },
      },
    ]);
  });

  test('what is left out is gone', () => {
    const { edit, details } = startAriaAdministration();
    const {
      plan_description,
      plan_group,
      dunning_plan_no,
      init_free_period_duration,
      init_free_period_uom_cd,
      ...rest
    } = plainPlan();
    expect(edit(rest).error_code).toBe(0);
    expect(details(10010)).toMatchObject({
      plan_desc: '',
      plan_groups: null,
      plan_group_ids: null,
      dunning_plan_no: null,
      dunning_client_plan_id: '',
      init_free_period_duration: null,
    });
  });

  test('a schedule and a tier that are left out are gone, an interval becomes one month', () => {
    const { edit, details, ratesOf } = startAriaAdministration();
    const [biweekly] = plainPlan().schedule;
    expect(
      edit({
        ...plainPlan(),
        schedule: [{ schedule_no: 100101, schedule_name: 'Plain', currency_cd: biweekly?.currency_cd, is_default: 1 }],
        service: [{ service_no: 20015, service_type: 'Recurring', tier: [{ schedule: [{ from: 1, amount: '10' }] }] }],
      }).error_code,
    ).toBe(0);
    expect(ratesOf(10010)).toEqual({ 20015: { 100101: ['1-: 10'] } });
    expect(details(10010).rate_sched).toMatchObject([
      {
        schedule_no: 100101,
        client_rate_schedule_id: '',
        recurring_billing_interval: 1,
        recurring_billing_period_type: 3,
        usage_billing_interval: 1,
        usage_billing_period_type: 3,
      },
    ]);
  });

  test('a service that left its plan can be put on one again', () => {
    const { edit } = startAriaAdministration();
    const [access] = plainPlan().service;
    edit({ ...plainPlan(), service: [access] });
    expect(edit(plainPlan()).error_code).toBe(0);
  });

  test('a schedule without its number is the one of its client id, or a new one', () => {
    const { edit, details, ratesOf } = startAriaAdministration();
    const known = put(put(plainPlan(), ['schedule', 0, 'schedule_no'], ''), ['schedule', 1, 'schedule_no'], '');
    edit(put(known, ['schedule', 1, 'client_rate_schedule_id'], 'plain-euro'));
    expect(details(10010).rate_sched).toMatchObject([
      { schedule_no: 100101 },
      { schedule_no: 7000001, client_rate_schedule_id: 'plain-euro' },
    ]);
    expect(ratesOf(10010)).toMatchObject({ 20015: { 100101: ['1-5: 10', '6-: 8.5'], 7000001: ['1-5: 21', '6-: 18'] } });
  });

  test('amounts count for the accounts on the plan at once, and those on a removed schedule go to the default one', () => {
    const { edit, core, journal } = startAriaAdministration();
    edit({
      edit_directives: 1,
      client_plan_id: 'basic',
      plan_name: 'Basic',
      plan_type: 'Master Recurring Plan',
      currency: 'usd',
      active: 1,
      schedule: [{ schedule_name: 'Basic monthly', currency_cd: 'usd', is_default: 1 }],
      service: [{ service_no: 20001, service_type: 'Recurring', tier: [{ schedule: [{ amount: '29.99' }] }] }],
    });
    const [instance] = core('get_acct_plans_all_m', { acct_no: 5000001 }).all_acct_plans_m;
    expect(instance.rate_schedule_no).toBe(7000001);
    expect(instance.plan_instance_services).toMatchObject([
      { service_no: 20001, plan_service_rates: [{ rate_per_unit: 29.99 }] },
    ]);
    expect(journal()[0]?.change.moved_plan_instances).toContain('6000001');
  });

  test('items are taken under one set of names and told under another', () => {
    const { edit, details, admin } = startAriaAdministration();
    const override = { rate_schedule_no: 100102, override_price: '4.50' };
    const answer = edit({
      ...plainPlan(),
      nso_group_min_qty: 1,
      nso_group_max_qty: 3,
      nso_group_item_scope: '2',
      nso_incl_list_scope: '1',
      nso_items_array: [
        {
          item_no: 701,
          nso_item_min_qty: 0,
          nso_item_max_qty: 5,
          item_scope: '1',
          nso_items_price_override: [override],
        },
      ],
      nso_group_array: [{ item_no: 702, nso_group_price_override: [override] }],
      nso_incl_list_array: ['703'],
    });
    expect(answer.error_code).toBe(0);
    const told = [
      {
        rate_schedule_no: 100102,
        client_rate_schedule_id: 'plain-monthly-eur',
        currency_cd: 'eur',
        override_price: 4.5,
      },
    ];
    expect(details(10010)).toMatchObject({
      nso_group_min_qty: 1,
      nso_group_max_qty: 3,
      nso_group_item_scope: '2',
      nso_incl_list_scope: '1',
      plan_nso_items: [
        { item_no: 701, active_ind: 1, min_qty: 0, max_qty: 5, item_scope: '1', plan_nso_price_override: told },
      ],
      plan_nso_group: [{ item_no: 702, active_ind: 1, plan_nso_group_price_override: told }],
      plan_nso_incl_list: null,
    });
    expect(admin('get_plan_details_m', { plan_no: 10010, retrieve_included_nso: 'true' }).plan_nso_incl_list).toEqual([
      { item_no: 703, active_ind: 1 },
    ]);
    edit(plainPlan());
    expect(details(10010)).toMatchObject({ nso_group_min_qty: null, plan_nso_items: null, plan_nso_group: null });
  });

  test('the name of a known service stays', () => {
    const { edit, core } = startAriaAdministration();
    edit(put(plainPlan(), ['service', 0, 'name'], 'Renamed'));
    const [plan] = core('get_client_plans_all_m', { plan_no: 10010 }).all_client_plan_dtls;
    expect(plan.plan_services[0].service_desc).toBe('Plain access');
  });
});

describe('the plan that cannot be sent back', () => {
  test('reads show what edit_plan_m has no parameter for', () => {
    const { details, core } = startAriaAdministration();
    expect(details(10011)).toMatchObject({
      initial_plan_status_cd: 41,
      rollover_plan_status_duration: 14,
      surcharges: [{ surcharge_no: 501 }],
      supplemental_obj_fields: [{ field_name: 'cost_centre', field_value: 'north' }],
      parent_plans: [{ parent_plan: 10001 }],
      parent_plan_ids: [{ parent_plan_id: 'basic' }],
      template_no: 12,
      services: [{ service_no: 20017, service_name: 'Encumbered access', service_type: 'Recurring' }],
      plan_nso_items: [{ item_no: '701', active_ind: '0' }],
    });
    const [plan] = core('get_client_plans_all_m', {
      plan_no: 10011,
      include_all_rate_schedules: 'true',
    }).all_client_plan_dtls;
    expect(plan).toMatchObject({
      parent_plans: [{ parent_plan_no: 10001, parent_plan_name: 'Basic', client_parent_plan_id: 'basic' }],
      promotional_plan_sets: [{ promo_set_no: '601', promo_set_name: 'Spring' }],
    });
    expect(plan.plan_services[0]).toMatchObject({
      taxable_ind: 1,
      ledger_code: '1',
      all_plan_service_rates: [
        { schedule_no: 100111, future_rate: 1, future_change_date: '2040-01-01' },
        { schedule_no: 100112, future_rate: null, future_change_date: null },
      ],
    });
  });

  test('bundled items come only when they are asked for', () => {
    expect(startAriaAdministration().admin('get_plan_details_m', { plan_no: 10011 }).plan_nso_items).toBeNull();
  });

  test('loses it all to a client that edits it nevertheless', () => {
    const { edit, details } = startAriaAdministration();
    expect(
      edit({
        edit_directives: 2,
        plan_no: 10011,
        plan_name: 'Encumbered',
        plan_type: 'Master Recurring Plan',
        currency: 'usd',
        active: 0,
        schedule: [
          { schedule_no: 100111, schedule_name: 'USD', currency_cd: 'usd', is_default: 1 },
          { schedule_no: 100112, schedule_name: 'EUR', currency_cd: 'eur', is_default: 0 },
        ],
        service: [
          {
            service_no: 20017,
            service_type: 'Recurring',
            tier: [
              {
                schedule: [
                  { from: 1, amount: 30 },
                  { from: 1, amount: 28 },
                ],
              },
            ],
          },
        ],
      }).error_code,
    ).toBe(0);
    expect(details(10011)).toMatchObject({
      initial_plan_status_cd: 1,
      rollover_plan_status_cd: null,
      surcharges: null,
      supplemental_obj_fields: null,
      parent_plans: null,
      template_no: null,
      plan_nso_items: null,
    });
  });
});
