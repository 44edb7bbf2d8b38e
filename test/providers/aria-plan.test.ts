import { afterEach, describe, expect, test } from '@jest/globals';
import { ok, problemOf, refused, startBench } from '../support/aria-bench.ts';
import { closeRecordingServers } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

describe('one plan', () => {
  const details = {
    plan_no: 10000123,
    plan_name: 'Gold',
    plan_desc: 'For everybody',
    plan_level: 0,
    active_ind: 1,
    currency_cd: 'usd',
    rate_sched: [
      {
        schedule_no: 20000124,
        schedule_currency: 'usd',
        recurring_billing_interval: 1,
        recurring_billing_period_type: 3,
      },
    ],
  };

  const service = (members: object, rates: object[]) => ({
    ...members,
    all_plan_service_rates: [{ schedule_no: 20000124, plan_service_rates: rates }],
  });

  const flat = (rate_per_unit: unknown) => [{ rate_seq_no: 1, from_unit: 1, to_unit: null, rate_per_unit }];

  const startPlan = (plan_services: unknown, schedule_currency = 'usd') =>
    startBench({
      get_plan_details_m: ok({ ...details, rate_sched: [{ ...details.rate_sched[0], schedule_currency }] }),
      get_client_plans_all_m: ok({
        all_client_plan_dtls: [
          { plan_no: 1, plan_services: null },
          { plan_no: '10000123', plan_services },
        ],
      }),
    });

  const priceOf = async (plan_services: unknown, currency?: string) => {
    const read = await (await startPlan(plan_services, currency)).operations.getPlan('10000123');
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

  test('has the digits of its currency, with blanks around it too', async () => {
    const services = [
      service({ is_recurring_ind: 1 }, flat(500)),
      service({ is_usage_based_ind: 1 }, [{ from_unit: '.5', to_unit: null, rate_per_unit: '3.' }]),
    ];
    expect(await priceOf(services, 'jpy ')).toEqual({
      recurring: { amount: '500', currency: 'JPY' },
      setup: { amount: '0', currency: 'JPY' },
      tiers: [expect.objectContaining({ from: '0.5', amount: '3' })],
    });
    expect((await priceOf(services, ' KWD'))?.recurring).toEqual({ amount: '500.000', currency: 'KWD' });
  });

  test('reads an amount without the zero before its point', async () => {
    expect((await priceOf([service({ is_recurring_ind: 1 }, flat('.95'))])).recurring).toEqual({
      amount: '0.95',
      currency: 'USD',
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
    const twice = [...flat(9), ...flat(8)];
    expect(await priceOf([service({ is_recurring_ind: 1 }, twice)])).toMatchObject({ recurring: null });
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
