import { describe, expect, test } from '@jest/globals';
import { permitStrangers } from '../support/vendor-judge.ts';
import { planAndStatusOf, startAria } from './aria-requests.ts';

const trial = { acct_no: 5000001, plan_instance_no: 6000001 };

describe('update_acct_plan_status_m', () => {
  test('converts a trial on its own plan and says nothing but OK', () => {
    const aria = startAria();
    expect(aria.core('update_acct_plan_status_m', { ...trial, status_cd: 1 })).toEqual({
      error_code: 0,
      error_msg: 'OK',
    });
    expect(planAndStatusOf(aria, 5000001)).toEqual([10001, 100011, 1]);
    expect(aria.world.journal.entries()).toEqual([
      {
        provider: 'aria',
        operation: 'update_acct_plan_status_m',
        accountId: '5000001',
        subscriptionId: '6000001',
        change: { plan_instance_status_cd: [41, 1] },
        at: '2026-01-15T12:00:00.000Z',
      },
    ]);
  });

  test('force_bill_date_reset 1 bills from today on', () => {
    const aria = startAria();
    aria.core('update_acct_plan_status_m', { ...trial, status_cd: 1, force_bill_date_reset: 1 });
    expect(aria.core('get_acct_plans_all_m', { acct_no: 5000001 }).all_acct_plans_m[0]).toMatchObject({
      bill_day: 15,
      next_bill_date: '2026-02-15',
    });
  });

  test('takes an instance number of 18 digits without rounding it', () => {
    const aria = startAria();
    const reference = { acct_no: 5000013, status_cd: 1 };
    expect(
      aria.coreForm('update_acct_plan_status_m', { ...reference, plan_instance_no: '900719925474099264' }),
    ).toEqual({
      error_code: 14046,
      error_msg: 'Invalid plan instance number',
    });
    expect(
      aria.coreForm('update_acct_plan_status_m', { ...reference, plan_instance_no: '900719925474099267' }).error_code,
    ).toBe(0);
  });

  test('knows no dry run', () => {
    const aria = startAria();
    permitStrangers('do_write');
    aria.core('update_acct_plan_status_m', { ...trial, status_cd: 1, do_write: 'false' });
    expect(planAndStatusOf(aria, 5000001)).toEqual([10001, 100011, 1]);
  });

  test.each([
    ['an unknown account', { acct_no: 1 }, 1009],
    ["another account's instance", { plan_instance_no: 6000007 }, 14046],
    ['an unknown client id of an instance', { client_plan_instance_id: 'other' }, 14047],
    ['no instance', { plan_instance_no: '' }, 1010],
    ['no status', { status_cd: '' }, 1010],
    ['a status that is no number', { status_cd: 'active' }, 1016],
    ['a status outside the table', { status_cd: 42 }, 5002],
    ['a pending status for one that began', { status_cd: 32 }, 14051],
    ['a cancelled instance made active', { acct_no: 5000006, plan_instance_no: 6000009 }, 14051],
    ['an active instance put back on trial', { acct_no: 5000004, plan_instance_no: 6000007, status_cd: 41 }, 14051],
    ['a deactivated account', { acct_no: 5000017, plan_instance_no: 6000017 }, 14077],
    ['a banned account', { acct_no: 5000018, plan_instance_no: 6000018 }, 14077],
    ['a failing collection that rolls back', { acct_no: 5000011, plan_instance_no: 6000015 }, 4027],
    ['an unknown dunning state', { dunning_state: 5 }, 7034],
    ['an unknown way to reset the bill date', { force_bill_date_reset: 3 }, 1016],
    ['a queue date that is no date', { queue_date: '2026-02-30' }, 1024],
    ['a queue date of today', { queue_date: '2026-01-15' }, 24009],
    ['negative queue days', { queue_days: -1 }, 24010],
  ])('%s is refused and changes nothing', (_, parameters, errorCode) => {
    const aria = startAria();
    expect(aria.core('update_acct_plan_status_m', { ...trial, status_cd: 1, ...parameters }).error_code).toBe(
      errorCode,
    );
    expect(aria.world.journal.entries()).toEqual([]);
    expect(planAndStatusOf(aria, 5000001)).toEqual([10001, 100011, 41]);
  });

  test('a supplemental instance needs a status, a master may have its dunning state alone', () => {
    const { core } = startAria();
    const supplemental = { acct_no: 5000003, plan_instance_no: 6000006, dunning_state: 1 };
    expect(core('update_acct_plan_status_m', supplemental).error_code).toBe(1010);
    expect(core('update_acct_plan_status_m', { ...trial, dunning_state: 1 }).error_code).toBe(0);
    expect(core('get_acct_plans_all_m', { acct_no: 5000001 }).all_acct_plans_m[0].dunning_state).toBe(1);
  });

  test('a collection that fails softly converts all the same', () => {
    const aria = startAria();
    aria.core('update_acct_plan_status_m', { acct_no: 5000010, plan_instance_no: 6000014, status_cd: 1 });
    expect(planAndStatusOf(aria, 5000010)).toEqual([10001, 100011, 1]);
  });

  test('a second conversion with another receipt id shows in the journal', () => {
    const aria = startAria();
    aria.core('update_acct_plan_status_m', { ...trial, status_cd: 1, client_receipt_id: 'a1' });
    aria.core('update_acct_plan_status_m', { ...trial, status_cd: 1, client_receipt_id: 'a2' });
    expect(aria.world.journal.entries().map(({ change }) => change)).toEqual([
      { plan_instance_status_cd: [41, 1] },
      { plan_instance_status_cd: [1, 1] },
    ]);
  });

  test('a queued change takes effect when its day has come', () => {
    const aria = startAria();
    aria.core('update_acct_plan_status_m', { ...trial, status_cd: 1, queue_days: 2 });
    expect(planAndStatusOf(aria, 5000001)).toEqual([10001, 100011, 41]);
    aria.world.clock.advance(2 * 86_400_000);
    expect(planAndStatusOf(aria, 5000001)).toEqual([10001, 100011, 1]);
    expect(aria.world.journal.entries().map(({ change }) => change)).toEqual([
      { queued: { queue_id: '7000001', date: '2026-01-17' } },
      { plan_instance_status_cd: [41, 1] },
    ]);
  });
});
