import type { GetSecretValueCommandInput, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { failed, success } from '../domain/result.ts';
import type { SecretReading, SecretSource, SecretSourceFailure } from './secret-store.ts';

/**
 * AWS Secrets Manager as a source. The SDK costs 46 ms to load, so it is loaded by the first call that needs it. Its
 * endpoint, region and credentials come from the standard variables.
 */
export const createSecretsManagerSource = (): SecretSource => {
  let loading: Promise<Loaded> | undefined;
  const load = (): Promise<Loaded> => {
    loading ??= loadClient();
    return loading;
  };

  const readVersion = async (input: GetSecretValueCommandInput): Promise<SecretReading> => {
    const { client, sdk } = await load();
    try {
      const { SecretString, CreatedDate } = await client.send(new sdk.GetSecretValueCommand(input));
      if (SecretString === undefined) {
        return failed('unreadable');
      }
      return { ...success(SecretString), ...(CreatedDate === undefined ? {} : { createdAt: CreatedDate.getTime() }) };
    } catch (error) {
      return failed(failureOf(error));
    }
  };

  return {
    read: (name) => readVersion({ SecretId: name }),

    // A secret that was never changed has no such version, which Secrets Manager answers with ResourceNotFoundException.
    readPrevious: (name) => readVersion({ SecretId: name, VersionStage: 'AWSPREVIOUS' }),

    list: async (prefix) => {
      const { client, sdk } = await load();
      const names: string[] = [];
      try {
        for await (const page of sdk.paginateListSecrets(
          { client, pageSize: 100 },
          { Filters: [{ Key: 'name', Values: [prefix] }] },
        )) {
          names.push(...(page.SecretList ?? []).flatMap(({ Name }) => (Name === undefined ? [] : [Name])));
        }
        return success(names);
      } catch (error) {
        return failed(failureOf(error));
      }
    },
  };
};

type Sdk = typeof import('@aws-sdk/client-secrets-manager');

interface Loaded {
  readonly sdk: Sdk;
  readonly client: SecretsManagerClient;
}

const loadClient = async (): Promise<Loaded> => {
  const sdk = await import('@aws-sdk/client-secrets-manager');
  const client = new sdk.SecretsManagerClient({
    maxAttempts: 3,
    // A caller waits behind this, within the 29 s of API Gateway. Without `throwOnRequestTimeout` the SDK only writes a
    // warning and waits on.
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  return { sdk, client };
};

/**
 * A secret that a stack made and nobody has filled yet has the same exception as one that does not exist, and another message:
 * "can't find the specified secret value for staging label: AWSCURRENT", not "the specified secret". Nothing else tells them
 * apart without a second call and the right to make it. Should AWS change its words, such a secret is taken to be absent.
 */
const isValueMissing = (message: string): boolean => /\bsecret value\b/i.test(message);

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html#API_GetSecretValue_Errors */
const failureOf = (error: unknown): SecretSourceFailure => {
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  switch (name) {
    case 'ResourceNotFoundException':
      return isValueMissing(message) ? 'unreadable' : 'absent';
    // The secret is scheduled for deletion.
    case 'InvalidRequestException':
    // A name that Secrets Manager does not even accept belongs to no secret.
    case 'InvalidParameterException':
    case 'ValidationException':
      return 'absent';
    case 'AccessDeniedException':
    case 'AccessDenied':
    case 'DecryptionFailure':
      return 'denied';
    default:
      return 'unavailable';
  }
};
