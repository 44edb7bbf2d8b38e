import { expect, test } from '@jest/globals';
import { readBooks } from './aria-books.ts';
import { errorPathsOf, plansPath, startPlanBench } from './bench.ts';
import { biweekly, mixed } from './example-plans.ts';

const week = (count: number) => ({ unit: 'week', count });

const calls = (first: string, further: string) => [
  { itemId: '7000005', name: 'Studio calls', type: 'usage', from: '1', to: '1000', amount: first },
  { itemId: '7000005', name: 'Studio calls', type: 'usage', from: '1001', to: null, amount: further },
];

const usd = {
  id: '7000002',
  code: 'studio-biweekly-usd',
  name: 'Studio USD',
  status: 'unknown',
  isDefault: true,
  currency: 'USD',
  interval: week(2),
  usageInterval: week(1),
  recurring: { amount: '12.50', currency: 'USD' },
  setup: { amount: '0.00', currency: 'USD' },
  tiers: calls('0.01', '0.0006'),
};

const eur = {
  id: '7000003',
  code: 'studio-biweekly-eur',
  name: 'Studio EUR',
  status: 'unknown',
  isDefault: false,
  currency: 'EUR',
  interval: week(2),
  usageInterval: week(1),
  recurring: { amount: '11.00', currency: 'EUR' },
  setup: { amount: '0.00', currency: 'EUR' },
  tiers: calls('0.009', '0.0005'),
};

const studio = {
  id: '7000001',
  connection: 'acme',
  provider: 'aria',
  code: 'studio-biweekly',
  name: 'Studio',
  reference: null,
  description: 'Every two weeks',
  longDescription: null,
  status: 'active',
  providerStatus: '1',
  level: 'base',
  source: 'provider',
  updatedAt: null,
  warnings: [],
  prices: [usd, eur],
};

test('a plan billed every two weeks in two currencies is answered as it is read back', async () => {
  const { change, plan, sentForm, takeCalls } = await startPlanBench();
  const answer = await change('POST', plansPath, biweekly);
  expect(answer.status).toBe(201);
  expect(answer.body).toEqual(studio);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    location: '/v1/connections/acme/plans/7000001',
  });
  expect(sentForm('create_new_plan_m')).toEqual([
    'client_plan_id=studio-biweekly',
    'plan_name=Studio',
    'plan_type=Master Recurring Plan',
    'currency=usd',
    'active=1',
    'initial_plan_status_cd=1',
    'plan_description=Every two weeks',
    'schedule[0][schedule_name]=Studio USD',
    'schedule[0][currency_cd]=usd',
    'schedule[0][client_rate_schedule_id]=studio-biweekly-usd',
    'schedule[0][is_default]=1',
    'schedule[0][recurring_billing_interval]=2',
    'schedule[0][recurring_billing_period_type]=2',
    'schedule[0][usage_billing_interval]=1',
    'schedule[0][usage_billing_period_type]=2',
    'schedule[1][schedule_name]=Studio EUR',
    'schedule[1][currency_cd]=eur',
    'schedule[1][client_rate_schedule_id]=studio-biweekly-eur',
    'schedule[1][is_default]=0',
    'schedule[1][recurring_billing_interval]=2',
    'schedule[1][recurring_billing_period_type]=2',
    'schedule[1][usage_billing_interval]=1',
    'schedule[1][usage_billing_period_type]=2',
    'service[0][name]=Studio access',
    'service[0][client_service_id]=studio-access',
    'service[0][service_type]=Recurring',
    'service[0][tier][0][schedule][0][from]=1',
    'service[0][tier][0][schedule][0][amount]=12.50',
    'service[0][tier][0][schedule][1][from]=1',
    'service[0][tier][0][schedule][1][amount]=11',
    'service[1][name]=Studio calls',
    'service[1][client_service_id]=studio-calls',
    'service[1][service_type]=Usage-Based',
    'service[1][rate_type]=Tiered Pricing',
    'service[1][pricing_rule]=Standard',
    'service[1][usage_type]=3003',
    'service[1][tier][0][schedule][0][from]=1',
    'service[1][tier][0][schedule][0][to]=1000',
    'service[1][tier][0][schedule][0][amount]=0.0100',
    'service[1][tier][0][schedule][1][from]=1',
    'service[1][tier][0][schedule][1][to]=1000',
    'service[1][tier][0][schedule][1][amount]=0.009',
    'service[1][tier][1][schedule][0][from]=1001',
    'service[1][tier][1][schedule][0][amount]=0.0006',
    'service[1][tier][1][schedule][1][from]=1001',
    'service[1][tier][1][schedule][1][amount]=0.0005',
  ]);
  expect(takeCalls()).toEqual([
    'get_plan_details_m',
    'create_new_plan_m',
    'get_plan_details_m',
    'get_client_plans_all_m',
  ]);
  expect(await plan('7000001')).toEqual(studio);
});

test('one plan may be billed every two weeks in one currency and monthly in the other', async () => {
  const { change, plan, sentForm } = await startPlanBench();
  const answer = await change('POST', plansPath, mixed);
  const wanted = {
    ...studio,
    code: 'studio-mixed',
    prices: [
      { ...usd, code: 'studio-mixed-usd' },
      {
        ...eur,
        code: 'studio-mixed-eur',
        interval: { unit: 'month', count: 1 },
        usageInterval: { unit: 'month', count: 1 },
      },
    ],
  };
  expect(answer).toMatchObject({ status: 201, body: wanted });
  expect(
    sentForm('create_new_plan_m').filter((pair) => pair.includes('_interval]') || pair.includes('type]=')),
  ).toEqual([
    'schedule[0][recurring_billing_interval]=2',
    'schedule[0][recurring_billing_period_type]=2',
    'schedule[0][usage_billing_interval]=1',
    'schedule[0][usage_billing_period_type]=2',
    'schedule[1][recurring_billing_interval]=1',
    'schedule[1][recurring_billing_period_type]=3',
    'schedule[1][usage_billing_interval]=1',
    'schedule[1][usage_billing_period_type]=3',
    'service[0][service_type]=Recurring',
    'service[1][service_type]=Usage-Based',
    'service[1][rate_type]=Tiered Pricing',
    'service[1][usage_type]=3003',
  ]);
  expect(await plan('7000001')).toEqual(wanted);
});

test('the list shows the new plan at once in a container that has not listed before', async () => {
  const { change, gateway } = await startPlanBench();
  await change('POST', plansPath, biweekly);
  const { body } = await gateway.send({ path: `${plansPath}?interval=week` });
  expect((body as { data: { id: string }[] }).data.map(({ id }) => id)).toEqual(['10003', '10010', '7000001']);
});

test('a code in use is 409 with the id of the plan that has it, and nothing is sent', async () => {
  const { change, effects, takeCalls } = await startPlanBench();
  const answer = await change('POST', plansPath, { ...biweekly, code: 'gold' });
  expect(answer.status).toBe(409);
  expect(answer.body).toMatchObject({ code: 'already_exists', outcome: 'not_executed', planId: '10002' });
  expect(takeCalls()).toEqual(['get_plan_details_m']);
  expect(effects()).toEqual([]);
});

test('a code that somebody takes between the look and the write is 409 with the id of that plan', async () => {
  const { change, effects, fail, state } = await startPlanBench();
  fail('create_new_plan_m', {
    kind: 'status',
    status: 200,
    body: '{"error_code":1015,"error_msg":"duplicate record"}',
  });
  fail('get_plan_details_m', {
    kind: 'status',
    status: 200,
    body: '{"error_code":1010,"error_msg":"Missing required parameters"}',
  });
  const gold = state.plans.get('10002');
  expect(gold?.clientPlanId).toBe('gold');
  const answer = await change('POST', plansPath, { ...biweekly, code: 'gold' });
  expect(answer.status).toBe(409);
  expect(answer.body).toMatchObject({ code: 'already_exists', outcome: 'not_executed', planId: '10002' });
  expect(effects()).toEqual([]);
});

test('what only Aria can know comes back as its own refusal', async () => {
  const { change, effects } = await startPlanBench();
  const answer = await change('POST', plansPath, { ...biweekly, planGroups: ['99'] });
  expect(answer.status).toBe(422);
  expect(answer.body).toMatchObject({
    code: 'provider_rejected',
    outcome: 'not_executed',
    provider: { name: 'aria', status: 200, code: '1013' },
  });
  expect(effects()).toEqual([]);
});

test.each([
  {
    name: 'a base plan that is free and inactive',
    members: { kind: 'free', status: 'inactive' },
    planType: 'Master Free Plan',
    read: { level: 'base', status: 'inactive' },
  },
  {
    name: 'an add-on',
    members: { level: 'add_on' },
    planType: 'Supplemental Recurring Plan',
    read: { level: 'add_on', status: 'active' },
  },
  {
    name: 'a prepaid plan with the one that follows it',
    members: { kind: 'prepaid', rolloverPlanId: '10002' },
    planType: 'Master Pre-paid Plan',
    read: { level: 'base', status: 'active' },
  },
])('$name is created as such', async ({ members, planType, read }) => {
  const { change, sentForm } = await startPlanBench();
  const answer = await change('POST', plansPath, { ...biweekly, ...members });
  expect(answer).toMatchObject({ status: 201, body: read });
  expect(sentForm('create_new_plan_m')).toContain(`plan_type=${planType}`);
});

test.each([
  ['trial', 41],
  ['non_billable', 61],
  ['active', 1],
  [undefined, 1],
])('a plan of initial status %s begins with %i at Aria', async (initialStatus, initial_plan_status_cd) => {
  const { change, sandbox } = await startPlanBench();
  const answer = await change('POST', plansPath, {
    ...biweekly,
    ...(initialStatus === undefined ? {} : { initialStatus }),
  });
  expect(answer.status).toBe(201);
  expect((await readBooks(sandbox, '7000001')).plan).toMatchObject({ initial_plan_status_cd });
});

test('an initial status that no plan can have is refused', async () => {
  const { change, takeCalls } = await startPlanBench();
  const answer = await change('POST', plansPath, { ...biweekly, initialStatus: 'suspended' });
  expect(answer.status).toBe(400);
  expect(errorPathsOf(answer)).toEqual(['initialStatus']);
  expect(takeCalls()).toEqual([]);
});
