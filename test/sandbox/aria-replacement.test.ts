import { describe, expect, test } from '@jest/globals';
import { planAndStatusOf, startAria } from './aria-requests.ts';

const toGold = {
  acct_no: 5000001,
  plan_instance_no: 6000001,
  new_plan_no: 10002,
  plan_status: 1,
  assignment_directive: 3,
};

describe('replace_acct_plan_m', () => {
  test('puts the instance on the new plan, charges and collects', () => {
    const aria = startAria();
    expect(aria.core('replace_acct_plan_m', toGold)).toMatchObject({
      error_code: 0,
      invoice_no: 7000001,
      proration_result_amount: 69.4,
      expectd_activation_fee: 10,
      expectd_mthly_recurring_cost: 49.5,
      expectd_annu_recurring_cost: 594,
      acct_plan_line_items: [
        { line_no: 1, service_no: 20003, line_units: 1, rate_per_unit: 49.5, line_amount: 49.5, proration_factor: 1 },
        { line_no: 2, service_no: 20005, line_units: 1, rate_per_unit: 10, line_amount: 10, proration_factor: 1 },
      ],
      total_charges_before_tax: 59.5,
      total_tax_charges: 9.9,
      total_charges_after_tax: 69.4,
      total: 69.4,
      collection_error_code: 0,
      statement_error_code: -1,
      plan_instance_queue: null,
    });
    expect(planAndStatusOf(aria, 5000001)).toEqual([10002, 100021, 1]);
    expect(aria.world.journal.entries().map(({ operation, change }) => [operation, change])).toEqual([
      [
        'replace_acct_plan_m',
        {
          plan_no: ['10001', '10002'],
          rate_schedule_no: ['100011', '100021'],
          plan_instance_status_cd: [41, 1],
          invoice_no: '7000001',
          total_charges_after_tax: '69.4',
        },
      ],
    ]);
  });

  test.each([[2], [4]])('directive %d prorates', (directive) => {
    const answer = startAria().core('replace_acct_plan_m', { ...toGold, assignment_directive: directive });
    expect(answer).toMatchObject({ total_charges_before_tax: 34.75, total_tax_charges: 4.95, total: 39.7 });
  });

  test('yen have no minor digits', () => {
    const { core } = startAria();
    const yen = { acct_no: 5000020, plan_instance_no: 6000020, new_plan_no: 10002, plan_status: 1 };
    expect(core('replace_acct_plan_m', { ...yen, assignment_directive: 2 })).toMatchObject({
      total_charges_before_tax: 3500,
      total_tax_charges: 500,
      total: 4000,
    });
  });

  test('units reach into the tiers of standard pricing, a flat tier counts once', () => {
    const answer = startAria().core('replace_acct_plan_m', { ...toGold, new_plan_no: 10008, plan_units: 8 });
    expect(answer.acct_plan_line_items).toMatchObject([{ line_amount: 74 }, { line_amount: 20 }]);
  });

  test('do_write "false" calculates and changes nothing', () => {
    const aria = startAria();
    expect(aria.core('replace_acct_plan_m', { ...toGold, do_write: 'false' })).toMatchObject({
      error_code: 0,
      invoice_no: null,
      total_charges_after_tax: 69.4,
      collection_error_code: -1,
      collection_error_msg: 'not attempted',
    });
    expect(planAndStatusOf(aria, 5000001)).toEqual([10001, 100011, 41]);
    expect(aria.world.journal.entries()).toEqual([]);
  });

  test('directive 1 leaves the old plan until the anniversary', () => {
    const aria = startAria();
    const answer = aria.core('replace_acct_plan_m', {
      ...toGold,
      assignment_directive: 1,
      include_plan_instance_queue: 'true',
    });
    expect(answer).toMatchObject({
      error_code: 0,
      total: 0,
      acct_plan_line_items: null,
      collection_error_code: -1,
      plan_instance_queue: [{ queue_id: 7000001, queue_type_ind: 3, plan_instance_no: 6000001 }],
    });
    expect(planAndStatusOf(aria, 5000001)).toEqual([10001, 100011, 41]);
    aria.world.clock.advance(20 * 86_400_000);
    expect(planAndStatusOf(aria, 5000001)).toEqual([10002, 100021, 1]);
  });

  test('without a directive the default of the state decides', () => {
    const aria = startAria();
    const { assignment_directive: _, ...undirected } = toGold;
    aria.core('replace_acct_plan_m', undirected);
    expect(planAndStatusOf(aria, 5000001)).toEqual([10001, 100011, 41]);
    aria.state.settings.defaultAssignmentDirective = 2;
    aria.core('replace_acct_plan_m', undirected);
    expect(planAndStatusOf(aria, 5000001)).toEqual([10002, 100021, 1]);
  });

  test('a dated directive without a date waits for somebody to execute it', () => {
    const aria = startAria();
    aria.core('replace_acct_plan_m', { ...toGold, assignment_directive: 7 });
    aria.world.clock.advance(365 * 86_400_000);
    expect(planAndStatusOf(aria, 5000001)).toEqual([10001, 100011, 41]);
    expect(aria.state.queuedChanges).toMatchObject([{ date: null, planInstanceNo: '6000001' }]);
  });

  test('without plan_status the trial goes on, uncharged', () => {
    const aria = startAria();
    const { plan_status: _, ...silent } = toGold;
    expect(aria.core('replace_acct_plan_m', silent)).toMatchObject({ error_code: 0, total: 0, invoice_no: null });
    expect(planAndStatusOf(aria, 5000001)).toEqual([10002, 100021, 41]);
  });

  test('takes another schedule of the new plan', () => {
    const aria = startAria();
    aria.core('replace_acct_plan_m', { ...toGold, new_plan_no: 10001, alt_rate_schedule_no: 100013 });
    expect(planAndStatusOf(aria, 5000001)).toEqual([10001, 100013, 1]);
  });

  test.each([
    ['no new plan', { new_plan_no: '' }, 1010],
    ['an unknown plan', { new_plan_no: 99999 }, 1013],
    ['an inactive plan', { new_plan_no: 10005 }, 1013],
    ['a supplemental plan for a master', { new_plan_no: 10006 }, 1013],
    ["another plan's schedule", { alt_rate_schedule_no: 100011 }, 1013],
    ["a schedule in another currency than the account's", { alt_rate_schedule_no: 100022 }, 1016],
    ['an unknown directive', { assignment_directive: 5 }, 1035],
    ['an unknown status', { plan_status: 42 }, 14051],
    ['a cancelled instance', { acct_no: 5000006, plan_instance_no: 6000009, plan_status: '' }, 14051],
    ['do_write that is neither true nor false', { do_write: '0' }, 1033],
    ['a date that is none', { effective_date: '15/01/2026' }, 1024],
    ['a deactivated account', { acct_no: 5000017, plan_instance_no: 6000017 }, 1049],
    ['a banned account', { acct_no: 5000018, plan_instance_no: 6000018 }, 14077],
    ['a failing collection that rolls back', { acct_no: 5000011, plan_instance_no: 6000015 }, 4027],
    ['an unknown instance', { plan_instance_no: 1 }, 14046],
  ])('%s is refused and changes nothing', (_, parameters, errorCode) => {
    const aria = startAria();
    expect(aria.core('replace_acct_plan_m', { ...toGold, ...parameters }).error_code).toBe(errorCode);
    expect(aria.world.journal.entries()).toEqual([]);
    expect(planAndStatusOf(aria, 5000001)).toEqual([10001, 100011, 41]);
  });

  test('another currency needs force_currency_change', () => {
    const { core } = startAria();
    const euro = { acct_no: 5000019, plan_instance_no: 6000019, new_plan_no: 10001, assignment_directive: 2 };
    expect(core('replace_acct_plan_m', euro).error_code).toBe(1016);
    expect(core('replace_acct_plan_m', { ...euro, force_currency_change: 'true' }).error_code).toBe(0);
  });

  test('a collection that fails softly stands in an OK answer', () => {
    const aria = startAria();
    const soft = { ...toGold, acct_no: 5000010, plan_instance_no: 6000014 };
    expect(aria.core('replace_acct_plan_m', soft)).toMatchObject({ error_code: 0, collection_error_code: 4023 });
    expect(planAndStatusOf(aria, 5000010)).toEqual([10002, 100021, 1]);
  });

  test('a free plan collects nothing, even where collecting fails', () => {
    const { core } = startAria();
    const free = { ...toGold, acct_no: 5000011, plan_instance_no: 6000015, new_plan_no: 10007 };
    expect(core('replace_acct_plan_m', free)).toMatchObject({ error_code: 0, total: 0, collection_error_code: -1 });
  });

  test('usage accumulation and a daily or weekly schedule exclude each other', () => {
    const aria = startAria();
    aria.state.settings.usageAccumulationErrorCode = 14321;
    const box = { acct_no: 5000016, plan_instance_no: 6000016, new_plan_no: 10003, plan_status: 1 };
    expect(aria.core('replace_acct_plan_m', box)).toMatchObject({
      error_code: 14321,
      error_msg: 'Usage accumulation is not supported by daily/weekly billing interval',
    });
    expect(aria.core('replace_acct_plan_m', { ...box, new_plan_no: 10002 }).error_code).toBe(0);
    expect(aria.core('replace_acct_plan_m', { ...toGold, new_plan_no: 10003 }).error_code).toBe(0);
  });
});
