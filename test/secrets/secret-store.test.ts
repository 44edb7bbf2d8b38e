import { DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalSecretsManager, startSecretsManager } from '../../local/secrets-manager.ts';
import { failed, type Result, success } from '../../shared/domain/result.ts';
import { createSecretStore, type SecretStore } from '../../shared/secrets/secret-store.ts';
import { createSecretsManagerSource } from '../../shared/secrets/secrets-manager.ts';
import { pointAwsAt } from '../support/aws-clients.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';

const ttlMs = 300_000;

let service: LocalSecretsManager;
let clock: ManualClock;
let store: SecretStore;

beforeEach(async () => {
  service = await startSecretsManager();
  pointAwsAt({ secretsManager: service.url });
  clock = createManualClock(Date.UTC(2031, 2, 1));
  store = createSecretStore(createSecretsManagerSource(), {
    prefix: 'shop/prod/',
    ttlMs,
    clock,
    isConnectionName: (name) => /^[a-z0-9][a-z0-9-]*$/.test(name),
  });
});

afterEach(() => service.close());

const put = (name: string, text: string) => service.put(`shop/prod/${name}`, text);
const reads = () => service.calls('GetSecretValue');
const seen = <Value>(result: Result<Value>) => (result.ok ? result.value : result.problem.code);
const read = async (name = 'acme') => seen(await store.read(name));

describe('a secret', () => {
  test('is fetched once per name for 200 first requests at the same time', async () => {
    put('acme', 'one');
    put('bolt', 'two');

    const texts = await Promise.all(Array.from({ length: 200 }, (_, index) => read(index % 2 ? 'acme' : 'bolt')));

    expect(texts.filter((text) => text === 'one')).toHaveLength(100);
    expect(texts.filter((text) => text === 'two')).toHaveLength(100);
    expect(reads()).toBe(2);
  });

  test('is kept for its time to live and not a millisecond longer', async () => {
    put('acme', 'one');
    await read();
    put('acme', 'two');

    clock.advance(ttlMs - 1);
    expect(await read()).toBe('one');
    expect(reads()).toBe(1);
    clock.advance(1);
    expect(await read()).toBe('two');
    expect(reads()).toBe(2);
  });

  test('is fetched once however many requests find it stale together', async () => {
    put('acme', 'one');
    await read();
    clock.advance(ttlMs);

    await Promise.all(Array.from({ length: 50 }, () => read()));

    expect(reads()).toBe(2);
  });

  test('is looked up under the prefix and nowhere else', async () => {
    service.put('shop/test/acme', 'another stage');

    expect(await read()).toBe('connection_not_found');
  });
});

describe('while Secrets Manager fails', () => {
  beforeEach(async () => {
    put('acme', 'one');
    await read();
    clock.advance(ttlMs);
  });

  test.each(['unavailable', 'throttled'] as const)('(%s) the stale secret is served', async (fault) => {
    service.failWith(fault);

    expect(await read()).toBe('one');
  });

  test('(connection refused) the stale secret is served, for ten times its time to live and no longer', async () => {
    await service.close();

    expect(await read()).toBe('one');
    clock.advance(9 * ttlMs);
    expect(await read()).toBe('one');
    clock.advance(1);
    expect(await read()).toBe('secrets_unavailable');
  });

  test('requests do not all wait for the failing call: it is tried again after five seconds', async () => {
    service.failWith('unavailable');
    await read();
    const tried = reads();

    clock.advance(4_999);
    await read();
    expect(reads()).toBe(tried);
    clock.advance(1);
    await read();
    expect(reads()).toBeGreaterThan(tried);
  });

  test('by hanging, the time it hung does not count: the next request is served at once', async () => {
    let asked = 0;
    const hanging = createSecretStore(
      {
        read: async () => {
          asked += 1;
          clock.advance(asked === 1 ? 0 : 9_000);
          return asked === 1 ? success('one') : failed('unavailable');
        },
        list: async () => failed('unavailable'),
      },
      { prefix: '', ttlMs, clock, isConnectionName: () => true },
    );
    await hanging.read('acme');
    clock.advance(ttlMs);

    await hanging.read('acme');
    await hanging.read('acme');

    expect(asked).toBe(2);
  });

  test('and is back, the next fetch gives the new secret', async () => {
    service.failWith('unavailable');
    await read();
    put('acme', 'two');
    service.failWith(null);
    clock.advance(5_000);

    expect(await read()).toBe('two');
  });

  test('a secret that was never read is unavailable rather than missing', async () => {
    service.failWith('unavailable');

    expect(await read('bolt')).toBe('secrets_unavailable');
  });
});

describe('a secret that is gone', () => {
  beforeEach(async () => {
    put('acme', 'one');
    await read();
    clock.advance(ttlMs);
  });

  test('is dropped at once when it is deleted, and not served again when the service then fails', async () => {
    service.remove('shop/prod/acme');

    expect(await read()).toBe('connection_not_found');
    service.failWith('unavailable');
    clock.advance(60_001);
    expect(await read()).toBe('secrets_unavailable');
  });

  test('is dropped at once when it is scheduled for deletion', async () => {
    const client = new SecretsManagerClient({});
    await client.send(new DeleteSecretCommand({ SecretId: 'shop/prod/acme', RecoveryWindowInDays: 7 }));
    client.destroy();

    expect(await read()).toBe('connection_not_found');
  });

  test('is dropped at once when access to it is denied', async () => {
    service.failWith('access_denied');
    expect(await read()).toBe('secrets_unavailable');

    service.failWith('unavailable');
    expect(await read()).toBe('secrets_unavailable');
  });

  test('is remembered as missing for less than a minute, so that a new connection works soon', async () => {
    expect(await read('new')).toBe('connection_not_found');
    const asked = reads();
    expect(await read('new')).toBe('connection_not_found');
    expect(reads()).toBe(asked);

    put('new', 'here');
    clock.advance(60_000);
    expect(await read('new')).toBe('here');
  });
});
