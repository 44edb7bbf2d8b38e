import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalSecretsManager, startSecretsManager } from '../../local/secrets-manager.ts';
import { failed, type Result, success } from '../../shared/domain/result.ts';
import {
  createSecretStore,
  type SecretReading,
  type SecretSource,
  type SecretStore,
} from '../../shared/secrets/secret-store.ts';
import { createSecretsManagerSource } from '../../shared/secrets/secrets-manager.ts';
import { pointAwsAt } from '../support/aws-clients.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';

const ttlMs = 300_000;
const rotationMs = 3_600_000;

let service: LocalSecretsManager;
let clock: ManualClock;
let store: SecretStore;

beforeEach(async () => {
  clock = createManualClock(Date.UTC(2031, 2, 1));
  service = await startSecretsManager({ now: clock.now });
  pointAwsAt({ secretsManager: service.url });
  store = createStore();
});

afterEach(() => service.close());

const createStore = (options: { readonly rotationMs?: number; readonly source?: SecretSource } = {}) =>
  createSecretStore(options.source ?? createSecretsManagerSource(), {
    prefix: 'shop/prod/',
    ttlMs,
    rotationMs: options.rotationMs ?? rotationMs,
    clock,
    isConnectionName: () => true,
  });

const put = (name: string, text: string) => service.put(`shop/prod/${name}`, text);
const reads = () => service.calls('GetSecretValue');
const seen = <Value>(result: Result<Value>) => (result.ok ? result.value : result.problem.code);
const read = async () => seen(await store.read('acme'));
const readPrevious = async () => seen(await store.readPrevious('acme'));

describe('the text before the current one', () => {
  test('is given from the change on until the rotation time is over, and not after', async () => {
    put('acme', 'one');
    clock.advance(10 * rotationMs);
    put('acme', 'two');

    expect(await readPrevious()).toBe('one');
    clock.advance(rotationMs - 1);
    expect(await readPrevious()).toBe('one');
    clock.advance(1);
    expect(await readPrevious()).toBeNull();
  });

  test('is known to a container that starts after the change', async () => {
    put('acme', 'one');
    put('acme', 'two');
    clock.advance(rotationMs - 1);

    expect(await readPrevious()).toBe('one');
    clock.advance(1);
    store = createStore();
    expect(await readPrevious()).toBeNull();
  });

  test('is fetched once for 200 that ask at the same time, and kept for the time to live', async () => {
    put('acme', 'one');
    put('acme', 'two');
    await read();

    const all = await Promise.all(Array.from({ length: 200 }, readPrevious));
    expect(all).toEqual(Array.from({ length: 200 }, () => 'one'));
    clock.advance(ttlMs - 1);
    await readPrevious();
    expect(reads()).toBe(2);
    clock.advance(1);
    await readPrevious();
    expect(reads()).toBe(4);
  });

  test('is null for a secret that was never changed, which is remembered as well', async () => {
    put('acme', 'one');

    expect(await readPrevious()).toBeNull();
    expect(await readPrevious()).toBeNull();
    expect(reads()).toBe(2);
  });

  test('is not asked for when the change is too long ago', async () => {
    put('acme', 'one');
    put('acme', 'two');
    clock.advance(rotationMs);
    await read();

    await readPrevious();

    expect(reads()).toBe(1);
  });

  test('is never asked for with a rotation time of 0', async () => {
    store = createStore({ rotationMs: 0 });
    put('acme', 'one');
    put('acme', 'two');
    await read();

    expect(await readPrevious()).toBeNull();
    expect(reads()).toBe(1);
  });

  test('is another one as soon as the current one is', async () => {
    put('acme', 'one');
    put('acme', 'two');
    expect(await readPrevious()).toBe('one');
    put('acme', 'three');
    await store.refresh('acme', 'two');

    expect(await readPrevious()).toBe('two');
  });

  test('is the current one where the same text was stored twice, which ends the rotation at once', async () => {
    put('acme', 'one');
    put('acme', 'two');
    await readPrevious();
    clock.advance(1_000);
    put('acme', 'two');
    await store.refresh('acme', 'two');

    expect(await readPrevious()).toBe('two');
  });

  test('fails like the current one where that cannot be read', async () => {
    expect(await readPrevious()).toBe('connection_not_found');
    service.failWith('access_denied');
    clock.advance(10_000);
    expect(await readPrevious()).toBe('secrets_unavailable');
  });
});

describe('while Secrets Manager fails', () => {
  beforeEach(async () => {
    put('acme', 'one');
    put('acme', 'two');
    await read();
  });

  test('a previous text that was never fetched is unavailable, and asked for once in five seconds', async () => {
    service.failWith('unavailable');
    expect(await readPrevious()).toBe('secrets_unavailable');
    const tried = reads();

    clock.advance(4_999);
    expect(await readPrevious()).toBe('secrets_unavailable');
    expect(reads()).toBe(tried);
    service.failWith(null);
    clock.advance(1);
    expect(await readPrevious()).toBe('one');
  });

  test('one that was fetched is served on, and asked for once in five seconds', async () => {
    await readPrevious();
    service.failWith('throttled');
    clock.advance(ttlMs);

    expect(await readPrevious()).toBe('one');
    const tried = reads();
    clock.advance(4_999);
    expect(await readPrevious()).toBe('one');
    expect(reads()).toBe(tried);
  });
});

/** Everything that waits for no socket gets its turn. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('over a source of another kind', () => {
  const sourceOf = (readPreviousText: () => Promise<SecretReading>, createdAt?: number): SecretSource => ({
    read: async () => ({ ...success('two'), ...(createdAt === undefined ? {} : { createdAt }) }),
    readPrevious: readPreviousText,
    list: async () => success([]),
  });

  test('that gives no dates, the time counts from the first fetch of the present text', async () => {
    store = createStore({ source: sourceOf(async () => success('one')) });
    await read();
    clock.advance(rotationMs / 2);
    await read();
    clock.advance(rotationMs / 2 - 1);

    expect(await readPrevious()).toBe('one');
    clock.advance(1);
    expect(await readPrevious()).toBeNull();
  });

  test('that keeps no earlier texts, there is none', async () => {
    store = createStore({ source: { read: async () => success('two'), list: async () => success([]) } });

    expect(await readPrevious()).toBeNull();
  });

  test.each(['denied', 'unreadable'] as const)('where it is %s, there is none', async (problem) => {
    store = createStore({ source: sourceOf(async () => failed(problem), clock.now()) });

    expect(await readPrevious()).toBeNull();
  });

  test('a fetch that began before a change does not answer for the time after it', async () => {
    let text = 'two';
    const waiting: ((reading: SecretReading) => void)[] = [];
    store = createStore({
      source: {
        read: async () => ({ ...success(text), createdAt: clock.now() }),
        readPrevious: () => new Promise((resolve) => waiting.push(resolve)),
        list: async () => success([]),
      },
    });
    await read();
    const before = readPrevious();
    await turn();
    text = 'three';
    await store.refresh('acme', 'two');
    const after = readPrevious();
    await turn();
    expect(waiting).toHaveLength(2);

    waiting[1]?.(success('two'));
    expect(await after).toBe('two');
    waiting[0]?.(success('one'));
    expect(await before).toBe('one');
    expect(await readPrevious()).toBe('two');
  });
});
