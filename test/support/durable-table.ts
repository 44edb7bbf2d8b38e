import { type AttributeValue, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { createDynamodbTable } from '../../shared/table/dynamodb-table.ts';
import type { Table } from '../../shared/table/table.ts';
import { pointAwsAt } from './aws-clients.ts';
import { createManualClock } from './manual-clock.ts';
import { createProviderContext } from './provider-context.ts';

export interface DurableTable {
  readonly table: Table;
  readonly url: string;
  /** What it logged. */
  readonly lines: readonly string[];
  /** All that is stored, as DynamoDB has it. */
  items(): Promise<readonly Readonly<Record<string, AttributeValue>>[]>;
  close(): Promise<void>;
}

/** The real table over a DynamoDB of this test on loopback. */
export const startDurableTable = async (tableName = 'plan-gateway-local'): Promise<DurableTable> => {
  const database = await startDynamoDb({ tableName });
  pointAwsAt({ dynamoDb: database.url });
  const lines: string[] = [];
  return {
    table: createDynamodbTable(tableName, createProviderContext({ clock: createManualClock(0), lines }).logger),
    url: database.url,
    lines,
    items: async () => {
      const client = new DynamoDBClient({});
      const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName, ConsistentRead: true }));
      client.destroy();
      return Items;
    },
    close: database.close,
  };
};
