import { expect, test } from '@jest/globals';
import { readBooks } from './aria-books.ts';
import { plansPath, problemOf, startPlanBench } from './bench.ts';
import { biweekly } from './example-plans.ts';

const on = { settings: { allowFullPlanReplace: true } };
const plain = `${plansPath}/10010`;

test('off unless the connection allows it: 501 with what there is, and no call', async () => {
  const { change, takeCalls } = await startPlanBench();
  const answer = await change('PATCH', plain, { name: 'Plainer' });
  expect(answer.status).toBe(501);
  expect(answer.body).toMatchObject({
    code: 'unsupported_operation',
    operations: [
      'list-plans',
      'get-plan',
      'get-account-plan',
      'convert-trial',
      'create-plan',
      'add-rate-schedule',
      'edit-rate-schedule',
    ],
  });
  expect(takeCalls()).toEqual([]);
});

test('a connection that allows it lists it', async () => {
  const { gateway } = await startPlanBench(on);
  const { body } = await gateway.send({ path: '/v1/connections' });
  expect((body as { data: { operations: string[] }[] }).data[0]).toMatchObject({
    name: 'acme',
    operations: [
      'list-plans',
      'get-plan',
      'get-account-plan',
      'convert-trial',
      'create-plan',
      'edit-plan',
      'add-rate-schedule',
      'edit-rate-schedule',
    ],
  });
});

test.each([
  ['name', { name: 'Plainer' }, { plan_name: 'Plainer' }],
  ['description', { description: 'All new' }, { plan_desc: 'All new' }],
])('a new %s changes nothing else', async (_name, patch, members) => {
  const { change, plan, sandbox } = await startPlanBench(on);
  const before = await readBooks(sandbox, '10010');
  const answer = await change('PATCH', plain, patch);
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject(patch);
  expect(await plan('10010')).toEqual(answer.body);
  expect(await readBooks(sandbox, '10010')).toEqual({ ...before, plan: { ...before.plan, ...members } });
});

test('a plan goes inactive, and its books stay as they were', async () => {
  const { change, state } = await startPlanBench(on);
  const before = structuredClone(state.plans.get('10010'));
  const answer = await change('PATCH', plain, { status: 'inactive' });
  expect(answer.body).toMatchObject({ status: 'inactive', providerStatus: '0' });
  const after = state.plans.get('10010');
  expect(after).toMatchObject({ active: false, rateSchedules: before?.rateSchedules, further: before?.further });
  expect(after?.services.map(({ rates }) => rates)).toEqual(before?.services.map(({ rates }) => rates));
});

test('the tiers of one service change in every schedule, and those of others in none', async () => {
  const { change, sandbox } = await startPlanBench(on);
  const before = await readBooks(sandbox, '10010');
  const answer = await change('PATCH', plain, {
    services: [
      {
        id: '20015',
        tiers: [
          { from: 1, to: 5, amounts: ['9.99', '19.000'] },
          { from: 6, amounts: ['7', '0.0006'] },
        ],
      },
    ],
    affectsExistingAccounts: true,
  });
  expect(answer.status).toBe(200);
  expect(await readBooks(sandbox, '10010')).toEqual({
    ...before,
    rates: {
      ...before.rates,
      '20015/100101/1-5': '9.99',
      '20015/100102/1-5': '19',
      '20015/100101/6-': '7',
      '20015/100102/6-': '0.0006',
    },
  });
});

test('one price changes its interval, and a price of the plan that is only named stays', async () => {
  const { change, sandbox } = await startPlanBench(on);
  const before = await readBooks(sandbox, '10010');
  const answer = await change('PATCH', plain, {
    prices: [{ id: '100102', interval: { unit: 'month', count: 3 } }, { id: '100101' }],
    affectsExistingAccounts: true,
  });
  expect(answer.status).toBe(200);
  expect(await readBooks(sandbox, '10010')).toEqual({
    ...before,
    schedules: {
      ...before.schedules,
      100102: { ...before.schedules['100102'], recurring_billing_interval: 3 },
    },
  });
});

test('a price that is left out of the list is never taken for one to delete', async () => {
  const { change, effects } = await startPlanBench(on);
  const answer = await change('PATCH', plain, { prices: [{ id: '100101', name: 'Only this one' }] });
  expect(problemOf(answer)).toEqual({
    status: 400,
    code: 'invalid_request',
    outcome: 'not_executed',
    errors: [{ path: 'prices', message: 'must name every price of the plan: 100102 is missing' }],
  });
  expect(effects()).toEqual([]);
});

test('a plan that holds what could not be sent back is refused, with the names, and stays as it is', async () => {
  const { change, effects, sandbox, state } = await startPlanBench(on);
  const before = structuredClone(state.plans.get('10011'));
  const booksBefore = await readBooks(sandbox, '10011');
  const answer = await change('PATCH', `${plansPath}/10011`, { name: 'Unburdened' });
  expect(answer.status).toBe(409);
  expect(answer.body).toMatchObject({ code: 'provider_conflict', outcome: 'not_executed' });
  const { detail } = answer.body as { detail: string };
  for (const name of [
    'surcharges',
    'supplemental_obj_fields',
    'parent_plans',
    'promotional_plan_sets',
    'services.20017 (rates that differ in number by rate schedule)',
    'services.20017 (a rate that changes in future)',
  ]) {
    expect(detail).toContain(name);
  }
  expect(effects()).toEqual([]);
  expect(state.plans.get('10011')).toEqual(before);
  expect(await readBooks(sandbox, '10011')).toEqual(booksBefore);
});

test('a plan that holds items keeps them, those too that are told only to those who ask', async () => {
  const { change, state, sentForm } = await startPlanBench(on);
  const further = {
    ...state.plans.get('10010')?.further,
    nso_group_min_qty: '1',
    nso_group_max_qty: '3',
    nso_group_item_scope: '2',
    nso_incl_list_scope: '1',
    nso_items_array: [
      {
        item_no: '701',
        nso_item_min_qty: '0',
        nso_item_max_qty: '5',
        item_scope: '1',
        nso_items_price_override: [
          { rate_schedule_no: '100102', client_rate_schedule_id: 'plain-monthly-eur', override_price: '4.5' },
        ],
      },
    ],
    nso_group_array: [{ item_no: '702' }],
    nso_incl_list_array: ['703', '704'],
  };
  Object.assign(state.plans.get('10010') ?? {}, { further });
  const answer = await change('PATCH', plain, { name: 'Plainer' });
  expect(answer.status).toBe(200);
  expect(state.plans.get('10010')).toMatchObject({ name: 'Plainer', further });
  expect(state.plans.get('10010')?.further).toEqual(further);
  expect(sentForm('edit_plan_m').filter((pair) => pair.startsWith('nso_'))).toEqual([
    'nso_group_min_qty=1',
    'nso_group_max_qty=3',
    'nso_group_item_scope=2',
    'nso_incl_list_scope=1',
    'nso_items_array[0][item_no]=701',
    'nso_items_array[0][nso_item_min_qty]=0',
    'nso_items_array[0][nso_item_max_qty]=5',
    'nso_items_array[0][item_scope]=1',
    'nso_items_array[0][nso_items_price_override][0][rate_schedule_no]=100102',
    'nso_items_array[0][nso_items_price_override][0][client_rate_schedule_id]=plain-monthly-eur',
    'nso_items_array[0][nso_items_price_override][0][override_price]=4.5',
    'nso_group_array[0][item_no]=702',
    'nso_incl_list_array[]=703',
    'nso_incl_list_array[]=704',
  ]);
});

test.each(['plan_nso_items', 'plan_nso_group', 'plan_nso_incl_list'])(
  'an inactive row of %s, for which the request has no place, is a reason to refuse',
  async (member) => {
    const { change, effects, state } = await startPlanBench(on);
    Object.assign(state.plans.get('10010')?.further ?? {}, { [member]: [{ item_no: '701', active_ind: '0' }] });
    const answer = await change('PATCH', plain, { name: 'Plainer' });
    expect(problemOf(answer)).toEqual({ status: 409, code: 'provider_conflict', outcome: 'not_executed' });
    expect((answer.body as { detail: string }).detail).toContain(`${member}.701.active_ind`);
    expect(effects()).toEqual([]);
  },
);

test('a plan whose instances begin as trials still does after an edit', async () => {
  const { change, sandbox } = await startPlanBench(on);
  const before = await readBooks(sandbox, '10001');
  const answer = await change('PATCH', `${plansPath}/10001`, { name: 'Basic 2' });
  expect(answer.status).toBe(200);
  expect(before.plan).toMatchObject({ initial_plan_status_cd: 41 });
  expect(await readBooks(sandbox, '10001')).toEqual({ ...before, plan: { ...before.plan, plan_name: 'Basic 2' } });
});

test('a revenue account, which no read gives under the name of the request, has to be named', async () => {
  const { change, effects, state } = await startPlanBench(on);
  const services = biweekly.services.map((service) => ({ ...service, glCode: '1' }));
  await change('POST', plansPath, { ...biweekly, services });
  const refused = await change('PATCH', `${plansPath}/7000001`, { name: 'Studio 2' });
  expect(problemOf(refused)).toEqual({ status: 409, code: 'provider_conflict', outcome: 'not_executed' });
  expect(refused.body).toMatchObject({
    detail: expect.stringMatching(
      /: services\.7000004\.gl_cd \(name its glCode\), services\.7000005\.gl_cd \(name its glCode\)\.$/,
    ),
  });
  expect(effects()).toEqual(['create_new_plan_m']);

  const named = await change('PATCH', `${plansPath}/7000001`, {
    name: 'Studio 2',
    services: [
      { code: 'studio-access', glCode: '1' },
      { id: '7000005', glCode: '1' },
    ],
  });
  expect(named).toMatchObject({ status: 200, body: { name: 'Studio 2' } });
  expect(state.plans.get('7000001')?.services.map(({ further }) => further.gl_cd)).toEqual(['1', '1']);
});
