import { afterEach, describe, expect, test } from '@jest/globals';
import {
  goldDetails,
  goldForm,
  goldServices,
  noSuchPlan,
  prepared,
  startAdministration,
} from '../support/aria-administration-bench.ts';
import { problemOf, refused, startBench } from '../support/aria-bench.ts';
import { editedPlan, editRefusal, prepareEdit } from '../support/aria-plan-edits.ts';
import { closeRecordingServers } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

const flat = { from_unit: 1, to_unit: null, rate_per_unit: 1 };

const withRates = (all_plan_service_rates: object[]) => ({ ...goldServices[0], all_plan_service_rates });

describe('a plan that is edited', () => {
  test('needs a connection that allows a full replace', async () => {
    const { operations } = await startBench({});
    expect(operations.catalogueEdits.prepareEditPlan).toBeUndefined();
    expect(operations.catalogueEdits.prepareEditRateSchedule).toBeDefined();
  });

  test('is sent as a whole, as it was read, but for what is named', async () => {
    expect(await editedPlan({ name: 'Gold 2' })).toEqual({ ...goldForm, plan_name: 'Gold 2' });
    expect(await editedPlan({ status: 'inactive' })).toEqual({ ...goldForm, active: '0' });
    expect(await editedPlan({ description: 'new' })).toEqual({ ...goldForm, plan_description: 'new' });
  });

  test('goes out under the directive of the connection', async () => {
    expect(await editedPlan({ name: 'x' }, { settings: { editDirectives: 1 } })).toMatchObject({
      edit_directives: '1',
    });
  });

  test('keeps what it has beyond the gateway, under the names of the input', async () => {
    const details = {
      plan_level: '1',
      plan_type: 'Free',
      plan_groups: null,
      plan_group_ids: [{ plan_group_id: 'a b' }],
      allow_child_accounts: 0,
      plan_cancel_min_months: 6,
      rollover_plan_duration: 3,
      rollover_plan_uom_cd: 3,
      rollover_plan_no: 9,
      rollover_client_plan_id: 'nine',
      dunning_client_plan_id: 'dun',
      template_no: 4,
      template_id: 'four',
      rollover_months: 0,
      free_trial_duration: '0',
      supplemental_obj_fields: [{}],
    };
    expect(await editedPlan({ name: 'x' }, { details })).toEqual({
      ...Object.fromEntries(Object.entries(goldForm).filter(([name]) => name !== 'plan_group')),
      plan_name: 'x',
      plan_type: 'Supplemental Free Plan',
      plan_group_id: ['a b'],
      allow_child_accts: '0',
      plan_cancel_min_month: '6',
      rollover_plan_duration: '3',
      rollover_plan_uom_cd: '3',
      rollover_plan_no: '9',
      dunning_client_plan_id: 'dun',
      template_no: '4',
    });
  });

  test('reads the currency of a schedule that has only the name of requests', async () => {
    const rate_sched = goldDetails.rate_sched.map(({ schedule_currency, ...schedule }) => ({
      ...schedule,
      currency_cd: schedule_currency,
    }));
    expect(await editedPlan({ name: 'x' }, { details: { rate_sched } })).toMatchObject({
      schedule: [{ currency_cd: 'usd' }, { currency_cd: 'gbp' }],
    });
  });

  test('keeps the columns of its services that Admin Tools shows', async () => {
    const services = [
      { service_no: 300, gl_cd: '4000', tax_group: 5, rate_type: 'Flat Rate', error_code: 0 },
      { service_no: 301, error_msg: 'OK' },
    ];
    expect(await editedPlan({ name: 'x' }, { details: { services } })).toMatchObject({
      service: [{ gl_cd: '4000', tax_group: '5', rate_type: 'Flat Rate' }, { service_no: '301' }],
    });
  });

  test.each([
    ['surcharges', { surcharges: [{ surcharge_no: 1 }] }],
    ['parent_plans', { parent_plans: [{ parent_plan: 7 }] }],
    ['contract_rollover_plan_no', { contract_rollover_plan_no: 7 }],
    ['rollover_months', { rollover_months: 12 }],
    ['template_id', { template_id: 'four' }],
    ['something_new', { something_new: 0 }],
    ['plan_type', { plan_type: 'Unknown' }],
    ['plan_type', { plan_level: 1, plan_type: 'Pre-paid' }],
    [
      'plan_groups',
      { plan_groups: [{ plan_group: 1 }], plan_group_ids: [{ plan_group_id: 'a' }, { plan_group_id: 'b' }] },
    ],
    ['rate_sched.new_flag', { rate_sched: [{ ...goldDetails.rate_sched[0], new_flag: 1 }, goldDetails.rate_sched[1]] }],
    [
      'rate_sched.default_ind',
      { rate_sched: [{ ...goldDetails.rate_sched[0], default_ind: null }, goldDetails.rate_sched[1]] },
    ],
    ['services.300.client_tax_group_id', { services: [{ service_no: 300, client_tax_group_id: 'VAT' }] }],
    [
      'rate_sched.schedule_currency',
      { rate_sched: [{ ...goldDetails.rate_sched[0], schedule_currency: null }, goldDetails.rate_sched[1]] },
    ],
    ['services.300.threshold', { services: [{ service_no: 300, threshold: 5 }] }],
    ['services.302 (Core does not show it)', { services: [{ service_no: 302 }] }],
  ])('is left alone when it holds %s', async (name, details) => {
    const problem = await editRefusal({ name: 'x' }, { details });
    expect(problem).toMatchObject({ code: 'provider_conflict' });
    expect((problem as { detail: string }).detail).toContain(name);
  });

  test.each([
    ['Core does not show', null],
    [
      'services.300 (rates that differ in number by rate schedule)',
      [withRates([{ schedule_no: 501, plan_service_rates: [flat] }])],
    ],
    [
      'services.300 (rates of a rate schedule that the plan does not show)',
      [withRates([501, 502, 503].map((schedule_no) => ({ schedule_no, plan_service_rates: [flat] })))],
    ],
    [
      'services.300 (a rate that changes in future)',
      [
        withRates(
          [501, 502].map((schedule_no) => ({
            schedule_no,
            future_change_date: '2031-01-01',
            plan_service_rates: [flat],
          })),
        ),
      ],
    ],
    [
      'services.300 (a rate that changes in future)',
      [
        withRates(
          [501, 502].map((schedule_no) => ({
            schedule_no,
            plan_service_rates: [{ ...flat, future_rate_per_unit: 2 }],
          })),
        ),
      ],
    ],
    ['services.300 (its type)', [{ ...goldServices[0], is_recurring_ind: 0 }]],
    ['services.300 (its type)', [{ ...goldServices[0], is_donation_ind: 1 }]],
    ['services.300.tiered_pricing_rule', [{ ...goldServices[0], tiered_pricing_rule: 9 }]],
    ['services.300.tax_group', [{ ...goldServices[0], taxable_ind: 1 }]],
  ])('is left alone when of its rates: %s', async (name, services) => {
    const problem = await editRefusal({ name: 'x' }, { services, details: { services: [] } });
    expect(problem).toMatchObject({ code: 'provider_conflict' });
    expect((problem as { detail: string }).detail).toContain(name);
  });

  test('is left alone when Core tells of promotional plan sets, for which the call has no parameter', async () => {
    const promotional_plan_sets = [{ promo_set_no: 601, promo_set_name: 'Spring' }];
    expect(await editRefusal({ name: 'x' }, { core: { promotional_plan_sets } })).toMatchObject({
      code: 'provider_conflict',
      detail:
        "The provider's call replaces what it changes, and this could not be sent back as it is: promotional_plan_sets.",
    });
  });

  test.each([null, [], [{}]])('is edited with %j as its promotional plan sets, which are none', async (none) => {
    expect(await editedPlan({ name: 'x' }, { core: { promotional_plan_sets: none } })).toMatchObject({
      plan_name: 'x',
    });
  });

  test.each([null, undefined])('keeps a trial as its first status, with the setting %s', async (parameter) => {
    const form = await editedPlan(
      { name: 'x' },
      { details: { initial_plan_status_cd: 41 }, settings: { initialStatusParameter: parameter } },
    );
    expect(form).toMatchObject({ initial_plan_status_cd: '41' });
  });

  test('keeps a trial as its first status under the other name where the connection says so', async () => {
    const form = await editedPlan(
      { name: 'x' },
      { details: { initial_plan_status_cd: 41 }, settings: { initialStatusParameter: 'plan_instance_status_cd' } },
    );
    expect(form).toMatchObject({ plan_instance_status_cd: '41' });
    expect(form).not.toHaveProperty('initial_plan_status_cd');
  });

  test('does not exist, says Admin Tools', async () => {
    const bench = await startAdministration({ get_plan_details_m: noSuchPlan });
    expect(await problemOf(prepareEdit(bench, { name: 'x' }))).toMatchObject({ code: 'plan_not_found' });
  });
});

test('a duplicate in an edit is a conflict: what exists is not the plan', async () => {
  const bench = await startAdministration({ edit_plan_m: refused(1015, 'duplicate record') });
  expect(await bench.administration.send(await prepared(prepareEdit(bench, { name: 'x' })))).toMatchObject({
    kind: 'refused',
    problem: { code: 'provider_conflict', outcome: 'not_executed' },
  });
});
