import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  paginateListSecrets,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalSecretsManager, startSecretsManager } from '../../local/secrets-manager.ts';

const july = Date.parse('2026-07-01T00:00:00Z');

describe('the local Secrets Manager, seen through the AWS SDK', () => {
  let service: LocalSecretsManager;
  let client: SecretsManagerClient;
  let now: number;

  beforeEach(async () => {
    now = july;
    service = await startSecretsManager({ now: () => now });
    process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = service.url;
    client = new SecretsManagerClient({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    });
  });

  afterEach(async () => {
    delete process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER;
    client.destroy();
    await service.close();
  });

  const read = (SecretId: string, version: { VersionId?: string; VersionStage?: string } = {}) =>
    client.send(new GetSecretValueCommand({ SecretId, ...version }));

  test('a secret is read back by its name and by its ARN', async () => {
    const { ARN } = await client.send(new CreateSecretCommand({ Name: 'shop/acme', SecretString: '{"a":1}' }));

    const byName = await read('shop/acme');
    const byArn = await read(ARN ?? '');

    expect(byName.SecretString).toBe('{"a":1}');
    expect(byName.VersionStages).toEqual(['AWSCURRENT']);
    expect(byName.CreatedDate).toEqual(new Date(july));
    expect(byArn.Name).toBe('shop/acme');
  });

  test('a new value becomes current, the one before it stays readable, and the one before that by its id alone', async () => {
    const first = await client.send(new CreateSecretCommand({ Name: 'acme', SecretString: 'one' }));
    await client.send(new PutSecretValueCommand({ SecretId: 'acme', SecretString: 'two' }));
    now = july + 60_000;
    await client.send(new PutSecretValueCommand({ SecretId: 'acme', SecretString: 'three' }));

    const current = await read('acme');
    const previous = await read('acme', { VersionStage: 'AWSPREVIOUS' });
    const oldest = await read('acme', { VersionId: first.VersionId ?? '' });

    expect([current.SecretString, previous.SecretString, oldest.SecretString]).toEqual(['three', 'two', 'one']);
    expect(current.CreatedDate).toEqual(new Date(july + 60_000));
    expect(previous.CreatedDate).toEqual(new Date(july));
    expect(oldest.VersionStages).toEqual([]);
  });

  test('a version with another label does not become current', async () => {
    service.put('acme', 'one');
    await client.send(
      new PutSecretValueCommand({ SecretId: 'acme', SecretString: 'two', VersionStages: ['AWSPENDING'] }),
    );

    expect((await read('acme')).SecretString).toBe('one');
    expect((await read('acme', { VersionStage: 'AWSPENDING' })).SecretString).toBe('two');
  });

  test('the same version twice is one version, and with another value it is refused', async () => {
    service.put('acme', 'one');
    const put = (SecretString: string) =>
      client.send(
        new PutSecretValueCommand({
          SecretId: 'acme',
          SecretString,
          ClientRequestToken: '5d1f6cd2-5f0e-4b7c-9a52-3f6f6a0c1b11',
        }),
      );
    await put('two');
    await put('two');

    expect((await read('acme', { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('one');
    await expect(put('three')).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  test('a secret that holds bytes has no text', async () => {
    await client.send(new CreateSecretCommand({ Name: 'bytes', SecretBinary: Uint8Array.of(1, 2, 255) }));

    const secret = await read('bytes');

    expect(secret.SecretString).toBeUndefined();
    expect([...(secret.SecretBinary ?? [])]).toEqual([1, 2, 255]);
  });

  test('what is not there is ResourceNotFoundException: secret, label, version', async () => {
    service.put('acme', 'one');

    await expect(read('nobody')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
      $metadata: { httpStatusCode: 400 },
    });
    await expect(read('acme', { VersionStage: 'AWSPREVIOUS' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS",
    });
    await expect(read('acme', { VersionId: '0'.repeat(32) })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('a secret that is scheduled for deletion cannot be read or made anew, is not listed, and is still described', async () => {
    service.put('acme', 'one');
    const { DeletionDate } = await client.send(new DeleteSecretCommand({ SecretId: 'acme', RecoveryWindowInDays: 7 }));

    expect(DeletionDate).toEqual(new Date('2026-07-08T00:00:00Z'));
    await expect(read('acme')).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(client.send(new CreateSecretCommand({ Name: 'acme', SecretString: 'two' }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
    expect(await listNames('')).toEqual([]);
    const described = await client.send(new DescribeSecretCommand({ SecretId: 'acme' }));
    expect(described.DeletedDate).toEqual(new Date(july));
  });

  test('a secret that is deleted at once is gone, and its name is free', async () => {
    service.put('acme', 'one');
    service.remove('acme');

    await expect(read('acme')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    service.put('acme', { provider: 'aria' });
    expect((await read('acme')).SecretString).toBe('{"provider":"aria"}');
  });

  test('a second secret of the same name is refused', async () => {
    service.put('acme', 'one');

    await expect(client.send(new CreateSecretCommand({ Name: 'acme', SecretString: 'two' }))).rejects.toMatchObject({
      name: 'ResourceExistsException',
    });
  });

  const listNames = async (prefix: string, pageSize = 2) => {
    const names: (string | undefined)[] = [];
    const pages = paginateListSecrets({ client, pageSize }, { Filters: [{ Key: 'name', Values: [prefix] }] });
    for await (const { SecretList } of pages) {
      names.push(...(SecretList ?? []).map(({ Name }) => Name));
    }
    return names;
  };

  test('names are listed by prefix, each once, however short the pages', async () => {
    for (const name of ['shop/a', 'other/x', 'shop/b', 'shop/c', 'shop', 'shop/d', 'shop/e']) {
      service.put(name, 'value');
    }

    const names = await listNames('shop/');

    expect(names.sort()).toEqual(['shop/a', 'shop/b', 'shop/c', 'shop/d', 'shop/e']);
    expect(service.calls('ListSecrets')).toBe(3);
  });

  test('calls are counted by operation, failures too', async () => {
    service.put('acme', 'one');
    await read('acme');
    await read('acme');
    await read('nobody').catch(() => null);
    await listNames('');

    expect(service.calls('GetSecretValue')).toBe(3);
    expect(service.calls('ListSecrets')).toBe(1);
    expect(service.calls('PutSecretValue')).toBe(0);
    expect(service.calls()).toBe(4);
  });

  test('faults last until they are taken back', async () => {
    service.put('acme', 'one');

    service.failWith('unavailable');
    await expect(read('acme')).rejects.toMatchObject({
      name: 'InternalServiceError',
      $metadata: { httpStatusCode: 500 },
    });
    service.failWith('throttled');
    await expect(read('acme')).rejects.toMatchObject({ name: 'ThrottlingException' });
    service.failWith('access_denied');
    await expect(read('acme')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    service.failWith(null);
    expect((await read('acme')).SecretString).toBe('one');
  });

  test('once closed it refuses connections', async () => {
    await service.close();

    await expect(read('acme')).rejects.toThrow('ECONNREFUSED');
  });
});
