import { createAriaSandbox } from '../../sandbox/aria/provider.ts';
import type { SimulatedAnswer } from '../../sandbox/simulated-provider.ts';
import { createWorld } from '../../sandbox/world.ts';
import { judged } from '../support/vendor-judge.ts';
import '../support/vendor-verdict.ts';

export const corePath = '/v1/core';
export const adminPath = '/AdminTools.php/Dispatcher';

const credentials = { output_format: 'json', client_no: 4100001, auth_key: 'sandboxAriaAuthKey00000000000001' };

/** A simulated Aria at noon of 2026-01-15, and requests to it as its clients write them. */
export const startAria = () => {
  const world = createWorld(() => Date.UTC(2026, 0, 15, 12));
  const aria = judged(createAriaSandbox(world));

  const send = (path: string, contentType: string, body: string, method = 'POST'): SimulatedAnswer =>
    aria.handle({ method, path, query: new URLSearchParams(), headers: { 'content-type': contentType }, body });
  const sendForm = (path: string, fields: Record<string, unknown>): SimulatedAnswer =>
    send(
      path,
      'application/x-www-form-urlencoded',
      new URLSearchParams(
        Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
      ).toString(),
    );

  return {
    world,
    aria,
    state: aria.state,
    send,
    /** Core in JSON, with credentials; the parsed body. */
    core: (restCall: string, parameters: Record<string, unknown> = {}) =>
      read(send(corePath, 'application/json', JSON.stringify({ rest_call: restCall, ...credentials, ...parameters }))),
    coreText: (restCall: string, parameters: Record<string, unknown> = {}) =>
      send(corePath, 'application/json', JSON.stringify({ rest_call: restCall, ...credentials, ...parameters })).body,
    coreForm: (restCall: string, parameters: Record<string, unknown> = {}) =>
      read(sendForm(corePath, { rest_call: restCall, ...credentials, ...parameters })),
    admin: (restCall: string, parameters: Record<string, unknown> = {}) =>
      read(sendForm(adminPath, { rest_call: restCall, ...credentials, ...parameters })),
  };
};

/** plan_no, rate_schedule_no and status of an account's first instance. */
export const planAndStatusOf = (aria: ReturnType<typeof startAria>, acctNo: number) => {
  const [row] = aria.core('get_acct_plans_all_m', { acct_no: acctNo }).all_acct_plans_m;
  return [row.plan_no, row.rate_schedule_no, row.plan_instance_status_cd];
};

const read = ({ body }: SimulatedAnswer) => JSON.parse(body);
