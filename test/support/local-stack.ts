import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { demoSecrets } from '../../local/demo-secrets.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { type LocalEventBus, startEventBus } from '../../local/event-bus.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { runScript, type ScriptProcess } from '../local/script-process.ts';
import { startSandbox } from './judged-sandbox.ts';

export interface LocalStack {
  readonly sandbox: Sandbox;
  readonly bus: LocalEventBus;
  /** Partition keys of all that somebody has still to look after, in whatever queue and whenever. */
  queued(): Promise<readonly string[]>;
  /** Starts `npm run api`'s process over the stack; several may run at once. */
  startApi(settings?: Readonly<Record<string, string>>): Promise<ApiProcess>;
  close(): Promise<void>;
}

export interface ApiProcess {
  readonly process: ScriptProcess;
  readonly url: string;
}

/** The sandbox, Secrets Manager with the four demo connections, DynamoDB and the event bus: everything but the API. */
export const startLocalStack = async (): Promise<LocalStack> => {
  const tableName = 'plan-gateway-local';
  const [sandbox, secrets, database, bus] = await Promise.all([
    startSandbox(),
    startSecretsManager(),
    startDynamoDb({ tableName }),
    startEventBus(),
  ]);
  const client = new DynamoDBClient({
    endpoint: database.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  // Signed: of what anybody could have sent, five a minute are looked at, and here time is real.
  sandbox.providers['constant-contact-v3'].state.webhookSecret = 'v3-hook';
  for (const [connection, secret] of Object.entries(demoSecrets(sandbox))) {
    secrets.put(`plan-gateway/local/${connection}`, secret);
  }
  return {
    sandbox,
    bus,
    queued: async () => {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName, ConsistentRead: true }));
      return Items.flatMap(({ pk, gsi1pk }) => (gsi1pk === undefined ? [] : [pk?.S ?? '']));
    },
    startApi: async (settings = {}) => {
      const process = runScript('local/api.ts', {
        PORT: '0',
        LOG_LEVEL: 'silent',
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
        AWS_ENDPOINT_URL_DYNAMODB: database.url,
        AWS_ENDPOINT_URL_EVENTBRIDGE: bus.url,
        ...settings,
      });
      const [, url = ''] = /answers on (\S+)/.exec(await process.outputHolds('answers on')) ?? [];
      return { process, url };
    },
    close: async () => {
      client.destroy();
      await Promise.all([sandbox.close(), secrets.close(), database.close(), bus.close()]);
    },
  };
};

/** Asks again, at once, until `isEnough` holds for the answer. The test's own time-out ends it. */
export const askUntil = async <Answer>(
  ask: () => Promise<Answer>,
  isEnough: (answer: Answer) => boolean,
): Promise<Answer> => {
  for (;;) {
    const answer = await ask();
    if (isEnough(answer)) {
      return answer;
    }
  }
};
