import { afterEach, describe, expect, test } from '@jest/globals';
import type { AccountPlanRead } from '../../shared/domain/provider.ts';
import { type Answers, ok, refused, startBench } from '../support/aria-bench.ts';
import { closeRecordingServers, type RecordedRequest } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

const trial = {
  plan_no: 10000123,
  client_plan_id: 'gold-biweekly',
  plan_name: 'Gold biweekly',
  plan_instance_no: 52001,
  supp_plan_ind: 0,
  master_plan_instance_no: 52001,
  plan_instance_status_cd: 41,
  plan_instance_status_label: 'Trial',
  plan_instance_status_date: '2031-02-15',
  recurring_billing_interval: 2,
  recurring_billing_period_type: 2,
  next_bill_date: '2031-03-15',
  bill_day: 15,
  initial_plan_status_cd: 41,
  rollover_plan_status_duration: 14,
  rollover_plan_status_uom_cd: 1,
  plan_deprovisioned_date: '',
  currency_cd: 'usd',
};

const read = async (answers: Answers, accountId = '42'): Promise<readonly AccountPlanRead[]> => {
  const result = await (await startBench(answers)).operations.listAccountPlans(accountId);
  if (!result.ok) {
    throw new Error(JSON.stringify(result.problem));
  }
  return result.value;
};

const readRow = async (changes: object) =>
  (await read({ get_acct_plans_all_m: ok({ all_acct_plans_m: [{ ...trial, ...changes }] }) }))[0];

describe('the plans of an account', () => {
  test('are its plan instances', async () => {
    expect(await read({ get_acct_plans_all_m: ok({ record_count: 1, all_acct_plans_m: [trial] }) })).toEqual([
      {
        accountPlan: {
          connection: 'acme',
          provider: 'aria',
          accountId: '42',
          subscriptionId: '52001',
          planId: '10000123',
          planName: 'Gold biweekly',
          planLevel: null,
          status: 'trial',
          providerStatus: 'Trial',
          billingDayOfMonth: 15,
          interval: { unit: 'week', count: 2 },
          trialEndsAt: null,
          nextBillingAt: '2031-03-15T00:00:00.000Z',
          tiers: [],
        },
        isAddOn: false,
        endedAt: '2031-02-15',
        isReplaced: false,
        hasDiscounts: false,
        raw: trial,
      },
    ]);
  });

  test.each([
    [41, 'trial'],
    [1, 'active'],
    ['2', 'active'],
    [3, 'active'],
    [61, 'non_billable'],
    [31, 'pending'],
    [32, 'pending'],
    [0, 'suspended'],
    [-1, 'suspended'],
    [-2, 'canceled'],
    [-3, 'expired'],
    [11, 'unknown'],
    [null, 'unknown'],
  ])('of status %s are %s', async (plan_instance_status_cd, status) => {
    expect((await readRow({ plan_instance_status_cd }))?.accountPlan.status).toBe(status);
  });

  test.each([
    [0, null],
    ['0', null],
    [32, null],
    [31, 31],
  ])('have, with bill day %j, the billing day %j', async (bill_day, expected) => {
    expect((await readRow({ bill_day }))?.accountPlan.billingDayOfMonth).toBe(expected);
  });

  test('have padded words read as if they were not', async () => {
    const padded = {
      plan_no: '10000123 ',
      plan_instance_status_cd: ' 41',
      supp_plan_ind: '1 ',
      recurring_billing_interval: '2 ',
      recurring_billing_period_type: ' 2',
      next_bill_date: '2031-03-15 ',
    };
    expect(await readRow(padded)).toMatchObject({
      accountPlan: {
        planId: '10000123',
        status: 'trial',
        interval: { unit: 'week', count: 2 },
        nextBillingAt: '2031-03-15T00:00:00.000Z',
      },
      isAddOn: true,
    });
  });

  test('show the code of a status without a label', async () => {
    expect((await readRow({ plan_instance_status_label: null }))?.accountPlan.providerStatus).toBe('41');
  });

  test('are supplemental by their indicator, or by a master of another number', async () => {
    expect((await readRow({ supp_plan_ind: '1' }))?.isAddOn).toBe(true);
    expect((await readRow({ supp_plan_ind: null }))?.isAddOn).toBe(false);
    expect((await readRow({ supp_plan_ind: null, master_plan_instance_no: null }))?.isAddOn).toBe(false);
    expect((await readRow({ supp_plan_ind: null, master_plan_instance_no: 52000 }))?.isAddOn).toBe(true);
  });

  test('ended when they were deprovisioned', async () => {
    expect((await readRow({ plan_deprovisioned_date: '2031-02-28' }))?.endedAt).toBe('2031-02-28');
  });

  test('say nothing of what Aria leaves out', async () => {
    const absent = {
      recurring_billing_interval: null,
      recurring_billing_period_type: null,
      next_bill_date: '',
      bill_day: null,
    };
    expect((await readRow(absent))?.accountPlan).toMatchObject({
      interval: null,
      nextBillingAt: null,
      billingDayOfMonth: null,
    });
    expect((await readRow({ next_bill_date: '2031-02-30' }))?.accountPlan.nextBillingAt).toBe(null);
  });

  test('are billed by months where the period type is absent', async () => {
    const { recurring_billing_period_type: _, ...older } = trial;
    const [plan] = await read({
      get_acct_plans_all_m: ok({ all_acct_plans_m: [{ ...older, recurring_billing_interval: 12 }] }),
    });
    expect(plan?.accountPlan.interval).toEqual({ unit: 'year', count: 1 });
  });

  test('are found under the name of the flat call too', async () => {
    expect(await read({ get_acct_plans_all_m: ok({ acct_plans_m: [trial] }) })).toHaveLength(1);
  });

  test('keep every digit of their numbers', async () => {
    const [plan] = await read({
      get_acct_plans_all_m: {
        status: 200,
        body: '{"error_code":0,"all_acct_plans_m":[{"plan_instance_no":987654321098765432,"plan_no":123456789012345679}]}',
      },
    });
    expect(plan?.accountPlan).toMatchObject({ subscriptionId: '987654321098765432', planId: '123456789012345679' });
  });

  test('are none when Aria says null, or that no data was found', async () => {
    expect(await read({ get_acct_plans_all_m: ok({ record_count: 0, all_acct_plans_m: null }) })).toEqual([]);
    expect(await read({ get_acct_plans_all_m: refused(1002, 'no data found') })).toEqual([]);
  });

  test('are asked for by client_acct_id where the callers know only that', async () => {
    const bench = await startBench(
      { get_acct_plans_all_m: ok({ all_acct_plans_m: [trial] }) },
      { settings: { accountIds: 'client' } },
    );
    const result = await bench.operations.listAccountPlans('cust-42');
    expect(result.ok && result.value[0]?.accountPlan.accountId).toBe('cust-42');
    const sent = JSON.parse(bench.sent('get_acct_plans_all_m')[0] ?? '');
    expect(sent.client_acct_id).toBe('cust-42');
    expect(sent).not.toHaveProperty('acct_no');
  });
});

describe('many plans', () => {
  const instances = (first: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ plan_instance_no: first + index }));

  const offsetOf = ({ body }: RecordedRequest): number => (JSON.parse(body) as { offset: number }).offset;

  const countRead = async (page: (offset: number) => object) => {
    const bench = await startBench({ get_acct_plans_all_m: (request) => ok(page(offsetOf(request))) });
    const result = await bench.operations.listAccountPlans('42');
    return [result.ok && result.value.length, bench.requests.map(offsetOf)];
  };

  test('are read on until the record count is reached, however few a page brings', async () => {
    expect(
      await countRead((offset) => ({
        record_count: 250,
        all_acct_plans_m: instances(offset + 1, Math.min(100, 250 - offset)),
      })),
    ).toEqual([250, [0, 100, 200]]);
  });

  test('are read on after a full page, should the record count be that of the page', async () => {
    expect(
      await countRead((offset) => {
        const all_acct_plans_m = instances(offset + 1, Math.min(998, 1200 - offset));
        return { record_count: all_acct_plans_m.length, all_acct_plans_m };
      }),
    ).toEqual([1200, [0, 998]]);
  });

  /** As the vendor limits it: an offset over 998 is refused, and so is a limit over 999. */
  const countLimited = async (total: number, recordCount: 'account' | 'page') => {
    const bench = await startBench({
      get_acct_plans_all_m: ({ body }) => {
        const { limit, offset } = JSON.parse(body) as { limit: number; offset: number };
        const all_acct_plans_m = instances(offset + 1, Math.max(0, Math.min(limit, total - offset)));
        return limit > 999 || offset > 998
          ? refused(1016, 'invalid input')
          : ok({ record_count: recordCount === 'account' ? total : all_acct_plans_m.length, all_acct_plans_m });
      },
    });
    const result = await bench.operations.listAccountPlans('42');
    return { read: result.ok ? result.value.length : result.problem, offsets: bench.requests.map(offsetOf) };
  };

  const cannotBeRead = {
    code: 'provider_response_invalid',
    detail: "The account has more plan instances than the provider's call gives: none after the first 1996.",
  };

  test.each([
    [998, 'account', 998, [0, 998]],
    [998, 'page', 998, [0, 998]],
    [999, 'account', 999, [0, 998]],
    [1995, 'page', 1995, [0, 998]],
    [1996, 'account', 1996, [0, 998]],
    [1996, 'page', cannotBeRead, [0, 998]],
    [1997, 'account', cannotBeRead, [0, 998]],
    [5000, 'account', cannotBeRead, [0, 998]],
    [5000, 'page', cannotBeRead, [0, 998]],
  ] as const)('of which there are %i, counted by the %s, are all read or none', async (total, count, read, offsets) => {
    const { read: found, offsets: asked } = await countLimited(total, count);
    expect(asked).toEqual(offsets);
    if (typeof read === 'number') {
      expect(found).toBe(read);
    } else {
      expect(found).toMatchObject(read);
    }
  });

  test('that come in small pages are read as far as the last offset reaches', async () => {
    const smallPages = (total: number) =>
      countRead((offset) => ({
        record_count: total,
        all_acct_plans_m: instances(offset + 1, Math.min(500, total - offset)),
      }));
    expect(await smallPages(1498)).toEqual([1498, [0, 500, 998]]);
    expect(await smallPages(1499)).toEqual([false, [0, 500, 998]]);
  });

  test('end with a page that brings nothing new', async () => {
    expect(await countRead(() => ({ record_count: 9, all_acct_plans_m: instances(1, 2) }))).toEqual([2, [0, 2]]);
    expect(
      await countRead((offset) => ({ record_count: 9, all_acct_plans_m: offset === 0 ? instances(1, 2) : null })),
    ).toEqual([2, [0, 2]]);
  });
});
