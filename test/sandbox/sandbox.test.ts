import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startControlServer } from '../../sandbox/control-server.ts';
import type { LoopbackServer } from '../../sandbox/loopback-server.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createWorld } from '../../sandbox/world.ts';
import { startSandbox } from '../support/judged-sandbox.ts';
import { basic } from './one-provider.ts';

let sandbox: Sandbox;
let control: LoopbackServer;

beforeEach(async () => {
  sandbox = await startSandbox({ world: createWorld(() => Date.parse('2031-03-17T12:00:00Z')) });
  control = await startControlServer(sandbox);
});

afterEach(async () => {
  await control.close();
  await sandbox.close();
});

const putPlan = () =>
  fetch(
    `${sandbox.urls['constant-contact-v2'].baseUrl}/partner/accounts/a07et2000001/plan?api_key=sandbox-v2-api-key`,
    {
      method: 'PUT',
      headers: {
        authorization: basic('sandbox-partner', 'sandbox-v2-password'),
        accept: 'application/json',
        'content-type': 'application/json',
      },
      body: '{"plan_type":2}',
    },
  );

const operate = async (
  method: string,
  path: string,
  { body, contentType = 'application/json' }: { body?: unknown; contentType?: string } = {},
) => {
  const response = await fetch(`${control.origin}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : {
          headers: { 'content-type': contentType },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? null : JSON.parse(text) };
};

describe('the sandbox', () => {
  test('serves the four providers, each on a port of its own, and records them in one order', async () => {
    const { urls } = sandbox;
    const addresses = [
      `${urls['constant-contact-v2'].baseUrl}/partner/accounts/a07et2000001/plan`,
      urls['constant-contact-v3'].tokenUrl,
      urls.aria.coreUrl,
      urls.aria.adminUrl,
      `${urls.fusebill.baseUrl}/Plans`,
    ];
    const statuses: number[] = [];
    for (const address of addresses) {
      statuses.push((await fetch(address)).status);
    }

    // Known paths, and refused for want of everything else.
    expect(statuses).not.toContain(404);
    expect(new Set(addresses.map((address) => new URL(address).port)).size).toBe(4);
    expect(sandbox.requests().map(({ provider }) => provider)).toEqual([
      'constant-contact-v2',
      'constant-contact-v3',
      'aria',
      'aria',
      'fusebill',
    ]);
    sandbox.clearRequests();
    expect(sandbox.requests()).toEqual([]);
  });

  test('writes what took effect at any provider into the journal of its world', async () => {
    expect((await putPlan()).status).toBe(200);

    expect(sandbox.world.journal.entries()).toMatchObject([
      { provider: 'constant-contact-v2', accountId: 'a07et2000001', change: { plan_type: [1, 2] } },
    ]);
  });

  test('cannot start on a port that is taken, and leaves none of its own behind', async () => {
    const port = Number(new URL(sandbox.urls.fusebill.baseUrl).port);

    await expect(startSandbox({ ports: { fusebill: port } })).rejects.toThrow('EADDRINUSE');
  });
});

describe('the control server', () => {
  test('programs a fault, shows it, and the fault strikes', async () => {
    const added = await operate('POST', '/faults', {
      body: { provider: 'constant-contact-v2', operation: 'PUT plan', fault: { kind: 'status', status: 503 } },
    });

    const programmed = {
      provider: 'constant-contact-v2',
      operation: 'PUT plan',
      times: 1,
      fault: { kind: 'status', status: 503 },
    };
    expect([added.status, added.json]).toEqual([201, programmed]);
    expect((await operate('GET', '/faults')).json).toEqual({ faults: [programmed] });
    expect((await putPlan()).status).toBe(503);
    expect((await putPlan()).status).toBe(200);
  });

  test('clears faults and lets late effects happen', async () => {
    await operate('POST', '/faults', {
      body: { provider: 'constant-contact-v2', times: 9, fault: { kind: 'late-effect', connection: 'destroy' } },
    });
    await expect(putPlan()).rejects.toThrow();
    expect((await operate('DELETE', '/faults')).status).toBe(204);
    expect((await operate('GET', '/journal')).json).toEqual({ entries: [] });

    expect((await operate('POST', '/late-effects')).json).toEqual({ applied: 1 });
    expect((await operate('GET', '/journal')).json.entries).toMatchObject([{ accountId: 'a07et2000001' }]);
  });

  test('shows the requests, and forgets them', async () => {
    await putPlan();

    expect((await operate('GET', '/requests')).json.requests).toMatchObject([
      { provider: 'constant-contact-v2', operation: 'PUT plan', body: '{"plan_type":2}', fault: null },
    ]);
    expect((await operate('DELETE', '/requests')).status).toBe(204);
    expect((await operate('GET', '/requests')).json).toEqual({ requests: [] });
  });

  test('moves the clock', async () => {
    expect((await operate('POST', '/clock', { body: { advanceMs: 86_400_000 } })).json).toEqual({
      now: '2031-03-18T12:00:00.000Z',
    });
  });

  test('says what it can do', async () => {
    const { status, json } = await operate('GET', '/');

    expect(status).toBe(200);
    expect(json.urls).toEqual(sandbox.urls);
    expect(json.routes).toContain('POST /faults');
  });

  test.each([
    [
      'an unknown provider',
      { provider: 'stripe', fault: { kind: 'empty' } },
      [
        {
          path: 'provider',
          message: 'Invalid option: expected one of "constant-contact-v2"|"constant-contact-v3"|"aria"|"fusebill"',
        },
      ],
    ],
    [
      'an unknown member',
      { provider: 'aria', times: 1, forever: true, fault: { kind: 'empty' } },
      [{ path: '', message: 'Unrecognized key: "forever"' }],
    ],
    [
      'a fault without what it needs',
      { provider: 'aria', fault: { kind: 'delay' } },
      [{ path: 'fault.durationMs', message: 'Invalid input: expected number, received undefined' }],
    ],
  ])('refuses %s and names it', async (_reason, body, issues) => {
    expect(await operate('POST', '/faults', { body })).toEqual({
      status: 400,
      json: { error: 'The body is not valid.', issues },
    });
    expect(sandbox.faults.remaining()).toEqual([]);
  });

  test.each([
    ['a body that is not JSON', 'POST', '/faults', { body: '{' }, 400],
    ['a form', 'POST', '/faults', { body: 'a=b', contentType: 'text/plain' }, 415],
    ['no body', 'POST', '/clock', {}, 400],
    ['a clock that goes back', 'POST', '/clock', { body: { advanceMs: -1 } }, 400],
    ['another method', 'PUT', '/faults', {}, 405],
    ['another path', 'GET', '/fault', {}, 404],
  ])('refuses %s', async (_reason, method, path, options, status) => {
    expect(await operate(method, path, options)).toEqual({
      status,
      json: expect.objectContaining({ error: expect.any(String) }),
    });
  });
});
