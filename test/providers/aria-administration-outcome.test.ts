import { afterEach, describe, expect, test } from '@jest/globals';
import { noSuchPlan, prepared, startAdministration } from '../support/aria-administration-bench.ts';
import { ok, problemOf, refused } from '../support/aria-bench.ts';
import { biweekly, detailsOf } from '../support/aria-new-plan.ts';
import { closeRecordingServers, type Reaction } from '../support/recording-server.ts';

afterEach(closeRecordingServers);

describe('what became of it', () => {
  const sendTo = async (answer: Reaction, details: Reaction = noSuchPlan) => {
    const bench = await startAdministration({
      get_plan_details_m: (_request, index) => (index === 0 ? noSuchPlan : details),
      create_new_plan_m: answer,
    });
    const write = await prepared(bench.administration.prepareCreatePlan(biweekly));
    const sent = await bench.administration.send(write);
    expect(bench.sent('create_new_plan_m')).toHaveLength(1);
    return sent;
  };

  test.each([
    ['1015', refused(1015, 'conflicts')],
    ['words', refused(1009, 'client_plan_id already exists')],
    ['other words', refused(99999, 'Duplicate plan id')],
  ])('a code that is in use by now is known by %s, and the plan that has it is named', async (_how, answer) => {
    expect(await sendTo(answer, detailsOf(biweekly.code))).toMatchObject({
      kind: 'refused',
      problem: { code: 'already_exists', outcome: 'not_executed', extensions: { planId: '10000123' } },
    });
  });

  test('a duplicate of something else than the code names no plan', async () => {
    const sent = await sendTo(refused(1015, 'duplicate schedule'));
    expect(sent).toMatchObject({
      kind: 'refused',
      problem: { code: 'already_exists', provider: { message: 'duplicate schedule' } },
    });
    expect(sent).not.toHaveProperty('problem.extensions');
  });

  test('usage accumulation with days or weeks is known by its sentence, whatever the code', async () => {
    const message = 'Usage accumulation is not supported by daily/weekly billing interval';
    expect(await sendTo(refused(14099, message))).toMatchObject({
      kind: 'refused',
      problem: { code: 'usage_accumulation_unsupported', outcome: 'not_executed', provider: { message } },
    });
  });

  test.each([
    [1004, 'provider_unauthorized'],
    [1009, 'provider_rejected'],
    [1010, 'provider_rejected'],
    [1012, 'provider_rejected'],
    [1016, 'provider_rejected'],
    [25020, 'provider_rejected'],
  ])('error code %s refuses it as %s', async (errorCode, code) => {
    expect(await sendTo(refused(errorCode))).toMatchObject({
      kind: 'refused',
      problem: { code, outcome: 'not_executed' },
    });
  });

  test.each([
    ['a broken connection', 'drop'],
    ['error 1001', refused(1001, 'unexpected error')],
    ['HTTP 500', { status: 500, body: '' }],
    ['a page', { status: 200, body: '<html>' }],
    ['an OK without a number', ok()],
  ] as [string, Reaction][])('after %s nobody knows', async (_what, answer) => {
    expect(await sendTo(answer)).toMatchObject({ kind: 'unknown', problem: { outcome: 'unknown' } });
  });

  test('a stored write that is none is not sent', async () => {
    const bench = await startAdministration();
    const write = { planId: null, call: 'create_new_plan_m', repeatable: true, parameters: { call: 'delete_plans_m' } };
    expect(await bench.administration.send(write)).toMatchObject({
      kind: 'refused',
      problem: { code: 'internal_error', outcome: 'not_executed' },
    });
    expect(await problemOf(bench.administration.find(write))).toMatchObject({ code: 'internal_error' });
    expect(bench.requests).toEqual([]);
  });
});
