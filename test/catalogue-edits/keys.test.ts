import { describe, expect, test } from '@jest/globals';
import { failed } from '../../shared/domain/result.ts';
import type { Table } from '../../shared/table/table.ts';
import { createMemoryTable } from '../support/memory-table.ts';
import { plansPath, problemOf, startPlanBench } from './bench.ts';
import { biweekly, mixed } from './example-plans.ts';

const schedulePath = `${plansPath}/10010/rate-schedules/100101`;

const weekly = {
  code: 'plain-weekly-gbp',
  name: 'Plain weekly GBP',
  currency: 'GBP',
  isDefault: false,
  interval: { unit: 'week', count: 1 },
  services: [
    { code: 'plain-access', tiers: [{ from: 1, amount: '4.1' }] },
    { code: 'plain-calls', tiers: [{ from: 1, amount: '0.0006' }] },
  ],
};

const changes = [
  {
    name: 'create-plan',
    method: 'POST',
    path: plansPath,
    body: biweekly,
    optional: 'rolloverPlanId',
    restCall: 'create_new_plan_m',
  },
  {
    name: 'edit-plan',
    method: 'PATCH',
    path: `${plansPath}/10010`,
    body: { name: 'Plainer' },
    optional: 'description',
    restCall: 'edit_plan_m',
  },
  {
    name: 'add-rate-schedule',
    method: 'POST',
    path: `${plansPath}/10010/rate-schedules`,
    body: weekly,
    optional: 'usageInterval',
    restCall: 'add_rate_schedule_on_plan_m',
  },
  {
    name: 'edit-rate-schedule',
    method: 'PATCH',
    path: schedulePath,
    body: { name: 'Plainest' },
    optional: 'services',
    restCall: 'edit_rate_schedule_on_plan_m',
  },
] as const;

const on = { settings: { allowFullPlanReplace: true } };

describe.each(changes)('the key of $name', ({ method, path, body, optional, restCall }) => {
  test('is required', async () => {
    const { change, takeCalls } = await startPlanBench(on);
    const answer = await change(method, path, body, null);
    expect(answer).toMatchObject({ status: 400, body: { code: 'idempotency_key_missing' } });
    expect(takeCalls()).toEqual([]);
  });

  test('gives the first answer again, to the byte, and asks Aria nothing more', async () => {
    const { change, effects, takeCalls } = await startPlanBench(on);
    const first = await change(method, path, body, 'key');
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    takeCalls();
    const second = await change(method, path, body, 'key');
    expect(second.status).toBe(first.status);
    expect(second.text).toBe(first.text);
    expect(second.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'idempotency-replayed': 'true',
      location: first.headers.location,
    });
    expect(takeCalls()).toEqual([]);
    expect(effects()).toEqual([restCall]);
  });

  test('gives it again for the same request with null for what is left out', async () => {
    const { change } = await startPlanBench(on);
    const first = await change(method, path, body, 'key');

    const again = await change(method, path, { ...body, [optional]: null }, 'key');

    expect([again.status, again.headers['idempotency-replayed'], again.text]).toEqual([
      first.status,
      'true',
      first.text,
    ]);
  });

  test('is refused for another request', async () => {
    const { change, effects } = await startPlanBench(on);
    await change(method, path, body, 'key');
    const answer = await change(method, path, { ...body, name: 'Another' }, 'key');
    expect(problemOf(answer)).toEqual({ status: 422, code: 'idempotency_key_reused', outcome: 'not_executed' });
    expect(effects()).toEqual([restCall]);
  });

  test('keeps a refusal of Aria', async () => {
    const { change, effects, fail, takeCalls } = await startPlanBench(on);
    fail(restCall, { kind: 'status', status: 200, body: '{"error_code":1016,"error_msg":"invalid input"}' });
    const first = await change(method, path, body, 'key');
    expect(first).toMatchObject({
      status: 422,
      body: { code: 'provider_rejected', outcome: 'not_executed', provider: { code: '1016' } },
    });
    takeCalls();
    const second = await change(method, path, body, 'key');
    expect(second.status).toBe(422);
    expect(second.text).toBe(first.text);
    expect(second.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'idempotency-replayed': 'true',
    });
    expect(takeCalls()).toEqual([]);
    expect(effects()).toEqual([]);
  });

  test.each([
    { status: 429, code: 'provider_rate_limited' },
    { status: 401, code: 'provider_unauthorized' },
  ])('is free after $status, which did nothing', async ({ status, code }) => {
    const { change, effects, sandbox } = await startPlanBench(on);
    // A refused login is tried once more.
    sandbox.faults.add({ provider: 'aria', operation: restCall, times: 2, fault: { kind: 'status', status } });
    const first = await change(method, path, body, 'key');
    expect(first).toMatchObject({ body: { code, outcome: 'not_executed' } });
    sandbox.faults.clear();
    const second = await change(method, path, { ...body, name: 'Another' }, 'key');
    expect([200, 201]).toContain(second.status);
    expect(effects()).toEqual([restCall]);
  });

  test('needs the ledger: without it nothing is sent', async () => {
    const table: Table = { ...createMemoryTable(), put: async () => failed('unavailable') };
    const { change, takeCalls } = await startPlanBench({ ...on, table });
    expect(problemOf(await change(method, path, body, 'key'))).toEqual({
      status: 503,
      code: 'ledger_unavailable',
      outcome: 'not_executed',
    });
    expect(takeCalls()).toEqual([]);
  });

  test('needs the ledger once more before the write: without it only reads went out', async () => {
    const memory = createMemoryTable();
    let puts = 0;
    const table: Table = {
      ...memory,
      put: async (item, expected) => {
        puts += 1;
        return puts === 2 ? failed('unavailable') : memory.put(item, expected);
      },
    };
    const { change, effects, takeCalls } = await startPlanBench({ ...on, table });
    expect(problemOf(await change(method, path, body, 'key'))).toEqual({
      status: 503,
      code: 'ledger_unavailable',
      outcome: 'not_executed',
    });
    expect(takeCalls()).not.toContain(restCall);
    expect(effects()).toEqual([]);
  });
});

test('a key belongs to its connection, and to one kind of change', async () => {
  const { change } = await startPlanBench();
  await change('POST', plansPath, biweekly, 'key');
  const answer = await change('PATCH', schedulePath, { name: 'x' }, 'key');
  expect(problemOf(answer)).toEqual({ status: 422, code: 'idempotency_key_reused', outcome: 'not_executed' });
});

test('a key is free after a request that was not valid, and after a plan that is not there', async () => {
  const { change } = await startPlanBench();
  expect((await change('POST', plansPath, { ...biweekly, name: '' }, 'key')).status).toBe(400);
  expect((await change('PATCH', `${plansPath}/9/rate-schedules/1`, { name: 'x' }, 'key')).status).toBe(404);
  expect((await change('PATCH', `${plansPath}/10010/rate-schedules/1`, { name: 'x' }, 'key')).status).toBe(404);
  expect((await change('POST', plansPath, biweekly, 'key')).status).toBe(201);
});

test('the same members in another order are the same request', async () => {
  const { change } = await startPlanBench();
  const first = await change('POST', plansPath, mixed, 'key');
  const reversed = Object.fromEntries(Object.entries(mixed).toReversed());
  const second = await change('POST', plansPath, reversed, 'key');
  expect({ status: second.status, text: second.text }).toEqual({ status: 201, text: first.text });
});

test('two requests with one key at a time make one plan', async () => {
  const { change, effects } = await startPlanBench();
  const answers = await Promise.all(Array.from({ length: 5 }, () => change('POST', plansPath, biweekly, 'key')));
  expect(effects()).toEqual(['create_new_plan_m']);
  expect(answers.filter(({ status }) => status === 201)).not.toEqual([]);
  for (const answer of answers.filter(({ status }) => status !== 201)) {
    expect(problemOf(answer)).toEqual({ status: 504, code: 'provider_timeout', outcome: 'unknown' });
  }
});

test('two keys for one code make one plan', async () => {
  const { change, effects, state } = await startPlanBench();
  const answers = await Promise.all(['a', 'b', 'c'].map((key) => change('POST', plansPath, biweekly, key)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  expect(effects()).toEqual(['create_new_plan_m']);
  expect([...state.plans.values()].filter(({ clientPlanId }) => clientPlanId === 'studio-biweekly')).toHaveLength(1);
});
