import { afterEach, describe, expect, test } from '@jest/globals';
import { ok, refused, startBench } from '../support/aria-bench.ts';
import { closeRecordingServers, type Reaction } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

const biweekly = {
  schedule_no: 20000124,
  schedule_name: 'Gold USD',
  schedule_currency: 'usd',
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

describe('the currency of a price', () => {
  test('is schedule_currency, and currency_cd where a row has only that', async () => {
    const currencyWith = async (changes: object) =>
      (await only({ ...gold, rate_sched: [{ ...biweekly, ...changes }] }))?.prices[0]?.currency;
    expect(await currencyWith({ schedule_currency: 'gbp' })).toBe('GBP');
    expect(await currencyWith({ schedule_currency: 'gbp', currency_cd: 'usd' })).toBe('GBP');
    expect(await currencyWith({ schedule_currency: undefined, currency_cd: 'eur' })).toBe('EUR');
    expect(await currencyWith({ schedule_currency: undefined })).toBeNull();
  });
});

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

  test('has padded words read as if they were not', async () => {
    const padded = { default_ind: '1 ', schedule_currency: ' jpy ', recurring_billing_period_type: '2 ' };
    expect(
      await only({ ...gold, active_ind: '1 ', plan_level: ' 1', rate_sched: [{ ...biweekly, ...padded }] }),
    ).toMatchObject({
      status: 'active',
      level: 'add_on',
      prices: [{ isDefault: true, currency: 'JPY', interval: { unit: 'week', count: 2 } }],
    });
    const prices = await pricesWith({ usage_billing_interval: ' ', usage_billing_period_type: ' ' });
    expect(prices).toEqual([{ unit: 'week', count: 2 }, null, []]);
  });

  test('has no currency where what is said is none', async () => {
    const plan = await only({ ...gold, rate_sched: [{ ...biweekly, schedule_currency: 'US Dollar' }] });
    expect(plan?.prices[0]?.currency).toBe(null);
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
