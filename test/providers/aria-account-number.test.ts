import { afterEach, describe, expect, test } from '@jest/globals';
import type { Draft } from '../../shared/domain/provider.ts';
import { type Answers, type Bench, ok, problemOf, refused, startBench } from '../support/aria-bench.ts';
import { conversionOf, draft, receiptId, sentBody } from '../support/aria-conversion-bench.ts';
import { closeRecordingServers, type Reaction } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

const byClientId = { settings: { accountIds: 'client' } };

const otherPlan = { planId: '10000999' };

const start = (answers: Answers, settings: object = byClientId) =>
  startBench({ replace_acct_plan_m: ok(), update_acct_plan_status_m: ok(), ...answers }, settings);

/** A write for the account as its callers know it, completed and as the ledger keeps it. */
const completed = async (bench: Bench, request: object): Promise<Draft> => {
  const write = { ...draft(bench, request), accountId: 'cust-42' };
  const result = await conversionOf(bench).completeDraft?.(write);
  if (!result?.ok) {
    throw new Error(JSON.stringify(result));
  }
  return JSON.parse(JSON.stringify(result.value)) as Draft;
};

describe('an account that callers know by the id of the client', () => {
  test.each(['acct_no', 'acct_no_2'])('is replaced on by its number, which is read first as %s', async (name) => {
    const bench = await start({ get_acct_details_all_m: ok({ [name]: 42 }) });
    const write = await completed(bench, otherPlan);
    expect(sentBody(bench, 'get_acct_details_all_m')).toEqual({
      client_acct_id: 'cust-42',
      include_master_plans: 0,
      include_supp_plans: 0,
      include_billing_groups: 0,
      include_payment_methods: 0,
    });
    expect(bench.sent('replace_acct_plan_m')).toEqual([]);
    expect(write.accountId).toBe('cust-42');

    expect(await conversionOf(bench).send(write, 1)).toMatchObject({ kind: 'accepted' });
    expect(sentBody(bench, 'replace_acct_plan_m')).toEqual({
      acct_no: 42,
      plan_instance_no: 52001,
      new_plan_no: 10000999,
      plan_status: 1,
      assignment_directive: 2,
      do_write: 'true',
      client_receipt_id: receiptId,
    });
    expect(bench.requests).toHaveLength(2);
  });

  test('keeps every digit of its number', async () => {
    const bench = await start({
      get_acct_details_all_m: { status: 200, body: '{"error_code":0,"acct_no":9007199254740993}' },
    });
    await conversionOf(bench).send(await completed(bench, otherPlan), 1);
    expect(bench.sent('replace_acct_plan_m')[0]).toContain('"acct_no":9007199254740993,');
  });

  test('is simulated on by its number too', async () => {
    const bench = await start({
      get_acct_details_all_m: ok({ acct_no: 42 }),
      replace_acct_plan_m: ok({ total_charges_after_tax: 750 }),
    });
    await conversionOf(bench).preview?.(await completed(bench, otherPlan));
    expect(sentBody(bench, 'replace_acct_plan_m')).toMatchObject({ acct_no: 42, do_write: 'false' });
    expect(sentBody(bench, 'replace_acct_plan_m')).not.toHaveProperty('client_acct_id');
  });

  test('keeps its plan by a call that takes that id, without a read', async () => {
    const bench = await start({});
    await conversionOf(bench).send(await completed(bench, {}), 1);
    expect(sentBody(bench, 'update_acct_plan_status_m')).toMatchObject({ client_acct_id: 'cust-42' });
    expect(bench.requests).toHaveLength(1);
  });

  test('goes by that id where the tenant has no call that tells the number', async () => {
    const bench = await start({});
    await conversionOf(bench).send(await completed(bench, otherPlan), 1);
    expect(sentBody(bench, 'replace_acct_plan_m')).toMatchObject({ client_acct_id: 'cust-42' });
  });

  test.each([
    ['does not exist', refused(1009, 'account does not exist'), 'account_not_found'],
    ['may not be read', refused(1004, 'authentication error'), 'provider_unauthorized'],
    ['is answered without a number', ok({ acct_no: null }), 'provider_response_invalid'],
    ['is answered with a number that is none', ok({ acct_no: '0x2a' }), 'provider_response_invalid'],
  ] as [string, Reaction, string][])('%s: nothing is written', async (_what, answer, code) => {
    const bench = await start({ get_acct_details_all_m: answer });
    const result = conversionOf(bench).completeDraft?.({
      ...draft(bench, otherPlan),
      accountId: 'cust-42',
    });
    expect(await problemOf(result as NonNullable<typeof result>)).toMatchObject({ code });
    expect(bench.sent('replace_acct_plan_m')).toEqual([]);
  });
});

test('an account that callers know by its number needs no read', async () => {
  const bench = await start({}, {});
  await conversionOf(bench).completeDraft?.(draft(bench, otherPlan));
  expect(bench.requests).toEqual([]);
});

describe('a used receipt of an account that callers know by the id of the client', () => {
  const used = refused(1012, 'invalid input format');

  const repeat = async (request: object, details: Reaction) => {
    const bench = await start({
      update_acct_plan_status_m: used,
      replace_acct_plan_m: used,
      get_acct_details_all_m: details,
      get_all_actions_by_receipt_id_m: ok({ receipt_action: [{ action_type_id: 1 }] }),
    });
    const result = await conversionOf(bench).send(await completed(bench, request), 2);
    return { bench, result };
  };

  test.each([
    ['of a change of status', {}],
    ['of a replacement', otherPlan],
  ])('is looked up by the number of the account, read once: %s', async (_what, request) => {
    const { bench, result } = await repeat(request, ok({ acct_no: 42 }));
    expect(sentBody(bench, 'get_all_actions_by_receipt_id_m')).toEqual({ acct_no: 42, client_receipt_id: receiptId });
    expect(bench.sent('get_acct_details_all_m')).toHaveLength(1);
    expect(result).toMatchObject({ kind: 'accepted' });
  });

  test('stays unknown where the number cannot be read', async () => {
    const { bench, result } = await repeat({}, refused(1009, 'account does not exist'));
    expect(bench.sent('get_all_actions_by_receipt_id_m')).toEqual([]);
    expect(result).toMatchObject({ kind: 'unknown', problem: { outcome: 'unknown', provider: { code: '1012' } } });
  });
});
