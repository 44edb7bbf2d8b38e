import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { tableDefinition, timeToLiveAttribute } from './table-definition.ts';

export interface TableReport {
  readonly created: boolean;
  /** Parts of the definition that this DynamoDB does not have, in words. */
  readonly missing: readonly string[];
}

/**
 * Creates the table where `client` points and waits until it can be used. An existing one is left as it is. Local
 * stand-ins for DynamoDB lack time-to-live or streams; the gateway works without them there, and the report says so.
 */
export const createTable = async (client: DynamoDBClient, tableName: string): Promise<TableReport> => {
  const created = await createUnlessExisting(client, tableName);
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 0.05 }, { TableName: tableName });
  const hasTimeToLive = created ? await enableTimeToLive(client, tableName) : true;
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  const hasStream = Table?.StreamSpecification?.StreamEnabled === true;
  return {
    created,
    missing: [...(hasTimeToLive ? [] : ['time to live']), ...(hasStream ? [] : ['streams'])],
  };
};

const createUnlessExisting = async (client: DynamoDBClient, tableName: string): Promise<boolean> => {
  try {
    await client.send(new CreateTableCommand(tableDefinition(tableName)));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceInUseException') {
      return false;
    }
    throw error;
  }
};

const enableTimeToLive = async (client: DynamoDBClient, tableName: string): Promise<boolean> => {
  try {
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: tableName,
        TimeToLiveSpecification: { Enabled: true, AttributeName: timeToLiveAttribute },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'UnknownOperationException') {
      return false;
    }
    throw error;
  }
};
