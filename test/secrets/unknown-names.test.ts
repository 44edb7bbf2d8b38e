import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalSecretsManager, startSecretsManager } from '../../local/secrets-manager.ts';
import { createSecretStore, type SecretStore } from '../../shared/secrets/secret-store.ts';
import { createSecretsManagerSource } from '../../shared/secrets/secrets-manager.ts';
import { pointAwsAt } from '../support/aws-clients.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';

let service: LocalSecretsManager;
let clock: ManualClock;
let store: SecretStore;

beforeEach(async () => {
  service = await startSecretsManager();
  pointAwsAt({ secretsManager: service.url });
  clock = createManualClock(Date.UTC(2031, 2, 1));
  store = createSecretStore(createSecretsManagerSource(), {
    prefix: 'shop/prod/',
    ttlMs: 300_000,
    clock,
    isConnectionName: (name) => /^[a-z0-9][a-z0-9-]*$/.test(name),
  });
});

afterEach(() => service.close());

const put = (name: string) => service.put(`shop/prod/${name}`, `secret of ${name}`);
const fetches = () => service.calls('GetSecretValue');

const read = async (name: string) => {
  const secret = await store.read(name);
  return secret.ok ? secret.value : secret.problem.code;
};

/** Asks for so many names that nobody has, all at once; gives how often each answer came. */
const askForUnknown = async (count: number, base = 'nobody') => {
  const answers = await Promise.all(Array.from({ length: count }, (_, index) => read(`${base}-${index}`)));
  return Object.fromEntries(
    [...Map.groupBy(answers, (answer) => answer)].map(([answer, same]) => [answer, same.length]),
  );
};

const useUpTheBudget = () => askForUnknown(20, 'invented');

describe('names that were never found', () => {
  test('are looked up twenty at once, and those beyond are told to come again', async () => {
    expect(await askForUnknown(10_000)).toEqual({ connection_not_found: 20, rate_limited: 9_980 });
    expect(fetches()).toBe(20);
    expect(service.calls('ListSecrets')).toBe(1);
  });

  test('are looked up once a second after that', async () => {
    await useUpTheBudget();

    clock.advance(999);
    expect(await askForUnknown(3, 'a')).toEqual({ rate_limited: 3 });
    clock.advance(1);
    expect(await askForUnknown(3, 'b')).toEqual({ connection_not_found: 1, rate_limited: 2 });
    clock.advance(60_000);
    expect(await askForUnknown(30, 'c')).toEqual({ connection_not_found: 20, rate_limited: 10 });
    expect(fetches()).toBe(41);
  });

  test('say when to come again', async () => {
    await useUpTheBudget();
    clock.advance(400);

    expect(await store.read('nobody')).toMatchObject({
      problem: { code: 'rate_limited', retryAfterSeconds: expect.closeTo(0.6, 5) },
    });
  });

  test('cost nothing again while their absence is remembered, nor twice where many ask for one at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => read('nobody')));
    await read('nobody');

    expect(new Set(answers)).toEqual(new Set(['connection_not_found']));
    expect(await askForUnknown(20)).toEqual({ connection_not_found: 19, rate_limited: 1 });
  });

  test('cost one of the twenty each time that their absence is forgotten', async () => {
    for (let second = 0; second < 60; second += 10) {
      await read('nobody');
      clock.advance(10_000);
    }

    expect(fetches()).toBe(6);
  });

  test('are listed once a second and no oftener while there is nothing left', async () => {
    await useUpTheBudget();
    for (let round = 0; round < 100; round += 1) {
      await read(`nobody-${round}`);
    }

    expect(service.calls('ListSecrets')).toBe(21);
    expect(fetches()).toBe(20);
  });
});

describe('a name that is known is never refused for them', () => {
  test('when it was found before, however long ago', async () => {
    put('acme');
    await read('acme');
    clock.advance(300_000);
    await useUpTheBudget();

    expect(await read('acme')).toBe('secret of acme');
    expect(service.calls('ListSecrets')).toBe(0);
  });

  test('when this container never asked for it', async () => {
    put('acme');
    await useUpTheBudget();

    expect(await read('acme')).toBe('secret of acme');
  });

  test('when it was made after the names were listed', async () => {
    await askForUnknown(100);
    put('acme');

    expect(await read('acme')).toBe('secret of acme');
  });

  test('when there are more of them than twenty, all asked for at once', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `acme-${index}`);
    names.forEach(put);

    expect(await Promise.all(names.map(read))).toEqual(names.map((name) => `secret of ${name}`));
    expect(await askForUnknown(21)).toEqual({ connection_not_found: 20, rate_limited: 1 });
  });

  test('when it could not be read a moment ago', async () => {
    service.put('shop/prod/acme', 'x');
    await useUpTheBudget();
    service.failWith('access_denied');
    expect(await read('acme')).toBe('secrets_unavailable');
    service.failWith(null);

    expect(await read('acme')).toBe('x');
  });
});

test('where the names cannot be listed either, it is Secrets Manager that is to blame', async () => {
  await useUpTheBudget();
  await service.close();

  expect(await read('acme')).toBe('secrets_unavailable');
});

test('a list of connections needs none of the twenty for those that it lists', async () => {
  const names = Array.from({ length: 30 }, (_, index) => `acme-${index}`);
  names.forEach(put);
  await useUpTheBudget();
  const listed = await store.list();

  expect(await Promise.all((listed.ok ? listed.value : []).map(read))).toHaveLength(30);
  expect(service.calls('ListSecrets')).toBe(1);
});
