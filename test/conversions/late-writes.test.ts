import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { demoSecrets } from '../../local/demo-secrets.ts';
import { openAccount, trialAccount } from '../../sandbox/constant-contact-v3/state.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createInProcessGateway, type InProcessGateway } from '../support/in-process-gateway.ts';
import { startSandbox } from '../support/judged-sandbox.ts';

const account = '/v1/connections/demo-constant-contact-v3/accounts/a07et3000001';

let sandbox: Sandbox;
let gateway: InProcessGateway;

beforeEach(async () => {
  sandbox = await startSandbox();
  gateway = createInProcessGateway(demoSecrets(sandbox));
});

afterEach(() => sandbox.close());

const convert = (key: string, timeoutMs = 28_000) =>
  gateway.send({
    method: 'POST',
    path: `${account}/conversions`,
    headers: { 'idempotency-key': key },
    body: { planId: 'GOLD' },
    timeoutMs,
  });

const setAccount = (state: ReturnType<typeof trialAccount>) =>
  sandbox.providers['constant-contact-v3'].state.accounts.set('a07et3000001', state);

const effects = () => sandbox.world.journal.entries().length;

/** The write goes out, its answer never comes, and it takes effect only when the sandbox is told so. */
const loseWrite = () =>
  sandbox.faults.add({
    provider: 'constant-contact-v3',
    operation: 'PUT plan',
    fault: { kind: 'late-effect', connection: 'destroy' },
  });

describe('a write that may still land', () => {
  test('keeps a new trial of the account waiting for the settle time, counted from when the write was given up', async () => {
    loseWrite();
    const first = await convert('k1');
    expect(first.status).toBe(202);
    setAccount(openAccount('GOLD'));
    const settled = await gateway.send({ path: String(first.headers.location) });
    expect(settled.body).toMatchObject({ status: 'succeeded' });

    setAccount(trialAccount());
    const early = await convert('k2');
    gateway.advance(301_000);
    const late = await convert('k2');

    expect(early).toMatchObject({
      status: 409,
      body: { code: 'conversion_in_progress', outcome: 'not_executed', retryable: true },
      headers: { location: first.headers.location },
    });
    expect(late.status).toBe(201);
    expect(effects()).toBe(1);
  });

  test('keeps it waiting too when the first conversion was rejected because somebody else paid for another plan', async () => {
    loseWrite();
    const first = await convert('k1');
    setAccount(openAccount('BRONZE'));
    expect((await gateway.send({ path: String(first.headers.location) })).body).toMatchObject({
      status: 'rejected',
      problem: { code: 'provider_conflict', outcome: 'unknown' },
    });

    setAccount(trialAccount());

    expect(await convert('k2')).toMatchObject({ status: 409, body: { code: 'conversion_in_progress' } });
  });

  test('is not settled by anybody else while the one that sends it may be alive', async () => {
    sandbox.faults.add({
      provider: 'constant-contact-v3',
      operation: 'PUT plan',
      fault: { kind: 'hang', handled: true },
    });
    const sending = convert('k1', 2_000);
    while (effects() === 0) {
      await gateway.send({ path: `${account}/plan` });
    }

    const meanwhile = await convert('k1');

    expect(meanwhile).toMatchObject({ status: 202, body: { status: 'pending' } });
    expect(await sending).toMatchObject({ status: 201, body: { attempts: 1 } });
    expect(effects()).toBe(1);
  });
});
