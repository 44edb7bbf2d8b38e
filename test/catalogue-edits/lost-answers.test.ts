import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../sandbox/faults.ts';
import { plansPath, problemOf, startPlanBench } from './bench.ts';
import { biweekly } from './example-plans.ts';

const on = { settings: { allowFullPlanReplace: true } };
const unknown = { status: 504, code: 'provider_timeout', outcome: 'unknown' };

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

/** What looks a change up, the write, and its answer when it went well. */
const changes = [
  { name: 'create-plan', method: 'POST', path: plansPath, body: biweekly, restCall: 'create_new_plan_m', status: 201 },
  {
    name: 'edit-plan',
    method: 'PATCH',
    path: `${plansPath}/10010`,
    body: { name: 'Plainer' },
    restCall: 'edit_plan_m',
    status: 200,
  },
  {
    name: 'add-rate-schedule',
    method: 'POST',
    path: `${plansPath}/10010/rate-schedules`,
    body: weekly,
    restCall: 'add_rate_schedule_on_plan_m',
    status: 201,
  },
  {
    name: 'edit-rate-schedule',
    method: 'PATCH',
    path: `${plansPath}/10010/rate-schedules/100101`,
    body: {
      services: [{ id: '20016', tiers: [{ from: 1, amount: '0.0007' }] }],
      affectsExistingAccounts: true,
    },
    restCall: 'edit_rate_schedule_on_plan_m',
    status: 200,
  },
] as const;

describe.each(changes)('$name', ({ method, path, body, restCall, status }) => {
  test.each<[string, Fault]>([
    ['a connection that broke', { kind: 'drop-after' }],
    ['a page of HTML', { kind: 'garbage', handled: true }],
    ['a 502', { kind: 'status', status: 502, handled: true }],
    ['half an answer', { kind: 'truncated', contentLength: 'whole' }],
  ])('done, and the answer lost in %s, is found by reading', async (_name, fault) => {
    const { change, effects, fail } = await startPlanBench(on);
    fail(restCall, fault);
    const answer = await change(method, path, body, 'key');
    expect(answer.status).toBe(status);
    expect(effects()).toEqual([restCall]);
    const again = await change(method, path, body, 'key');
    expect(again).toMatchObject({ status, text: answer.text, headers: { 'idempotency-replayed': 'true' } });
    expect(effects()).toEqual([restCall]);
  });

  test('not done, and the answer lost, is unknown; the same key reads, and then sends again', async () => {
    const { change, effects, fail, takeCalls } = await startPlanBench(on);
    fail(restCall, { kind: 'drop-before' });
    expect(problemOf(await change(method, path, body, 'key'))).toEqual(unknown);
    takeCalls();
    const again = await change(method, path, body, 'key');
    expect(again.status).toBe(status);
    const calls = takeCalls();
    expect(calls.indexOf('get_plan_details_m')).toBeLessThan(calls.indexOf(restCall));
    expect(calls.filter((call) => call === restCall)).toHaveLength(1);
    expect(effects()).toEqual([restCall]);
  });

  test('unknown is unknown for another request with the key too', async () => {
    const { change, effects, fail } = await startPlanBench(on);
    fail(restCall, { kind: 'drop-before' });
    await change(method, path, body, 'key');
    expect(problemOf(await change(method, path, { ...body, name: 'Another' }, 'key'))).toEqual({
      status: 422,
      code: 'idempotency_key_reused',
      outcome: 'not_executed',
    });
    expect(effects()).toEqual([]);
  });

  test('a write that arrives after it was given up is found by the same key, and not sent again', async () => {
    const { change, effects, fail, sandbox, takeCalls } = await startPlanBench(on);
    fail(restCall, { kind: 'late-effect', connection: 'destroy' });
    expect(problemOf(await change(method, path, body, 'key'))).toEqual(unknown);
    expect(sandbox.faults.applyLateEffects()).toBe(1);
    takeCalls();
    expect((await change(method, path, body, 'key')).status).toBe(status);
    expect(takeCalls()).not.toContain(restCall);
    expect(effects()).toEqual([restCall]);
  });

  test('while the first attempt may still arrive, no read and no refusal of the second frees the key', async () => {
    const { change, effects, fail, sandbox } = await startPlanBench(on);
    fail(restCall, { kind: 'late-effect', connection: 'destroy' });
    expect(problemOf(await change(method, path, body, 'key'))).toEqual(unknown);
    fail(restCall, { kind: 'status', status: 429 });
    expect(problemOf(await change(method, path, body, 'key'))).toEqual(unknown);
    sandbox.faults.applyLateEffects();
    expect((await change(method, path, body, 'key')).status).toBe(status);
    expect(effects()).toEqual([restCall]);
  });

  test('done, and the read back failed, is unknown and then found without another write', async () => {
    const { change, effects, sandbox, takeCalls } = await startPlanBench(on);
    const first = change(method, path, body, 'key');
    // From the write on, every read fails.
    while (effects().length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    sandbox.faults.add({
      provider: 'aria',
      operation: 'get_plan_details_m',
      times: 1_000,
      fault: { kind: 'status', status: 500 },
    });
    expect(problemOf(await first)).toEqual(unknown);
    sandbox.faults.clear();
    takeCalls();
    expect((await change(method, path, body, 'key')).status).toBe(status);
    expect(takeCalls()).not.toContain(restCall);
    expect(effects()).toEqual([restCall]);
  });
});

test('both attempts may arrive: the second finds the code in use, and there is one plan', async () => {
  const { change, effects, fail, sandbox, state } = await startPlanBench();
  fail('create_new_plan_m', { kind: 'late-effect', connection: 'destroy' });
  await change('POST', plansPath, biweekly, 'key');
  const again = await change('POST', plansPath, biweekly, 'key');
  expect(again).toMatchObject({ status: 201, body: { id: '7000001', code: 'studio-biweekly' } });
  sandbox.faults.applyLateEffects();
  expect(effects()).toEqual(['create_new_plan_m']);
  expect([...state.plans.values()].filter(({ clientPlanId }) => clientPlanId === 'studio-biweekly')).toHaveLength(1);
});

test('the first attempt arrives between the look and the second one: one plan, and 201 rather than 409', async () => {
  const { change, effects, fail } = await startPlanBench();
  fail('create_new_plan_m', { kind: 'drop-before' });
  await change('POST', plansPath, biweekly, 'key');
  // The second one is refused with "duplicate record", because the first took effect meanwhile.
  fail('create_new_plan_m', {
    kind: 'status',
    status: 200,
    body: '{"error_code":1015,"error_msg":"duplicate record"}',
    handled: true,
  });
  const again = await change('POST', plansPath, biweekly, 'key');
  expect(again).toMatchObject({ status: 201, body: { code: 'studio-biweekly' } });
  expect(effects()).toEqual(['create_new_plan_m']);
});

test('without a code nothing tells whether it was done: unknown for ever, and never a second plan', async () => {
  const { code: _, ...codeless } = biweekly;
  for (const kind of ['drop-before', 'drop-after'] as const) {
    const { change, effects, fail, gateway, takeCalls } = await startPlanBench();
    fail('create_new_plan_m', { kind });
    expect(problemOf(await change('POST', plansPath, codeless, 'key'))).toEqual(unknown);
    takeCalls();
    for (const _attempt of [1, 2, 3]) {
      gateway.advance(24 * 3_600_000);
      const answer = await change('POST', plansPath, codeless, 'key');
      expect(problemOf(answer)).toEqual(unknown);
      expect(answer.body).toMatchObject({ detail: expect.stringContaining('without a code it cannot be looked up') });
    }
    expect(takeCalls()).toEqual([]);
    expect(effects()).toEqual(kind === 'drop-after' ? ['create_new_plan_m'] : []);
  }
});
