import { afterEach, describe, expect, test } from '@jest/globals';
import { ok, problemOf, refused, startBench } from '../support/aria-bench.ts';
import { conversionOf, convert, draft, receiptId, sentBody, trial } from '../support/aria-conversion-bench.ts';
import { closeRecordingServers, type Reaction } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

describe('a request', () => {
  const errorsOf = async (request: object) => {
    const result = conversionOf(await startBench({})).parseRequest(request);
    return result.ok ? [] : result.problem.errors?.map(({ path }) => path);
  };

  test('may name a plan, an instance and the options', async () => {
    const providerOptions = { assignmentDirective: 3, rateScheduleId: '20000124', forceBillDateReset: 0 };
    expect(await errorsOf({ planId: '10000999', subscriptionId: '52001', providerOptions })).toEqual([]);
    expect(await errorsOf({})).toEqual([]);
  });

  test('is refused for what Aria does not take, everything at once', async () => {
    expect(
      await errorsOf({
        planId: 'GOLD',
        subscriptionId: '007',
        billingDayOfMonth: 15,
        providerOptions: {
          assignmentDirective: 1,
          rateScheduleId: 'usd',
          forceBillDateReset: 3,
          effectiveDate: '2031-04-01',
        },
      }),
    ).toEqual([
      'planId',
      'subscriptionId',
      'billingDayOfMonth',
      'providerOptions.assignmentDirective',
      'providerOptions.rateScheduleId',
      'providerOptions.forceBillDateReset',
      'providerOptions.effectiveDate',
    ]);
  });

  test('for the trial’s own plan has no use for a directive or a rate schedule', async () => {
    const conversion = conversionOf(await startBench({}));
    const providerOptions = { assignmentDirective: 2, rateScheduleId: '20000124' };
    expect(conversion.draft({ planId: '10000123', providerOptions }, trial)).toMatchObject({
      ok: false,
      problem: {
        code: 'invalid_request',
        errors: [{ path: 'providerOptions.assignmentDirective' }, { path: 'providerOptions.rateScheduleId' }],
      },
    });
  });
});

describe('the write', () => {
  test('of the trial’s own plan sets the status of the instance to 1', async () => {
    const bench = await startBench({ update_acct_plan_status_m: ok() });
    await convert(bench, { planId: '10000123', providerOptions: { forceBillDateReset: 0 } });
    expect(bench.requests).toHaveLength(1);
    expect(sentBody(bench, 'update_acct_plan_status_m')).toEqual({
      acct_no: 42,
      plan_instance_no: 52001,
      force_bill_date_reset: 0,
      status_cd: 1,
      client_receipt_id: receiptId,
    });
  });

  test('of another plan replaces it on the instance, and always says when', async () => {
    const bench = await startBench({ replace_acct_plan_m: ok() });
    await convert(bench, { planId: '10000999' });
    expect(bench.requests).toHaveLength(1);
    expect(sentBody(bench, 'replace_acct_plan_m')).toEqual({
      acct_no: 42,
      plan_instance_no: 52001,
      new_plan_no: 10000999,
      plan_status: 1,
      assignment_directive: 2,
      do_write: 'true',
      client_receipt_id: receiptId,
    });
  });

  test('carries the options, and every digit of a long id', async () => {
    const bench = await startBench({ replace_acct_plan_m: ok() });
    const providerOptions = { assignmentDirective: 4, rateScheduleId: '123456789012345678', forceBillDateReset: 2 };
    await convert(bench, { planId: '987654321098765432', providerOptions });
    expect(bench.sent('replace_acct_plan_m')[0]).toContain(
      '"plan_instance_no":52001,"force_bill_date_reset":2,"new_plan_no":987654321098765432,"plan_status":1,' +
        '"assignment_directive":4,"alt_rate_schedule_no":123456789012345678,',
    );
  });

  test('names what it wants, and holds its receipt id before it is sent', async () => {
    const bench = await startBench({});
    expect(draft(bench, {})).toMatchObject({
      accountId: '42',
      subscriptionId: '52001',
      wantedPlanId: '10000123',
      repeat: 'guarded_by_receipt',
      replacedProviderStatus: null,
      parameters: { receiptId },
    });
    expect(draft(bench, { planId: '10000999' }).wantedPlanId).toBe('10000999');
    expect(bench.requests).toEqual([]);
  });

  test('that was not stored by this provider is not sent', async () => {
    const bench = await startBench({});
    const write = { ...draft(bench, {}), parameters: { call: 'cancel_acct_plan_m' } };
    expect(await conversionOf(bench).send(write, 1)).toMatchObject({
      kind: 'refused',
      problem: { code: 'internal_error', outcome: 'not_executed' },
    });
    expect(bench.requests).toEqual([]);
  });
});

describe('the preview', () => {
  const preview = async (answer: Reaction) => {
    const bench = await startBench({ replace_acct_plan_m: answer });
    return { bench, result: conversionOf(bench).preview?.(draft(bench, { planId: '10000999' })) };
  };

  test('of a replacement is the same call without writing and without the receipt id', async () => {
    const { bench, result } = await preview(ok({ total_charges_after_tax: 750, collection_error_code: -1 }));
    expect(await result).toEqual({
      ok: true,
      value: { charges: { amount: '750', currency: 'JPY' }, warnings: [] },
    });
    expect(sentBody(bench, 'replace_acct_plan_m')).toEqual({
      acct_no: 42,
      plan_instance_no: 52001,
      new_plan_no: 10000999,
      plan_status: 1,
      assignment_directive: 2,
      do_write: 'false',
    });
  });

  test('leaves the charges open where Aria does not say them', async () => {
    expect(await (await preview(ok())).result).toEqual({ ok: true, value: { charges: null, warnings: [] } });
  });

  test('is refused like the write, but has no outcome', async () => {
    const { result } = await preview(refused(1013, 'object does not exist'));
    const problem = await problemOf(result as NonNullable<typeof result>);
    expect(problem).toMatchObject({ code: 'plan_not_available' });
    expect(problem).not.toHaveProperty('outcome');
  });

  test('of a change of status does not exist', async () => {
    const bench = await startBench({});
    expect(conversionOf(bench).preview?.(draft(bench, {}))).toBe(null);
    expect(bench.requests).toEqual([]);
  });
});
