import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { demoSecrets } from '../../local/demo-secrets.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createInProcessGateway, type InProcessGateway } from '../support/in-process-gateway.ts';
import { startSandbox } from '../support/judged-sandbox.ts';

let sandbox: Sandbox;
let gateway: InProcessGateway;

beforeEach(async () => {
  sandbox = await startSandbox();
  gateway = createInProcessGateway(demoSecrets(sandbox));
});

afterEach(() => sandbox.close());

const breakReads = () =>
  sandbox.faults.add({
    provider: 'constant-contact-v3',
    operation: 'GET plan',
    times: 100,
    fault: { kind: 'status', status: 500 },
  });

const convertWithoutAnAnswer = async () => {
  sandbox.faults.add({
    provider: 'constant-contact-v3',
    operation: 'GET plan',
    fault: { kind: 'delay', durationMs: 0 },
  });
  sandbox.faults.add({ provider: 'constant-contact-v3', operation: 'PUT plan', fault: { kind: 'drop-before' } });
  breakReads();
  const answer = await gateway.send({
    method: 'POST',
    path: '/v1/connections/demo-constant-contact-v3/accounts/a07et3000001/conversions',
    headers: { 'idempotency-key': 'k1' },
    body: { planId: 'GOLD' },
  });
  expect(answer.status).toBe(202);
  return answer;
};

describe('a conversion that stays pending', () => {
  test('is told on the bus once the alarm time is over, and only once', async () => {
    const { headers } = await convertWithoutAnAnswer();
    const conversion = String(headers.location).split('/').at(-1);

    gateway.advance(59 * 60_000);
    await gateway.reconcile();
    await gateway.runStreams();
    expect(gateway.events).toEqual([]);

    gateway.advance(20 * 60_000);
    await gateway.reconcile();
    gateway.advance(20 * 60_000);
    await gateway.reconcile();
    await gateway.runStreams();

    expect(gateway.events).toHaveLength(1);
    expect(gateway.events[0]).toMatchObject({
      id: `evt_${conversion}_pending_too_long`,
      version: '1',
      type: 'conversion.pending_too_long',
      sequence: 1,
      connection: 'demo-constant-contact-v3',
      provider: 'constant-contact-v3',
      accountId: 'a07et3000001',
      subscriptionId: null,
      before: { planId: 'TRIAL', status: 'trial' },
      after: null,
      cause: { conversion },
    });
  });
});
