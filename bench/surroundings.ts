import { demoSecrets } from '../local/demo-secrets.ts';
import { startDynamoDb } from '../local/dynamodb.ts';
import { startSecretsManager } from '../local/secrets-manager.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';

export interface Surroundings {
  readonly sandbox: Sandbox;
  /** For a process that runs a bundle: the local endpoints and nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** What a deployed function reaches, on this machine: the providers, the demo connections' secrets, the table. */
export const startSurroundings = async (): Promise<Surroundings> => {
  const sandbox = await startSandbox();
  const secretsManager = await startSecretsManager();
  const dynamoDb = await startDynamoDb({ tableName: 'plan-gateway-bench' });
  for (const [name, secret] of Object.entries(demoSecrets(sandbox))) {
    secretsManager.put(`plan-gateway/bench/${name}`, secret);
  }
  return {
    sandbox,
    environment: {
      // A stage of its own: inside Lambda the functions refuse `local`.
      STAGE: 'bench',
      AWS_LAMBDA_FUNCTION_NAME: 'plan-gateway-bench',
      // The sandbox.
      PROVIDER_HOSTS: '127.0.0.1',
      LOG_LEVEL: 'silent',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager.url,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
    },
    close: async () => {
      await Promise.all([sandbox.close(), secretsManager.close(), dynamoDb.close()]);
    },
  };
};
