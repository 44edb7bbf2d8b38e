import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { createTable } from './create-table.ts';
import { type LoopbackServer, listenOnLoopback } from './loopback-server.ts';

/** DynamoDB on loopback, in memory, with the gateway's table in it. It has no streams, no time to live and no transactions. */
export const startDynamoDb = async ({
  port = 0,
  tableName,
}: {
  readonly port?: number;
  readonly tableName: string;
}): Promise<LoopbackServer> => {
  const server = dynalite({ createTableMs: 0 });

  // A caller that hangs up in the middle of its request makes dynalite throw outside of anyone's reach, which ends the process.
  const [answer] = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    answer?.call(server, request, response);
    request.removeAllListeners('error');
    request.on('error', () => response.destroy());
  });

  const listening = await listenOnLoopback(server, port);
  const client = new DynamoDBClient({
    endpoint: listening.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await createTable(client, tableName);
  client.destroy();
  return listening;
};
