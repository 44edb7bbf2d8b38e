import { afterEach, describe, expect, test } from '@jest/globals';
import { ok, refused, startBench } from '../support/aria-bench.ts';
import { activate, convert, receiptId, replace, sentBody } from '../support/aria-conversion-bench.ts';
import { closeRecordingServers, type Reaction } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

describe('what became of it', () => {
  test('a changed status is converted; what was collected is not said', async () => {
    expect(await activate(ok())).toEqual({
      kind: 'accepted',
      collection: { status: 'unknown', detail: null },
      warnings: [],
    });
  });

  test.each([
    [{ collection_error_code: 0 }, { status: 'collected', detail: null }],
    [
      { collection_error_code: '-1', collection_error_msg: 'not attempted' },
      { status: 'not_attempted', detail: null },
    ],
    [{}, { status: 'unknown', detail: null }],
    [{ collection_error_code: { odd: 1 } }, { status: 'unknown', detail: null }],
  ])('a replacement with %j tells what was collected', async (members, collection) => {
    expect(await replace(ok(members))).toEqual({ kind: 'accepted', collection, warnings: [] });
  });

  test('an OK with a failed collection is converted and not paid', async () => {
    expect(await replace(ok({ collection_error_code: 3001, collection_error_msg: 'card\ndeclined' }))).toMatchObject({
      kind: 'accepted',
      collection: { status: 'failed', detail: 'card declined' },
      warnings: [{ code: 'collection_failed' }],
    });
  });

  test('4027 changed nothing, because collecting failed', async () => {
    expect(await replace(refused(4027, 'collection attempt failed'))).toMatchObject({
      kind: 'refused',
      problem: { code: 'provider_rejected', outcome: 'not_executed' },
      collection: { status: 'failed', detail: 'collection attempt failed' },
    });
  });

  test.each([1049, 14051, 14077])('%s may mean that it is done already', async (code) => {
    expect(await activate(refused(code))).toMatchObject({
      kind: 'conflict',
      problem: { code: 'provider_conflict', outcome: 'not_executed' },
    });
  });

  test.each([
    [1009, 'account_not_found'],
    [1004, 'provider_unauthorized'],
    [14046, 'subscription_not_found'],
    [14047, 'subscription_not_found'],
    [1012, 'provider_error'],
    [1016, 'provider_rejected'],
    [26030, 'provider_rejected'],
  ])('%s refuses it as %s', async (errorCode, code) => {
    expect(await activate(refused(errorCode))).toMatchObject({
      kind: 'refused',
      problem: { code, outcome: 'not_executed', provider: { code: String(errorCode) } },
      collection: { status: 'not_attempted', detail: null },
    });
  });

  test.each([
    [1013, 'object does not exist', 'plan_not_available'],
    [1002, 'no data found for plan 10000999', 'plan_not_available'],
    [1010, 'Missing required parameter: new_plan_no', 'plan_not_available'],
    [1010, 'Missing required parameter: plan_instance_no', 'provider_rejected'],
    [1010, 'Missing required parameter: acct_no', 'provider_rejected'],
  ])('a replacement that fails with %s "%s" is %s', async (errorCode, message, code) => {
    expect(await replace(refused(errorCode, message))).toMatchObject({ kind: 'refused', problem: { code } });
  });

  test('usage accumulation on a daily or weekly plan is known by its sentence, whatever the code', async () => {
    const message = 'Usage Accumulation is not supported by Daily/Weekly billing interval';
    expect(await replace(refused(1001, message))).toMatchObject({
      kind: 'refused',
      problem: { code: 'usage_accumulation_unsupported', outcome: 'not_executed', provider: { message } },
    });
  });

  test.each([
    ['error 1001', refused(1001, 'unexpected error')],
    ['a page', { status: 200, body: '<html>maintenance</html>' }],
    ['HTTP 500', { status: 500, body: '' }],
    ['HTTP 503 with an error_code', { status: 503, body: { error_code: 1009, error_msg: 'no' } }],
    ['a broken connection', 'drop'],
  ] as [string, Reaction][])('after %s nobody knows, and it is not sent again', async (_what, answer) => {
    const bench = await startBench({ replace_acct_plan_m: answer });
    expect(await convert(bench, { planId: '10000999' })).toMatchObject({
      kind: 'unknown',
      problem: { outcome: 'unknown' },
    });
    expect(bench.requests).toHaveLength(1);
  });
});

describe('a repeat that is refused with 1012', () => {
  const repeat = async (receipts: Reaction) => {
    const bench = await startBench({
      update_acct_plan_status_m: refused(1012, 'invalid input format'),
      get_all_actions_by_receipt_id_m: receipts,
    });
    return { result: await convert(bench, {}, 2), asked: sentBody(bench, 'get_all_actions_by_receipt_id_m') };
  };

  test('was done the first time when actions are recorded for the receipt', async () => {
    const { result, asked } = await repeat(ok({ receipt_action: [{ action_type_id: 1, action_date: '2031-03-01' }] }));
    expect(asked).toEqual({ acct_no: 42, client_receipt_id: receiptId });
    expect(result).toEqual({ kind: 'accepted', collection: { status: 'unknown', detail: null }, warnings: [] });
  });

  test('stays unknown otherwise', async () => {
    const unknown = { kind: 'unknown', problem: { outcome: 'unknown', provider: { code: '1012' } } };
    expect((await repeat(ok({ receipt_action: null }))).result).toMatchObject(unknown);
    expect((await repeat(refused(1002, 'no data found'))).result).toMatchObject(unknown);
  });
});
