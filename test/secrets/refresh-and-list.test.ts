import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalSecretsManager, startSecretsManager } from '../../local/secrets-manager.ts';
import type { Result } from '../../shared/domain/result.ts';
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

describe('a forced refresh, after a provider refused the credentials', () => {
  beforeEach(async () => {
    put('acme', 'one');
    await read();
    put('acme', 'two');
  });

  const refresh = async (refusedText: string) => seen(await store.refresh('acme', refusedText));

  test('gives what is current at once, without waiting for the time to live', async () => {
    expect(await refresh('one')).toEqual({ worthRepeating: true, isStale: false });
    expect(await read()).toBe('two');
    expect(reads()).toBe(2);
  });

  test('is one fetch for 50 requests at the same time, and for those that come after it with the old text', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => refresh('one')));
    const late = await refresh('one');

    expect([...all, late]).toEqual(Array.from({ length: 51 }, () => ({ worthRepeating: true, isStale: false })));
    expect(reads()).toBe(2);
  });

  test('happens at most once in five seconds, so that wrong credentials do not hammer Secrets Manager', async () => {
    await refresh('one');

    expect(await refresh('two')).toEqual({ worthRepeating: false, isStale: false });
    clock.advance(4_999);
    expect(await refresh('two')).toEqual({ worthRepeating: false, isStale: false });
    expect(reads()).toBe(2);
    clock.advance(1);
    expect(await refresh('two')).toEqual({ worthRepeating: true, isStale: false });
    expect(reads()).toBe(3);
  });

  test('counts for one secret alone', async () => {
    put('bolt', 'b1');
    await read('bolt');
    await refresh('one');
    put('bolt', 'b2');

    await store.refresh('bolt', 'b1');

    expect(await read('bolt')).toBe('b2');
  });

  test('because of a webhook, which anybody may send, takes nothing from a request that the provider refused', async () => {
    await store.refresh('acme', 'one', { cause: 'webhook_not_verified' });
    put('acme', 'three');

    await store.refresh('acme', 'two', { cause: 'webhook_not_verified' });
    expect(await read()).toBe('two');
    await refresh('two');
    expect(await read()).toBe('three');
  });

  test('says so while Secrets Manager cannot be reached and memory may be out of date', async () => {
    service.failWith('unavailable');
    await refresh('one');

    expect(await refresh('one')).toEqual({ worthRepeating: false, isStale: true });
    service.failWith(null);
    clock.advance(5_000);
    expect(await refresh('one')).toEqual({ worthRepeating: true, isStale: false });
  });
});

describe('the list of connections', () => {
  test('has the names below the prefix that can be connection names, sorted, past one page of the service', async () => {
    for (let index = 0; index < 120; index += 1) {
      put(`c${String(index).padStart(3, '0')}`, '{}');
    }
    put('Upper', '{}');
    put('deeper/acme', '{}');
    service.put('shop/production', '{}');
    service.put('other/prod/acme', '{}');

    const names = seen(await store.list());

    expect(names).toHaveLength(120);
    expect(names).toEqual(Array.from({ length: 120 }, (_, index) => `c${String(index).padStart(3, '0')}`));
  });

  test('is unavailable when it cannot be read', async () => {
    service.failWith('access_denied');

    expect(seen(await store.list())).toBe('secrets_unavailable');
  });
});
