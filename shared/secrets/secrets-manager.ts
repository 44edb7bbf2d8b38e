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

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html#API_GetSecretValue_Errors */
const failureOf = (error: unknown): SecretSourceFailure => {
  const name = error instanceof Error ? error.name : '';
  switch (name) {
    case 'ResourceNotFoundException':
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
