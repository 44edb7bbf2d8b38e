import { afterEach, describe, expect, test } from '@jest/globals';
import { ok, problemOf, refused, startBench } from '../support/aria-bench.ts';
import { closeRecordingServers, type Reaction } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

const biweekly = {
  schedule_no: 20000124,
  schedule_name: 'Gold USD',
  currency_cd: 'usd',
  client_rate_schedule_id: 'gold-biweekly-usd',
  recurring_billing_interval: 2,
  recurring_billing_period_type: 2,
  usage_billing_interval: 1,
  usage_billing_period_type: 1,
  default_ind: 1,
  default_ind_curr: 1,
};

const gold = {
  plan_no: 10000123,
  client_plan_id: 'gold-biweekly',
  plan_name: 'Gold biweekly',
  plan_level: 0,
  active_ind: 1,
  description: 'For everybody',
  is_deletable: 'false',
  rate_sched: [biweekly],
};

const list = async (answer: Reaction) => {
  const page = await (await startBench({ get_plans_m: answer })).operations.listPlans(0);
  if (!page.ok) {
    throw new Error(JSON.stringify(page.problem));
  }
  return page.value.plans;
};

const only = async (plan: object) => (await list(ok({ plans: [plan] })))[0]?.plan;

const pricesWith = async (changes: object) => {
  const plan = await only({ ...gold, rate_sched: [{ ...biweekly, ...changes }] });
  return [plan?.prices[0]?.interval, plan?.prices[0]?.usageInterval, plan?.warnings.map(({ code }) => code)];
};

describe('the catalogue', () => {
  test('gives a plan with one price a rate schedule, amounts unsaid, and the row as it came', async () => {
    expect(await list(ok({ plans: [gold] }))).toEqual([
      {
        plan: {
          id: '10000123',
          connection: 'acme',
          provider: 'aria',
          code: 'gold-biweekly',
          name: 'Gold biweekly',
          reference: null,
          description: 'For everybody',
          longDescription: null,
          status: 'active',
          providerStatus: '1',
          level: 'base',
          source: 'provider',
          updatedAt: null,
          warnings: [],
          prices: [
            {
              id: '20000124',
              code: 'gold-biweekly-usd',
              name: 'Gold USD',
              status: 'unknown',
              isDefault: true,
              currency: 'USD',
              interval: { unit: 'week', count: 2 },
              usageInterval: { unit: 'day', count: 1 },
              recurring: null,
              setup: null,
              tiers: [],
            },
          ],
        },
        raw: gold,
      },
    ]);
  });

  test('is one page, in the order of the plan numbers', async () => {
    const bench = await startBench({
      get_plans_m: ok({ plans: [{ plan_no: 10000001 }, { plan_no: 999 }, { plan_no: '9007199254740993' }] }),
    });
    const first = await bench.operations.listPlans(0);
    expect(first.ok && first.value.plans.map(({ plan }) => plan.id)).toEqual(['999', '10000001', '9007199254740993']);
    expect(first.ok && first.value.isLast).toBe(true);
    expect(await bench.operations.listPlans(1)).toEqual({ ok: true, value: { plans: [], isLast: true } });
    expect(bench.requests).toHaveLength(1);
  });

  test('keeps every digit of a long plan number', async () => {
    const [read] = await list({ status: 200, body: '{"plans":[{"plan_no":123456789012345678}],"error_code":0}' });
    expect(read?.plan.id).toBe('123456789012345678');
    expect(JSON.stringify(read?.raw)).toBe('{"plan_no":123456789012345678}');
  });

  test('is empty when Aria says null, or that no data was found', async () => {
    expect(await list(ok({ plans: null }))).toEqual([]);
    expect(await list(refused(1002, 'no data found'))).toEqual([]);
  });

  test.each([
    ['rows', [biweekly]],
    ['a list below details', [{ details: [biweekly] }]],
    ['an object below details', [{ details: biweekly }]],
    ['details alone', { details: [biweekly] }],
    ['one row without a list', biweekly],
  ])('reads rate schedules nested as %s', async (_shape, rate_sched) => {
    const plan = await only({ ...gold, rate_sched });
    expect(plan?.prices.map(({ id, interval }) => [id, interval])).toEqual([['20000124', { unit: 'week', count: 2 }]]);
  });

  test('has no prices where there are no rate schedules', async () => {
    expect((await only({ ...gold, rate_sched: null }))?.prices).toEqual([]);
  });

  test('turns periods into intervals, twelve months into a year', async () => {
    const recurring = (count: unknown, type: unknown) =>
      pricesWith({ recurring_billing_interval: count, recurring_billing_period_type: type }).then(([first]) => first);
    expect(await recurring(10, 1)).toEqual({ unit: 'day', count: 10 });
    expect(await recurring('1', '2')).toEqual({ unit: 'week', count: 1 });
    expect(await recurring(3, 3)).toEqual({ unit: 'month', count: 3 });
    expect(await recurring(12, 3)).toEqual({ unit: 'year', count: 1 });
    expect(await recurring(12, 2)).toEqual({ unit: 'week', count: 12 });
    expect(await recurring(null, 3)).toEqual({ unit: 'month', count: 1 });
  });

  test('says nothing of an interval that is not documented', async () => {
    expect(await pricesWith({ recurring_billing_period_type: 4 })).toEqual([null, { unit: 'day', count: 1 }, []]);
    expect(await pricesWith({ recurring_billing_interval: 0 })).toEqual([null, { unit: 'day', count: 1 }, []]);
  });

  test('takes an absent period type for months, and says so once a plan', async () => {
    const { recurring_billing_period_type: _, ...without } = biweekly;
    const plan = await only({ ...gold, rate_sched: [without, { ...without, schedule_no: 2 }] });
    expect(plan?.prices.map(({ interval }) => interval)).toEqual([
      { unit: 'month', count: 2 },
      { unit: 'month', count: 2 },
    ]);
    expect(plan?.warnings.map(({ code }) => code)).toEqual(['period_type_absent']);
  });

  test('knows a usage interval only where Aria gives one', async () => {
    const absent = { usage_billing_interval: null, usage_billing_period_type: null };
    expect(await pricesWith(absent)).toEqual([{ unit: 'week', count: 2 }, null, []]);
    expect(await pricesWith({ usage_billing_interval: 6, usage_billing_period_type: '' })).toEqual([
      { unit: 'week', count: 2 },
      { unit: 'month', count: 6 },
      ['period_type_absent'],
    ]);
  });

  test('never takes an unknown status or level for a known one', async () => {
    expect(await only({ ...gold, active_ind: 0, plan_level: 1 })).toMatchObject({
      status: 'inactive',
      providerStatus: '0',
      level: 'add_on',
    });
    expect(await only({ ...gold, active_ind: 7, plan_level: null })).toMatchObject({
      status: 'unknown',
      providerStatus: '7',
      level: null,
    });
  });
});

describe('one plan', () => {
  const details = { ...gold, description: undefined, plan_desc: 'For everybody', currency_cd: 'usd' };

  const service = (members: object, rates: object[]) => ({
    ...members,
    all_plan_service_rates: [{ schedule_no: 20000124, plan_service_rates: rates }],
  });

  const flat = (rate_per_unit: unknown) => [{ rate_seq_no: 1, from_unit: 1, to_unit: null, rate_per_unit }];

  const startPlan = (plan_services: unknown) =>
    startBench({
      get_plan_details_m: ok(details),
      get_client_plans_all_m: ok({
        all_client_plan_dtls: [
          { plan_no: 1, plan_services: null },
          { plan_no: '10000123', plan_services },
        ],
      }),
    });

  const priceOf = async (plan_services: unknown) => {
    const read = await (await startPlan(plan_services)).operations.getPlan('10000123');
    const price = read.ok ? read.value.plan.prices[0] : undefined;
    return { recurring: price?.recurring, setup: price?.setup, tiers: price?.tiers };
  };

  test('comes from Admin Tools under another name for the description, and its rates from Core', async () => {
    const bench = await startPlan([service({ is_recurring_ind: 1 }, flat(10))]);
    const read = await bench.operations.getPlan('10000123');
    expect(read.ok && read.value.plan).toMatchObject({ id: '10000123', description: 'For everybody' });
    expect(read.ok && read.value.raw).toMatchObject({ error_code: 0, plan_desc: 'For everybody' });
    expect(bench.sent('get_plan_details_m')[0]).toContain('&plan_no=10000123&include_rs_summary=true');
    expect(JSON.parse(bench.sent('get_client_plans_all_m')[0] ?? '')).toMatchObject({
      plan_no: 10000123,
      include_all_rate_schedules: 'true',
    });
  });

  test('adds up what recurs and what is paid once, exactly', async () => {
    const price = await priceOf([
      service({ is_recurring_ind: 1 }, flat(0.1)),
      service({ is_recurring_ind: 1, is_arrears_ind: 1 }, flat('0.20')),
      service({ is_recurring_ind: 1 }, [{ from_unit: 0, to_unit: '', rate_per_unit: 6e-7 }]),
      service({ is_setup_ind: 1 }, flat(25)),
    ]);
    expect(price).toEqual({
      recurring: { amount: '0.3000006', currency: 'USD' },
      setup: { amount: '25.00', currency: 'USD' },
      tiers: [],
    });
  });

  test('keeps the rates of everything else as tiers, by kind', async () => {
    const price = await priceOf([
      service({ service_no: 1, service_desc: 'Calls', is_usage_based_ind: 1 }, [
        { from_unit: 1, to_unit: 500, rate_per_unit: 0.02 },
        { from_unit: '501.00', to_unit: null, rate_per_unit: 0.0125 },
      ]),
      service({ service_no: 2, is_order_based_ind: '1' }, flat(3)),
      service({ service_no: 3, is_cancellation_ind: 1 }, flat(4)),
      service({ service_no: 4, is_min_fee_ind: 1, is_recurring_ind: 1 }, flat(5)),
      service({ service_no: 5 }, flat(null)),
    ]);
    expect(price).toEqual({
      recurring: { amount: '0.00', currency: 'USD' },
      setup: { amount: '0.00', currency: 'USD' },
      tiers: [
        { itemId: '1', name: 'Calls', type: 'usage', from: '1', to: '500', amount: '0.02' },
        { itemId: '1', name: 'Calls', type: 'usage', from: '501', to: null, amount: '0.0125' },
        { itemId: '2', name: null, type: 'order', from: '1', to: null, amount: '3.00' },
        { itemId: '3', name: null, type: 'cancellation', from: '1', to: null, amount: '4.00' },
        { itemId: '4', name: null, type: 'minimum_fee', from: '1', to: null, amount: '5.00' },
      ],
    });
  });

  test('gives no sum where a part of it depends on the number of units, or has no rate', async () => {
    const tiered = [
      { from_unit: 1, to_unit: 10, rate_per_unit: 9 },
      { from_unit: 11, to_unit: null, rate_per_unit: 8 },
    ];
    expect(
      await priceOf([service({ is_recurring_ind: 1 }, flat(1)), service({ is_recurring_ind: 1 }, tiered)]),
    ).toEqual({
      recurring: null,
      setup: { amount: '0.00', currency: 'USD' },
      tiers: [
        { itemId: null, name: null, type: 'recurring', from: '1', to: '10', amount: '9.00' },
        { itemId: null, name: null, type: 'recurring', from: '11', to: null, amount: '8.00' },
      ],
    });
    const bounded = [{ from_unit: 1, to_unit: 10, rate_per_unit: 9 }];
    expect(await priceOf([service({ is_recurring_ind: 1 }, bounded)])).toMatchObject({ recurring: null });
    const startingLate = [{ from_unit: 2, to_unit: null, rate_per_unit: 9 }];
    expect(await priceOf([service({ is_setup_ind: 1 }, startingLate)])).toMatchObject({ setup: null });
    const elsewhere = {
      is_recurring_ind: 1,
      all_plan_service_rates: [{ schedule_no: 1, plan_service_rates: flat(7) }],
    };
    expect(await priceOf([service({ is_setup_ind: 1 }, flat(1)), elsewhere])).toMatchObject({ recurring: null });
  });

  test('is not free because Core says nothing of its schedule', async () => {
    const silence = { recurring: null, setup: null, tiers: [] };
    expect(await priceOf(null)).toEqual(silence);
    expect(await priceOf([service({ is_recurring_ind: 1 }, [])])).toEqual(silence);
  });

  test.each([
    ['leaves it out', ok({ all_client_plan_dtls: null })],
    ['answers 1010', refused(1010, 'Missing required parameters')],
    ['finds no data', refused(1002, 'no data found')],
  ])('keeps its prices without amounts when Core %s', async (_how, answer) => {
    const bench = await startBench({ get_plan_details_m: ok(details), get_client_plans_all_m: answer });
    const read = await bench.operations.getPlan('10000123');
    expect(read.ok && read.value.plan.prices).toMatchObject([
      { id: '20000124', recurring: null, setup: null, tiers: [] },
    ]);
  });

  test('is not guessed at when Core fails', async () => {
    const bench = await startBench({ get_plan_details_m: ok(details), get_client_plans_all_m: refused(1004) });
    expect(await problemOf(bench.operations.getPlan('10000123'))).toMatchObject({ code: 'provider_unauthorized' });
  });

  test.each([1010, 1002, 1013])('that Admin Tools answers with %s does not exist', async (code) => {
    const bench = await startBench({ get_plan_details_m: refused(code), get_client_plans_all_m: refused(code) });
    expect(await problemOf(bench.operations.getPlan('5'))).toMatchObject({ code: 'plan_not_found' });
  });
});
