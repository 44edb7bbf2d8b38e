import { expect, test } from '@jest/globals';
import { readBooks } from './aria-books.ts';
import { plansPath, startPlanBench } from './bench.ts';

const plain = `${plansPath}/10010/rate-schedules`;

const weekly = {
  code: 'plain-weekly-gbp',
  name: 'Plain weekly GBP',
  currency: 'GBP',
  isDefault: false,
  interval: { unit: 'week', count: 1 },
  services: [
    {
      code: 'plain-access',
      tiers: [
        { from: 1, to: 5, amount: '4.10' },
        { from: 6, amount: '3.80' },
      ],
    },
    { id: '20016', tiers: [{ from: 1, amount: '0.0006' }] },
  ],
};

test('a rate schedule is added to a plan, and everything that the plan had stays', async () => {
  const { change, plan, sandbox, sentForm } = await startPlanBench();
  const before = await readBooks(sandbox, '10010');
  const answer = await change('POST', plain, weekly);
  expect(answer.status).toBe(201);
  expect(answer.headers).toMatchObject({ location: '/v1/connections/acme/plans/10010' });
  expect(sentForm('add_rate_schedule_on_plan_m')).toEqual([
    'plan_no=10010',
    'schedule[0][schedule_name]=Plain weekly GBP',
    'schedule[0][currency_cd]=gbp',
    'schedule[0][client_rate_schedule_id]=plain-weekly-gbp',
    'schedule[0][is_default]=0',
    'schedule[0][recurring_billing_interval]=1',
    'schedule[0][recurring_billing_period_type]=2',
    'schedule[0][usage_billing_interval]=1',
    'schedule[0][usage_billing_period_type]=2',
    'service[0][client_service_id]=plain-access',
    'service[0][tier][0][from]=1',
    'service[0][tier][0][to]=5',
    'service[0][tier][0][amount]=4.10',
    'service[0][tier][1][from]=6',
    'service[0][tier][1][amount]=3.80',
    'service[1][service_no]=20016',
    'service[1][tier][0][from]=1',
    'service[1][tier][0][amount]=0.0006',
  ]);
  const added = {
    id: '7000001',
    code: 'plain-weekly-gbp',
    name: 'Plain weekly GBP',
    status: 'unknown',
    isDefault: false,
    currency: 'GBP',
    interval: { unit: 'week', count: 1 },
    usageInterval: { unit: 'week', count: 1 },
    recurring: null,
    setup: { amount: '0.00', currency: 'GBP' },
    tiers: [
      { itemId: '20015', name: 'Plain access', type: 'recurring', from: '1', to: '5', amount: '4.10' },
      { itemId: '20015', name: 'Plain access', type: 'recurring', from: '6', to: null, amount: '3.80' },
      { itemId: '20016', name: 'Plain calls', type: 'usage', from: '1', to: null, amount: '0.0006' },
    ],
  };
  expect((answer.body as { prices: unknown[] }).prices[2]).toEqual(added);
  expect(await plan('10010')).toEqual(answer.body);

  const after = await readBooks(sandbox, '10010');
  expect(after).toEqual({
    ...before,
    schedules: { ...before.schedules, 7000001: after.schedules['7000001'] },
    rates: {
      ...before.rates,
      '20015/7000001/1-5': '4.1',
      '20015/7000001/6-': '3.8',
      '20016/7000001/1-': '0.0006',
    },
  });
});

test('a new name changes the name of one schedule, and no other schedule, service, tier or amount', async () => {
  const { change, sandbox, takeCalls } = await startPlanBench();
  const before = await readBooks(sandbox, '10010');
  expect(before.rates).toEqual({
    '20015/100101/1-5': '10',
    '20015/100101/6-': '8.5',
    '20015/100102/1-5': '21',
    '20015/100102/6-': '18',
    '20016/100101/1-': '0.0006',
    '20016/100102/1-': '0.000500000000000000000000000001',
  });
  sandbox.clearRequests();
  const answer = await change('PATCH', `${plain}/100102`, { name: 'Plain in euro' });
  expect(answer.status).toBe(200);
  expect((answer.body as { prices: { name: string }[] }).prices.map(({ name }) => name)).toEqual([
    'Plain biweekly USD',
    'Plain in euro',
  ]);
  expect(takeCalls().filter((call) => call.startsWith('edit'))).toEqual(['edit_rate_schedule_on_plan_m']);
  expect(await readBooks(sandbox, '10010')).toEqual({
    ...before,
    schedules: {
      ...before.schedules,
      100102: { ...before.schedules['100102'], schedule_name: 'Plain in euro' },
    },
  });
});

test('amounts of one service change in one schedule alone', async () => {
  const { change, sandbox, sentForm } = await startPlanBench();
  const before = await readBooks(sandbox, '10010');
  const answer = await change('PATCH', `${plain}/100101`, {
    services: [
      {
        code: 'plain-access',
        tiers: [
          { from: 1, to: 5, amount: '10.000' },
          { from: 6, amount: '8.4999' },
        ],
      },
    ],
    affectsExistingAccounts: true,
  });
  expect(answer.status).toBe(200);
  expect(sentForm('edit_rate_schedule_on_plan_m')).toEqual([
    'schedule_no=100101',
    'schedule_name=Plain biweekly USD',
    'recurring_billing_interval=2',
    'recurring_billing_period_type=2',
    'usage_billing_interval=1',
    'usage_billing_period_type=2',
    'is_default=1',
    'service[0][client_service_id]=plain-access',
    'service[0][tier][0][from]=1',
    'service[0][tier][0][to]=5',
    'service[0][tier][0][amount]=10.000',
    'service[0][tier][1][from]=6',
    'service[0][tier][1][amount]=8.4999',
  ]);
  expect(await readBooks(sandbox, '10010')).toEqual({
    ...before,
    rates: { ...before.rates, '20015/100101/1-5': '10', '20015/100101/6-': '8.4999' },
  });
});

test('an interval changes in one schedule alone, and the usage interval stays as it was', async () => {
  const { change, sandbox } = await startPlanBench();
  const before = await readBooks(sandbox, '10010');
  const answer = await change('PATCH', `${plain}/100101`, {
    interval: { unit: 'day', count: 10 },
    affectsExistingAccounts: true,
  });
  expect(answer.body).toMatchObject({
    prices: [
      { id: '100101', interval: { unit: 'day', count: 10 }, usageInterval: { unit: 'week', count: 1 } },
      { id: '100102', interval: { unit: 'month', count: 1 } },
    ],
  });
  expect(await readBooks(sandbox, '10010')).toEqual({
    ...before,
    schedules: {
      ...before.schedules,
      100101: {
        ...before.schedules['100101'],
        recurring_billing_interval: 10,
        recurring_billing_period_type: 1,
      },
    },
  });
});

test('a year goes out as twelve months and comes back as a year', async () => {
  const { change, sentForm } = await startPlanBench();
  const answer = await change('PATCH', `${plain}/100102`, {
    interval: { unit: 'year', count: 1 },
    affectsExistingAccounts: true,
  });
  expect(answer.body).toMatchObject({ prices: [{}, { interval: { unit: 'year', count: 1 } }] });
  expect(sentForm('edit_rate_schedule_on_plan_m')).toEqual(
    expect.arrayContaining(['recurring_billing_interval=12', 'recurring_billing_period_type=3']),
  );
});

test('the default moves to another schedule and leaves the one that had it', async () => {
  const { change, sandbox } = await startPlanBench();
  const before = await readBooks(sandbox, '10010');
  const answer = await change('PATCH', `${plain}/100102`, { isDefault: true });
  expect(answer.body).toMatchObject({ prices: [{ isDefault: false }, { isDefault: true }] });
  expect(await readBooks(sandbox, '10010')).toEqual({
    ...before,
    schedules: {
      100101: { ...before.schedules['100101'], default_ind: 0 },
      100102: { ...before.schedules['100102'], default_ind: 1 },
    },
  });
});

test('a code that a schedule of the plan has is 409 with the ids of both', async () => {
  const { change, effects } = await startPlanBench();
  const answer = await change('POST', plain, { ...weekly, code: 'plain-monthly-eur' });
  expect(answer.status).toBe(409);
  expect(answer.body).toMatchObject({
    code: 'already_exists',
    outcome: 'not_executed',
    planId: '10010',
    rateScheduleId: '100102',
  });
  expect(effects()).toEqual([]);
});

test('a code that a schedule of another plan has is 409', async () => {
  const { change, effects } = await startPlanBench();
  const answer = await change('POST', plain, { ...weekly, code: 'gold-monthly-usd' });
  expect(answer.status).toBe(409);
  expect(answer.body).toMatchObject({ code: 'already_exists', outcome: 'not_executed', provider: { code: '1015' } });
  expect(effects()).toEqual([]);
});

test.each([14_999, 1_016, 9_999])(
  'usage accumulation that does not go with weeks is told by its sentence, also with code %i',
  async (code) => {
    const { change, effects, state } = await startPlanBench();
    state.settings.usageAccumulationErrorCode = code;
    const answer = await change('PATCH', `${plansPath}/10001/rate-schedules/100011`, {
      interval: { unit: 'week', count: 4 },
      usageInterval: { unit: 'week', count: 4 },
      affectsExistingAccounts: true,
    });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      code: 'usage_accumulation_unsupported',
      outcome: 'not_executed',
      provider: {
        name: 'aria',
        status: 200,
        code: String(code),
        message: 'Usage accumulation is not supported by daily/weekly billing interval',
      },
    });
    expect(effects()).toEqual([]);
  },
);

test('without a sentence like that the same code is an ordinary refusal', async () => {
  const { change, fail } = await startPlanBench();
  fail('edit_rate_schedule_on_plan_m', {
    kind: 'status',
    status: 200,
    body: '{"error_code":14999,"error_msg":"no"}',
  });
  const answer = await change('PATCH', `${plain}/100101`, { name: 'Plain' });
  expect(answer.status).toBe(422);
  expect(answer.body).toMatchObject({ code: 'provider_rejected', provider: { code: '14999', message: 'no' } });
});
