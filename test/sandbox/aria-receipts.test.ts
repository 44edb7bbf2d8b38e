import { describe, expect, test } from '@jest/globals';
import { startAria } from './aria-requests.ts';

const trial = { acct_no: 5000001, plan_instance_no: 6000001 };
const toGold = { ...trial, new_plan_no: 10002, plan_status: 1, assignment_directive: 3 };

describe('client_receipt_id', () => {
  const convert = { ...trial, status_cd: 1, client_receipt_id: 'conv7f3a2c' };

  test('blocks a second call after a success, whatever the call', () => {
    const { core, world } = startAria();
    expect(core('update_acct_plan_status_m', convert).error_code).toBe(0);
    expect(core('update_acct_plan_status_m', convert)).toEqual({
      error_code: 1012,
      error_msg: 'invalid input format',
    });
    expect(core('replace_acct_plan_m', { ...toGold, client_receipt_id: 'conv7f3a2c' }).error_code).toBe(1012);
    expect(world.journal.entries().length).toBe(1);
  });

  test('may be used again while all calls with it failed, unless the client forbids it', () => {
    const { core, state } = startAria();
    expect(core('update_acct_plan_status_m', { ...convert, status_cd: 42 }).error_code).toBe(5002);
    state.settings.neverAllowUsedReceiptId = true;
    expect(core('update_acct_plan_status_m', convert).error_code).toBe(1012);
    state.settings.neverAllowUsedReceiptId = false;
    expect(core('update_acct_plan_status_m', convert).error_code).toBe(0);
  });

  test.each([['3f2a-77'], ['a'.repeat(51)], ['a b']])('%j is malformed', (receiptId) => {
    const { core } = startAria();
    expect(core('update_acct_plan_status_m', { ...convert, client_receipt_id: receiptId }).error_code).toBe(1012);
  });

  test('a dry run succeeds and so uses its id up', () => {
    const { core } = startAria();
    core('replace_acct_plan_m', { ...toGold, do_write: 'false', client_receipt_id: 'preview1' });
    expect(core('replace_acct_plan_m', { ...toGold, client_receipt_id: 'preview1' }).error_code).toBe(1012);
  });

  test('get_all_actions_by_receipt_id_m tells what was done under it', () => {
    const { core } = startAria();
    core('update_acct_plan_status_m', convert);
    expect(
      core('get_all_actions_by_receipt_id_m', { acct_no: 5000001, client_receipt_id: 'conv7f3a2c' }),
    ).toMatchObject({
      error_code: 0,
      receipt_action: [
        {
          action_type_label: 'update_acct_plan_status_m',
          action_rec_id_label: 'plan_instance_no',
          action_rec_id_val: 6000001,
          action_date: '2026-01-15 12:00:00',
        },
      ],
    });
    expect(core('get_all_actions_by_receipt_id_m', { acct_no: 5000001, client_receipt_id: 'never' })).toMatchObject({
      error_code: 0,
      receipt_action: null,
    });
    expect(core('get_all_actions_by_receipt_id_m', { acct_no: 5000015, client_receipt_id: 'never' }).error_code).toBe(
      1002,
    );
    expect(core('get_all_actions_by_receipt_id_m', { acct_no: 5000001 }).error_code).toBe(1010);
  });
});

describe('the number of an account', () => {
  const byClientId = { client_acct_id: 'acct-trial', plan_instance_no: 6000001 };

  test('is told by the id of the client', () => {
    const { core } = startAria();
    expect(core('get_acct_details_all_m', { client_acct_id: 'acct-trial' })).toEqual({
      error_code: 0,
      error_msg: 'OK',
      acct_no_2: 5000001,
      client_acct_id_2: 'acct-trial',
      status_cd: 1,
      acct_currency: 'usd',
    });
    expect(core('get_acct_details_all_m', { client_acct_id: 'acct-none' }).error_code).toBe(1009);
  });

  test('is needed by two calls, unless the tenant is newer', () => {
    const { core, state } = startAria();
    const replacement = { ...byClientId, new_plan_no: 10002, assignment_directive: 3, do_write: 'false' };
    const receipt = { client_acct_id: 'acct-trial', client_receipt_id: 'none' };
    expect(core('replace_acct_plan_m', replacement).error_msg).toBe('Missing required parameter: acct_no');
    expect(core('get_all_actions_by_receipt_id_m', receipt).error_code).toBe(1010);
    expect(core('update_acct_plan_status_m', { ...byClientId, status_cd: 1 }).error_code).toBe(0);
    state.settings.acctNoAlone = false;
    expect(core('replace_acct_plan_m', replacement).error_code).toBe(0);
    expect(core('get_all_actions_by_receipt_id_m', receipt).error_code).toBe(0);
  });
});
