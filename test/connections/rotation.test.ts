import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeApiKey } from '../../sandbox/fusebill/state.ts';
import type { Connection } from '../../shared/connections/connections.ts';
import { failed, success } from '../../shared/domain/result.ts';
import { type ConnectionBench, startConnectionBench } from '../support/connection-bench.ts';

let bench: ConnectionBench;

beforeEach(async () => {
  bench = await startConnectionBench();
});

afterEach(() => bench.close());

const open = async (name = 'demo-fusebill'): Promise<Connection> => {
  const opened = await bench.connections.open(name, bench.request);
  if (!opened.ok) {
    throw new Error(opened.problem.code);
  }
  return opened.value;
};

const readStatus = async (connection: Connection, accountId = '70003') => {
  const reads = await connection.run(({ listAccountPlans }) => listAccountPlans?.(accountId) ?? never());
  return reads.ok ? reads.value[0]?.accountPlan.status : reads.problem.code;
};

const never = () => Promise.reject(new Error('The provider lacks the operation.'));

const fetches = () => bench.secretsManager.calls('GetSecretValue');

/** The provider takes the new key alone from now on. */
const rotateFusebill = () => {
  const apiKey = makeApiKey('rotated-key');
  bench.sandbox.providers.fusebill.state.apiKey = apiKey;
  return () => bench.putSecret('demo-fusebill', { provider: 'fusebill', apiKey, ...bench.sandbox.urls.fusebill });
};

describe('when the credentials of a connection are rotated', () => {
  test('a request that began with the old ones succeeds, after one more fetch', async () => {
    const connection = await open();
    expect(await readStatus(connection)).toBe('active');
    rotateFusebill()();

    expect(await readStatus(connection)).toBe('active');
    expect(fetches()).toBe(2);
    expect(bench.lines.filter((line) => line.includes('credentials_fetched_again'))).toHaveLength(1);
  });

  test('50 requests at the same time all succeed, after one more fetch', async () => {
    await open();
    rotateFusebill()();

    const statuses = await Promise.all(Array.from({ length: 50 }, async () => readStatus(await open())));

    expect(statuses).toEqual(Array.from({ length: 50 }, () => 'active'));
    expect(fetches()).toBe(2);
  });

  test('a request that began before and ends after everybody else knows the new ones needs no fetch of its own', async () => {
    const slow = await open();
    rotateFusebill()();
    await readStatus(await open());
    bench.clock.advance(1_000);

    expect(await readStatus(slow)).toBe('active');
    expect(fetches()).toBe(2);
  });

  test('at the provider before the secret, requests fail for as long as that lasts, and the secret is fetched once in five seconds', async () => {
    const connection = await open();
    const publish = rotateFusebill();

    expect(await readStatus(connection)).toBe('provider_unauthorized');
    expect(await readStatus(connection)).toBe('provider_unauthorized');
    expect(fetches()).toBe(2);

    publish();
    bench.clock.advance(5_000);
    expect(await readStatus(connection)).toBe('active');
    expect(fetches()).toBe(3);
  });

  test('a write that was refused for the old ones goes out again and takes effect once', async () => {
    const connection = await open('demo-constant-contact-v2');
    const credentials = { apiKey: 'new-api-key', username: 'partner', password: 'new-password' };
    bench.sandbox.providers['constant-contact-v2'].state.credentials = credentials;
    bench.putSecret('demo-constant-contact-v2', {
      provider: 'constant-contact-v2',
      ...credentials,
      ...bench.sandbox.urls['constant-contact-v2'],
    });

    const sent = await connection.run(async ({ changes }) => {
      const result = await changes.convert_trial?.send(
        {
          accountId: 'a07et2000001',
          subscriptionId: null,
          wantedPlanId: '2',
          repeat: 'naturally_repeatable',
          replacedProviderStatus: null,
          warnings: [],
          parameters: { planType: 2 },
        },
        1,
      );
      return result?.kind === 'refused' ? failed(result.problem) : success(result?.kind);
    });

    expect(sent).toEqual({ ok: true, value: 'accepted' });
    expect(bench.sandbox.requests().map(({ operation }) => operation)).toEqual(['PUT plan', 'PUT plan']);
    expect(bench.sandbox.world.journal.entries()).toHaveLength(1);
  });

  test('nothing but refused credentials is repeated', async () => {
    const connection = await open();

    expect(await readStatus(connection, '79999')).toBe('account_not_found');
    expect(bench.sandbox.requests().filter(({ path }) => path.includes('79999'))).toHaveLength(1);
    expect(fetches()).toBe(1);
  });

  test('neither the old nor the new ones are in a log line', async () => {
    const connection = await open();
    const old = bench.sandbox.providers.fusebill.state.apiKey;
    rotateFusebill()();
    await readStatus(connection);

    expect(bench.lines.join('\n')).not.toContain(old);
    expect(bench.lines.join('\n')).not.toContain(makeApiKey('rotated-key'));
  });
});

test('a changed secret that works is taken up after its time to live, without any refusal', async () => {
  await open();
  bench.putSecret('demo-fusebill', {
    provider: 'constant-contact-v2',
    ...bench.sandbox.providers['constant-contact-v2'].state.credentials,
    ...bench.sandbox.urls['constant-contact-v2'],
  });
  expect((await open()).provider).toBe('fusebill');

  bench.clock.advance(300_000);

  expect((await open()).provider).toBe('constant-contact-v2');
});
