import { describe, expect, test } from '@jest/globals';
import { addPeriod } from '../../sandbox/aria/dates.ts';
import { parseBody } from '../../sandbox/aria/parse-body.ts';
import { createAriaSandbox } from '../../sandbox/aria/provider.ts';
import { createAriaSeed } from '../../sandbox/aria/seed.ts';
import { createWorld } from '../../sandbox/world.ts';
import { judged } from '../support/vendor-judge.ts';
import { adminPath, corePath, startAria } from './aria-requests.ts';

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';
const login = 'output_format=json&client_no=4100001&auth_key=sandboxAriaAuthKey00000000000001';
const plansOfTrial = { acct_no: 5000001 };

describe('transport', () => {
  test('only POST is served', () => {
    expect(startAria().send(corePath, json, '', 'GET').status).toBe(405);
  });

  test('a path of neither family is not found', () => {
    expect(startAria().send('/v1/objectquery', json, '{}').status).toBe(404);
  });

  test('an unknown rest_call is the one error with an HTTP status of its own', () => {
    expect(startAria().send(corePath, json, '{"rest_call":"convert_trial_m"}')).toMatchObject({
      status: 404,
      body: '{"error_code":-1,"error_msg":"not attempted"}',
    });
  });

  test('a call of the other family is unknown', () => {
    expect(startAria().send(corePath, form, `rest_call=get_plans_m&${login}`).status).toBe(404);
  });

  test('Core does not parse broken JSON', () => {
    expect(startAria().send(corePath, json, '{"rest_call":')).toMatchObject({
      status: 200,
      body: '{"error_code":1012,"error_msg":"Unable to parse input json - invalid format."}',
    });
  });

  test('output_format is required', () => {
    const { send } = startAria();
    expect(send(adminPath, form, 'rest_call=get_plans_m&client_no=4100001&auth_key=x').body).toBe(
      '{"error_code":1010,"error_msg":"Missing required parameter: output_format","plans":null}',
    );
  });

  test('Core takes a form as well', () => {
    expect(startAria().coreForm('get_acct_plans_all_m', plansOfTrial)).toMatchObject({
      error_code: 0,
      record_count: 1,
    });
  });

  test('of a JSON body Admin Tools parses nothing, until the state allows it', () => {
    const { send, state } = startAria();
    const body = JSON.stringify({
      rest_call: 'get_plans_m',
      output_format: 'json',
      client_no: 4100001,
      auth_key: 'sandboxAriaAuthKey00000000000001',
    });
    expect(send(adminPath, json, body)).toMatchObject({
      status: 200,
      body: '{"error_code":1010,"error_msg":"Missing required parameter: rest_call"}',
    });
    state.settings.adminAcceptsJson = true;
    expect(JSON.parse(send(adminPath, json, body).body).error_code).toBe(0);
  });

  test('a body without a content type is not parsed', () => {
    expect(startAria().send(corePath, '', `rest_call=get_acct_plans_all_m&${login}`).body).toContain('1010');
  });

  test('the order array[name][index] is refused by the name', () => {
    const { send } = startAria();
    expect(send(adminPath, form, `rest_call=get_plans_m&${login}&schedule[schedule_name][0]=Monthly`).body).toBe(
      '{"error_code":1016,"error_msg":"(schedule_name) is not a valid string."}',
    );
  });

  test('a JSON list has rows and no bare values', () => {
    const { core } = startAria();
    expect(core('get_acct_plans_all_m', { ...plansOfTrial, service_no_filter: ['20001'] })).toEqual({
      error_code: 1016,
      error_msg: '(service_no_filter) is not a valid string.',
    });
    expect(core('get_acct_plans_all_m', { ...plansOfTrial, service_no_filter: [{ service_no: 20001 }] })).toMatchObject(
      {
        error_code: 0,
      },
    );
  });

  test('bracket rows nest', () => {
    const body = 'service[0][tier][0][schedule][0][from]=1&service[0][tier][0][schedule][1][from]=6&plan_group[]=2';
    const request = {
      method: 'POST',
      path: adminPath,
      query: new URLSearchParams(),
      headers: { 'content-type': form },
    };
    const list = (items: [string, unknown][]) => ({ kind: 'list', items: new Map(items) });
    const row = (members: [string, unknown][]) => ({ kind: 'row', members: new Map(members) });
    expect(parseBody({ ...request, body }, { acceptsJson: false })).toEqual(
      row([
        [
          'service',
          list([
            [
              '0',
              row([
                [
                  'tier',
                  list([
                    [
                      '0',
                      row([
                        [
                          'schedule',
                          list([
                            ['0', row([['from', '1']])],
                            ['1', row([['from', '6']])],
                          ]),
                        ],
                      ]),
                    ],
                  ]),
                ],
              ]),
            ],
          ]),
        ],
        ['plan_group', list([['0', '2']])],
      ]),
    );
  });

  test('faults are programmed by rest_call', () => {
    const { aria } = startAria();
    const operation = (body: string) =>
      aria.operationOf({
        method: 'POST',
        path: corePath,
        query: new URLSearchParams(),
        headers: { 'content-type': json },
        body,
      });
    expect([operation('{"rest_call":"replace_acct_plan_m"}'), operation('{')]).toEqual([
      'replace_acct_plan_m',
      'unknown',
    ]);
  });
});

describe('authentication', () => {
  test('a wrong key is 1004 at HTTP 200', () => {
    const { core } = startAria();
    expect(core('get_acct_plans_all_m', { ...plansOfTrial, auth_key: 'another' })).toEqual({
      error_code: 1004,
      error_msg: 'authentication error',
      record_count: null,
      all_acct_plans_m: null,
    });
  });

  test('a rotated key refuses the old one at once', () => {
    const { core, state } = startAria();
    state.settings.authKey = 'rotated';
    expect(core('get_acct_plans_all_m', plansOfTrial).error_code).toBe(1004);
    expect(core('get_acct_plans_all_m', { ...plansOfTrial, auth_key: 'rotated' }).error_code).toBe(0);
  });

  test('an address is allow-listed for each family apart', () => {
    const { core, admin, state } = startAria();
    state.settings.refusedHosts.admin = 1003;
    expect([core('get_acct_plans_all_m', plansOfTrial).error_code, admin('get_plans_m').error_code]).toEqual([0, 1003]);
    state.settings.refusedHosts.core = 1004;
    expect(core('get_acct_plans_all_m', plansOfTrial).error_code).toBe(1004);
  });

  test('an endless client_no is unparsable, not unknown', () => {
    expect(startAria().core('get_acct_plans_all_m', { client_no: '1'.repeat(23) }).error_code).toBe(1012);
  });
});

test('a billing period ends on the last day of a short month', () => {
  expect([
    addPeriod('2026-01-31', 1, 3),
    addPeriod('2026-01-31', 13, null),
    addPeriod('2026-01-31', 2, 2),
    addPeriod('2026-01-31', 1, 1),
  ]).toEqual(['2026-02-28', '2027-02-28', '2026-02-14', '2026-02-01']);
});

test('a seed is copied', () => {
  const seed = createAriaSeed(Date.UTC(2026, 0, 15));
  const { state } = judged(createAriaSandbox(createWorld(), seed));
  state.plans.clear();
  expect(seed.plans.size).toBe(9);
});
