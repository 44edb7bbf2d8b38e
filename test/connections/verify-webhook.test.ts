import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalSecretsManager, startSecretsManager } from '../../local/secrets-manager.ts';
import { type Connections, createConnections } from '../../shared/connections/connections.ts';
import { createDeadline } from '../../shared/domain/clock.ts';
import { anyAddress } from '../../shared/domain/provider-address.ts';
import { success } from '../../shared/domain/result.ts';
import type { WebhookDelivery } from '../../shared/domain/webhook.ts';
import { providers } from '../../shared/providers/registry.ts';
import { createSecretStore, type SecretSource } from '../../shared/secrets/secret-store.ts';
import { createSecretsManagerSource } from '../../shared/secrets/secrets-manager.ts';
import { pointAwsAt } from '../support/aws-clients.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { createProviderContext } from '../support/provider-context.ts';

const rotationMs = 3_600_000;

let service: LocalSecretsManager;
let clock: ManualClock;
let connections: Connections;
let lines: string[];
let previousReads: number;

beforeEach(async () => {
  clock = createManualClock(Date.UTC(2031, 2, 1));
  service = await startSecretsManager({ now: clock.now });
  pointAwsAt({ secretsManager: service.url });
  lines = [];
  previousReads = 0;
  connections = createVerifyingConnections();
});

afterEach(() => service.close());

const createVerifyingConnections = (options: { readonly providers?: typeof providers } = {}) => {
  const source = createSecretsManagerSource();
  const counting: SecretSource = {
    ...source,
    readPrevious: async (name) => {
      previousReads += 1;
      return source.readPrevious?.(name) ?? success('');
    },
  };
  return createConnections({
    secrets: createSecretStore(counting, {
      prefix: 'shop/prod/',
      ttlMs: 300_000,
      rotationMs,
      clock,
      isConnectionName: () => true,
    }),
    providers,
    addressRule: anyAddress,
    fetch: () => Promise.reject(new Error('No provider is called.')),
    clock,
    random: () => 0.5,
    ...options,
  });
};

/** A Constant Contact v2 connection, whose deliveries are signed with `webhookSecret`. */
const put = (webhookSecret: string, more: object = {}) =>
  service.put('shop/prod/acme', {
    provider: 'constant-contact-v2',
    apiKey: 'api-key-of-acme',
    username: 'partner',
    password: 'password-of-acme',
    webhookSecret,
    ...more,
  });

const putFusebill = (value: string) =>
  service.put('shop/prod/acme', {
    provider: 'fusebill',
    apiKey: 'api-key-of-fuse',
    webhook: { header: 'X-Hook', value },
  });

const signed = (secret: string): WebhookDelivery => {
  const body = Buffer.from(
    '{"url":"https://api.constantcontact.com/v2/partner/accounts/a07et1","event_type":"tier.increase"}',
  );
  return { headers: { 'x-ctct-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64') }, body };
};

const verify = (delivery: WebhookDelivery, name = 'acme') =>
  connections.verifyWebhook(name, delivery, {
    deadline: createDeadline(clock, 20_000),
    logger: createProviderContext({ clock, lines }).logger,
  });

/** The provider of a delivery that is verified; null; or the code of the problem. */
const senderOf = async (delivery: WebhookDelivery, name = 'acme') => {
  const verified = await verify(delivery, name);
  return verified.ok ? (verified.value?.provider ?? null) : verified.problem.code;
};

const reads = () => service.calls('GetSecretValue');
const forged = signed('a guess');

describe('a delivery', () => {
  test('signed with the connection’s secret is verified, and read by what verified it, with one fetch for all', async () => {
    put('hook-secret-1');

    const verified = await verify(signed('hook-secret-1'));
    await Promise.all(Array.from({ length: 50 }, () => verify(signed('hook-secret-1'))));

    const webhook = verified.ok ? verified.value : null;
    expect(webhook).toMatchObject({ connection: 'acme', provider: 'constant-contact-v2' });
    expect(webhook?.receiver).toBe(webhook?.configured.webhook);
    expect(await webhook?.receiver.read(signed('hook-secret-1'))).toMatchObject({
      kind: 'account',
      accountId: 'a07et1',
    });
    expect(reads()).toBe(1);
  });

  test('of another connection is not verified', async () => {
    put('hook-secret-1');
    service.put('shop/prod/bolt', { provider: 'fusebill', apiKey: 'k', webhook: { header: 'X-Hook', value: 'v' } });

    expect(await senderOf(signed('hook-secret-1'), 'bolt')).toBeNull();
  });
});

describe('when the secret is rotated', () => {
  beforeEach(async () => {
    put('hook-secret-1');
    clock.advance(10 * rotationMs);
    await verify(signed('hook-secret-1'));
  });

  test('and the provider signs with the new one before this container has it, it is fetched', async () => {
    put('hook-secret-2');

    expect(await senderOf(signed('hook-secret-2'))).toBe('constant-contact-v2');
    expect(reads()).toBe(2);
    expect(previousReads).toBe(0);
  });

  test('200 deliveries signed with the new one at once are all verified, with one fetch', async () => {
    put('hook-secret-2');

    const senders = await Promise.all(Array.from({ length: 200 }, () => senderOf(signed('hook-secret-2'))));

    expect(senders).toEqual(Array.from({ length: 200 }, () => 'constant-contact-v2'));
    expect(reads()).toBe(2);
  });

  test('at the provider before it is stored, deliveries are refused until then', async () => {
    expect(await senderOf(signed('hook-secret-2'))).toBeNull();
    put('hook-secret-2');
    clock.advance(5_000);

    expect(await senderOf(signed('hook-secret-2'))).toBe('constant-contact-v2');
  });

  test('the one before is accepted until the rotation time is over, and not after', async () => {
    put('hook-secret-2');
    await verify(signed('hook-secret-2'));

    expect(await senderOf(signed('hook-secret-1'))).toBe('constant-contact-v2');
    clock.advance(rotationMs - 1);
    expect(await senderOf(signed('hook-secret-1'))).toBe('constant-contact-v2');
    clock.advance(1);
    expect(await senderOf(signed('hook-secret-1'))).toBeNull();
    expect(await senderOf(signed('hook-secret-2'))).toBe('constant-contact-v2');
  });

  test('twice, the first one is refused', async () => {
    put('hook-secret-2');
    put('hook-secret-3');
    await verify(signed('hook-secret-3'));

    expect(await senderOf(signed('hook-secret-2'))).toBe('constant-contact-v2');
    expect(await senderOf(signed('hook-secret-1'))).toBeNull();
  });

  test('the one before reads what it verified, and the current one is what the provider is called with', async () => {
    put('hook-secret-2', { apiKey: 'api-key-2' });
    clock.advance(300_000);

    const verified = await verify(signed('hook-secret-1'));

    const webhook = verified.ok ? verified.value : null;
    expect(webhook?.configured.secretValues).toContain('api-key-2');
    expect(webhook?.receiver).not.toBe(webhook?.configured.webhook);
    expect(webhook?.receiver.verify(signed('hook-secret-1'))).toBe(true);
    expect(lines).toEqual(['{"event":"webhook_verified_by_previous_secret","connection":"acme"}']);
  });

  test('to another provider, what the one before signs is refused', async () => {
    putFusebill('fuse-hook');

    expect(await senderOf({ headers: { 'x-hook': 'fuse-hook' }, body: Buffer.from('{}') })).toBe('fusebill');
    expect(await senderOf(signed('hook-secret-1'))).toBeNull();
  });
});

describe('forged deliveries', () => {
  test('200 at once to a secret that was never changed cost one forced fetch and one of the version before', async () => {
    put('hook-secret-1');
    await verify(signed('hook-secret-1'));

    const senders = await Promise.all(Array.from({ length: 200 }, () => senderOf(forged)));
    await senderOf(forged);

    expect(senders).toEqual(Array.from({ length: 200 }, () => null));
    expect(previousReads).toBe(1);
    expect(reads()).toBe(3);
  });

  test('200 at once in the rotation time cost the same', async () => {
    put('hook-secret-1');
    put('hook-secret-2');
    await verify(signed('hook-secret-2'));

    await Promise.all(Array.from({ length: 200 }, () => verify(forged)));
    await verify(forged);

    expect(previousReads).toBe(1);
    expect(reads()).toBe(3);
  });

  test('to names that nobody has cost no fetch, and with 10,000 at once one listing of the names', async () => {
    const senders = await Promise.all(
      Array.from({ length: 10_000 }, (_, index) => senderOf(forged, `nobody-${index}`)),
    );

    expect(new Set(senders)).toEqual(new Set([null]));
    expect([reads(), service.calls('ListSecrets')]).toEqual([0, 1]);
  });

  test('to one such name after the other cost a listing each twenty times, and then one a second', async () => {
    for (let index = 0; index < 100; index += 1) {
      await senderOf(forged, `nobody-${index}`);
    }
    expect([reads(), service.calls('ListSecrets')]).toEqual([0, 21]);

    clock.advance(1_000);
    for (let index = 0; index < 100; index += 1) {
      await senderOf(forged, `nobody-${index}`);
    }
    expect([reads(), service.calls('ListSecrets')]).toEqual([0, 22]);
  });

  test('do not keep the deliveries of a connection out that was made meanwhile', async () => {
    await Promise.all(Array.from({ length: 100 }, (_, index) => senderOf(forged, `nobody-${index}`)));
    put('hook-secret-1');

    expect(await senderOf(signed('hook-secret-1'))).toBe('constant-contact-v2');
  });

  test('do not keep a request with new credentials from having the secret fetched', async () => {
    put('hook-secret-1');
    await verify(forged);
    put('hook-secret-2', { apiKey: 'api-key-2' });
    const opened = await connections.open('acme', {
      deadline: createDeadline(clock, 20_000),
      logger: createProviderContext({ clock }).logger,
    });
    const keys: (string | undefined)[] = [];

    await (opened.ok ? opened.value : null)?.run(async (_operations, { secretValues }) => {
      keys.push(secretValues.find((value) => value.startsWith('api-key')));
      return keys.length === 1
        ? { ok: false, problem: { code: 'provider_unauthorized', detail: 'No.' } }
        : success('done');
    });

    expect(keys).toEqual(['api-key-of-acme', 'api-key-2']);
  });
});

describe('nothing tells from outside which connections exist', () => {
  const delivery = signed('hook-secret-1');

  test.each<[string, () => void]>([
    ['a connection that nobody made', () => {}],
    ['one that was deleted', () => [put('hook-secret-1'), service.remove('shop/prod/acme')]],
    ['a wrong signature', () => put('hook-secret-2')],
    [
      'one without a secret for webhooks',
      () => service.put('shop/prod/acme', { provider: 'fusebill', apiKey: 'api-key-of-fuse' }),
    ],
    ['a secret that is not JSON', () => service.put('shop/prod/acme', '{')],
    ['a secret that lacks a member', () => put('hook-secret-1', { apiKey: undefined })],
    [
      'a secret of the wrong shape that was right before',
      () => [put('hook-secret-1'), put('hook-secret-1', { apiKey: 1 })],
    ],
    ['a secret that nobody has filled yet', () => service.putEmpty('shop/prod/acme')],
    ['denied access', () => [put('hook-secret-1'), service.failWith('access_denied')]],
  ])('%s is null', async (_kind, arrange) => {
    arrange();

    expect(await verify(delivery)).toEqual({ ok: true, value: null });
  });

  test('a provider that sends no notifications is null', async () => {
    connections = createVerifyingConnections({
      providers: {
        ...providers,
        'constant-contact-v2': async () => ({
          ...(await providers['constant-contact-v2']()),
          configure: () =>
            success({
              secretValues: [],
              addresses: [],
              identifiers: {},
              isSamePlan: Object.is,
              connect: () => ({ changes: {} }),
            }),
        }),
      },
    });
    put('hook-secret-1');

    expect(await verify(delivery)).toEqual({ ok: true, value: null });
  });

  test('the log names a connection that cannot be used, without a value of its secret, and no unknown one', async () => {
    put('hook-secret-1', { apiKey: 1 });

    await verify(delivery);
    await verify(delivery, 'nobody');

    expect(lines).toEqual(['{"event":"webhook_connection_unusable","connection":"acme","code":"secret_invalid"}']);
  });

  test('the log names a connection whose secret nobody has filled yet', async () => {
    service.putEmpty('shop/prod/acme');

    await verify(delivery);

    expect(lines).toEqual(['{"event":"webhook_connection_unusable","connection":"acme","code":"secret_invalid"}']);
  });

  test('a secret that was corrected verifies at once', async () => {
    put('hook-secret-1', { apiKey: undefined });
    await senderOf(delivery);
    put('hook-secret-1');
    clock.advance(5_000);

    expect(await senderOf(delivery)).toBe('constant-contact-v2');
  });
});

describe('while Secrets Manager cannot be reached', () => {
  beforeEach(async () => {
    put('hook-secret-1');
    clock.advance(10 * rotationMs);
    await verify(signed('hook-secret-1'));
    await service.close();
  });

  test('what is in memory still verifies, past its time to live', async () => {
    expect(await senderOf(signed('hook-secret-1'))).toBe('constant-contact-v2');
    clock.advance(300_000);
    expect(await senderOf(signed('hook-secret-1'))).toBe('constant-contact-v2');
  });

  test('a known connection and an unknown one fail alike, time and again', async () => {
    expect(await senderOf(forged)).toBe('secrets_unavailable');
    expect(await senderOf(forged, 'nobody')).toBe('secrets_unavailable');
    expect(await senderOf(forged)).toBe('secrets_unavailable');
    expect(await senderOf(forged, 'nobody')).toBe('secrets_unavailable');
    expect(await verify(forged)).toMatchObject({ problem: { detail: 'AWS Secrets Manager cannot be reached now.' } });
  });
});
