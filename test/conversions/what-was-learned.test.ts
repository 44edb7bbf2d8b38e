import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { demoSecrets } from '../../local/demo-secrets.ts';
import { trialAccount } from '../../sandbox/constant-contact-v3/state.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createInProcessGateway, type InProcessGateway } from '../support/in-process-gateway.ts';
import { startSandbox } from '../support/judged-sandbox.ts';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox();
});

afterEach(() => sandbox.close());

const convert = (gateway: InProcessGateway, account: string, key: string, body: object) =>
  gateway.send({ method: 'POST', path: `${account}/conversions`, headers: { 'idempotency-key': key }, body });

test('a warning of the provider’s answer survives reads that lag: a charge that failed is told whenever the conversion settles', async () => {
  const refuseReads: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    if (String(init?.body).includes('replace_acct_plan_m')) {
      sandbox.faults.add({
        provider: 'aria',
        operation: 'get_acct_plans_all_m',
        times: 1_000,
        fault: { kind: 'status', status: 500 },
      });
    }
    return answer;
  };
  const gateway = createInProcessGateway(demoSecrets(sandbox), { fetch: refuseReads });

  const pending = await convert(gateway, '/v1/connections/demo-aria/accounts/5000010', 'k1', { planId: '10002' });
  sandbox.faults.clear();
  const settled = await gateway.send({ path: String(pending.headers.location) });

  const learned = {
    collection: { status: 'failed' },
    warnings: [expect.objectContaining({ code: 'collection_failed' })],
  };
  expect(pending).toMatchObject({ status: 202, body: { status: 'pending', ...learned } });
  expect(settled.body).toMatchObject({ status: 'succeeded', outcome: 'converted', ...learned });
});

describe('a provider that says OK, shows the trial, and refuses the repeat for now', () => {
  const account = '/v1/connections/demo-constant-contact-v3/accounts/a07et3000001';
  const put = { provider: 'constant-contact-v3', operation: 'PUT plan' } as const;

  test('is remembered to have said OK', async () => {
    const gateway = createInProcessGateway(demoSecrets(sandbox));
    const body = JSON.stringify({ plan_type: 'GOLD', current_status: 'Open' });
    sandbox.faults.add({ ...put, fault: { kind: 'status', status: 200, body } });
    const pending = await convert(gateway, account, 'k1', { planId: 'GOLD' });
    expect(pending).toMatchObject({ status: 202, body: { collection: { status: 'not_applicable' } } });

    sandbox.faults.add({ ...put, times: 10, fault: { kind: 'status', status: 429 } });
    gateway.advance(400_000);
    await gateway.reconcile();
    expect(sandbox.requests().filter(({ operation }) => operation === 'PUT plan')).toHaveLength(2);

    expect((await gateway.send({ path: String(pending.headers.location) })).body).toMatchObject({
      status: 'pending',
      attempts: 1,
      collection: { status: 'not_applicable' },
    });
  });
});

test('an account is held for the settle time from the answer on, not from the deadline that its write had', async () => {
  const gateway = createInProcessGateway(demoSecrets(sandbox));
  const account = '/v1/connections/demo-constant-contact-v3/accounts/a07et3000001';
  expect((await convert(gateway, account, 'k1', { planId: 'GOLD' })).status).toBe(201);
  sandbox.providers['constant-contact-v3'].state.accounts.set('a07et3000001', trialAccount());

  gateway.advance(290_000);
  expect(await convert(gateway, account, 'k2', { planId: 'GOLD' })).toMatchObject({
    status: 409,
    body: { code: 'conversion_in_progress' },
  });
  gateway.advance(11_000);
  expect((await convert(gateway, account, 'k2', { planId: 'GOLD' })).status).toBe(201);
});
