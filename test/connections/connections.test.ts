import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createConnections } from '../../shared/connections/connections.ts';
import { anyAddress } from '../../shared/domain/provider-address.ts';
import { providers } from '../../shared/providers/registry.ts';
import { createSecretStore } from '../../shared/secrets/secret-store.ts';
import { createSecretsManagerSource } from '../../shared/secrets/secrets-manager.ts';
import { type ConnectionBench, secretPrefix, startConnectionBench } from '../support/connection-bench.ts';

let bench: ConnectionBench;

beforeEach(async () => {
  bench = await startConnectionBench();
});

afterEach(() => bench.close());

const problemOf = async (name: string) => {
  const opened = await bench.connections.open(name, bench.request);
  return opened.ok ? null : opened.problem;
};

const marker = 'hunter22-hunter22';

describe('a secret', () => {
  test.each<[string, object]>([
    [
      'constant-contact-v2',
      {
        ...{ apiKey: 'k', username: 'u', password: 'p' },
        ...{ baseUrl: null, currency: null, planNames: null, webhookSecret: null },
      },
    ],
    ['constant-contact-v2', { apiKey: 'k', username: 'u', password: 'p', planNames: { '2': null } }],
    [
      'constant-contact-v3',
      {
        ...{ apiKey: 'k', clientId: 'c', clientSecret: 's', baseUrl: null, tokenUrl: null },
        ...{ authorizationScheme: null, plans: null, webhookSecret: null, settings: null },
      },
    ],
    [
      'constant-contact-v3',
      {
        ...{ apiKey: 'k', clientId: 'c', clientSecret: 's', plans: [{ id: 'GOLD', name: null }] },
        settings: { tokenParameters: null, tokenScope: null },
      },
    ],
    ['aria', { clientNo: 1, authKey: 'k', coreUrl: null, adminUrl: null, webhook: null, settings: null }],
    [
      'aria',
      {
        ...{ clientNo: 1, authKey: 'k' },
        settings: {
          ...{ accountIds: null, releaseVersion: null, usageServiceType: null, editDirectives: null },
          ...{ allowFullPlanReplace: null, webhookEventIds: null },
        },
      },
    ],
    ['fusebill', { apiKey: 'k', baseUrl: null, trialPlanCodes: null, webhook: null, settings: null }],
    ['fusebill', { apiKey: 'k', settings: { pageSize: null, rateLimitWaitSeconds: null } }],
  ])('of %s takes null for whatever may be left out: %j', async (provider, secret) => {
    bench.putSecret('nulls', { provider, ...secret });

    expect(await problemOf('nulls')).toBeNull();
  });

  test('is read behind a byte order mark', async () => {
    bench.putSecret('marked', `\ufeff${JSON.stringify({ provider: 'fusebill', apiKey: 'k' })}`);

    expect(await problemOf('marked')).toBeNull();
  });
});

describe('a secret of the wrong shape', () => {
  test.each<[string, string | object, readonly string[]]>([
    ['is not JSON', `{"provider":"aria","authKey":"${marker}"`, ['']],
    ['is a text', JSON.stringify(marker), ['provider']],
    ['is a list', [marker], ['provider']],
    ['is null', 'null', ['provider']],
    ['has no provider', { apiKey: marker }, ['provider']],
    ['has an unknown provider', { provider: marker }, ['provider']],
    ['has a provider named like a member of every object', { provider: 'constructor', apiKey: marker }, ['provider']],
    ['lacks members of fusebill', { provider: 'fusebill', key: marker }, ['apiKey']],
    ['has a key that no header can carry', { provider: 'fusebill', apiKey: `${marker}\n` }, ['apiKey']],
    ['has a number for a key', { provider: 'fusebill', apiKey: 1 }, ['apiKey']],
    ['has an address without TLS', { provider: 'fusebill', apiKey: 'k', baseUrl: `http://${marker}.com` }, ['baseUrl']],
    [
      'has a password in the address',
      { provider: 'fusebill', apiKey: 'k', baseUrl: `https://u:${marker}@x.com` },
      ['baseUrl'],
    ],
    [
      'lacks members of constant-contact-v2',
      { provider: 'constant-contact-v2', apiKey: marker },
      ['username', 'password'],
    ],
    [
      'lacks members of constant-contact-v3',
      { provider: 'constant-contact-v3', apiKey: 'k', clientId: marker },
      ['clientSecret'],
    ],
    [
      'has an unknown authorization scheme',
      {
        provider: 'constant-contact-v3',
        apiKey: 'k',
        clientId: 'c',
        clientSecret: 's',
        authorizationScheme: marker,
      },
      ['authorizationScheme'],
    ],
    ['has a client number with a letter', { provider: 'aria', clientNo: marker, authKey: 'k' }, ['clientNo']],
    [
      'has a webhook that is nothing',
      { provider: 'aria', clientNo: 1, authKey: 'k', webhook: { password: marker } },
      ['webhook'],
    ],
  ])('that %s is named by connection and field, never with a value', async (_shape, secret, fields) => {
    bench.putSecret('broken', secret);

    const problem = await problemOf('broken');

    expect(problem?.code).toBe('secret_invalid');
    expect(problem?.detail).toContain('The secret of connection broken is not valid: ');
    expect(problem?.errors?.map(({ path }) => path)).toEqual(fields);
    for (const field of fields) {
      expect(problem?.detail).toContain(field);
    }
    expect(JSON.stringify(problem)).not.toContain(marker);
    expect(bench.lines.join('\n')).not.toContain(marker);
  });

  test('is read again at the next request once it is repaired and its time is over', async () => {
    bench.putSecret('broken', '{}');
    await problemOf('broken');
    bench.putSecret('broken', { provider: 'fusebill', apiKey: 'k' });
    bench.clock.advance(300_000);

    expect(await problemOf('broken')).toBeNull();
  });

  test('may hold members that nobody knows', async () => {
    bench.putSecret('more', { provider: 'fusebill', apiKey: 'k', note: 'ours', settings: { later: true } });

    expect(await problemOf('more')).toBeNull();
  });
});

test('a connection that nobody made is not found', async () => {
  expect((await problemOf('nobody'))?.code).toBe('connection_not_found');
});

describe('a secret that was made and not filled yet', () => {
  beforeEach(() => bench.secretsManager.putEmpty(`${secretPrefix}empty`));

  test('is there and not valid, so that its owner is told what is missing', async () => {
    expect(await problemOf('empty')).toMatchObject({
      code: 'secret_invalid',
      detail: 'The secret of connection empty has no text (SecretString).',
    });
  });

  test('is listed as not valid', async () => {
    const listed = await bench.connections.list(bench.request, (name) => name === 'empty');

    expect(listed).toEqual({
      ok: true,
      value: [{ name: 'empty', provider: null, operations: [], problem: 'secret_invalid' }],
    });
  });

  test('works with the next request once it is filled', async () => {
    await problemOf('empty');
    bench.putSecret('empty', { provider: 'fusebill', apiKey: 'k' });

    expect(await problemOf('empty')).toBeNull();
  });

  test('is gone like any other when it is deleted', async () => {
    await problemOf('empty');
    bench.secretsManager.remove(`${secretPrefix}empty`);

    expect((await problemOf('empty'))?.code).toBe('connection_not_found');
  });
});

describe('the list of connections', () => {
  test('says what each can do, tells broken ones apart and holds no credential', async () => {
    bench.putSecret('broken', { provider: 'aria', authKey: marker });
    bench.putSecret('gone', { provider: 'fusebill', apiKey: 'k' });
    bench.secretsManager.remove(`${secretPrefix}gone`);

    const listed = await bench.connections.list(bench.request);

    const operations = ['list-plans', 'get-plan', 'get-account-plan', 'convert-trial'];
    expect(listed).toEqual({
      ok: true,
      value: [
        { name: 'broken', provider: null, operations: [], problem: 'secret_invalid' },
        {
          name: 'demo-aria',
          provider: 'aria',
          operations: [...operations, 'create-plan', 'add-rate-schedule', 'edit-rate-schedule'],
          problem: null,
        },
        { name: 'demo-constant-contact-v2', provider: 'constant-contact-v2', operations, problem: null },
        { name: 'demo-constant-contact-v3', provider: 'constant-contact-v3', operations, problem: null },
        { name: 'demo-fusebill', provider: 'fusebill', operations, problem: null },
      ],
    });
  });

  test('leaves out one that is deleted while the list is read', async () => {
    const source = createSecretsManagerSource();
    const secrets = createSecretStore(
      {
        ...source,
        list: async (prefix) => {
          const names = await source.list(prefix);
          bench.secretsManager.remove(`${secretPrefix}demo-aria`);
          return names;
        },
      },
      { prefix: secretPrefix, ttlMs: 300_000, clock: bench.clock, isConnectionName: () => true },
    );
    const connections = createConnections({
      secrets,
      providers,
      addressRule: anyAddress,
      fetch,
      clock: bench.clock,
      random: () => 0.5,
    });

    const listed = await connections.list(bench.request);

    expect(listed.ok && listed.value.map(({ name }) => name)).toEqual([
      'demo-constant-contact-v2',
      'demo-constant-contact-v3',
      'demo-fusebill',
    ]);
  });

  test('reads the secrets of those alone that are asked for', async () => {
    const listed = await bench.connections.list(bench.request, (name) => name === 'demo-aria');

    expect(listed.ok && listed.value.map(({ name }) => name)).toEqual(['demo-aria']);
    expect(bench.secretsManager.calls('GetSecretValue')).toBe(1);
  });

  test('asks no provider anything', async () => {
    await bench.connections.list(bench.request);

    expect(bench.sandbox.requests()).toEqual([]);
  });
});
