import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** A batch of DynamoDB's stream as Lambda gets it, as far as the gateway's functions read it. */
export interface StreamEvent {
  readonly Records: readonly {
    readonly eventName: 'MODIFY';
    readonly eventSource: 'aws:dynamodb';
    readonly dynamodb: {
      readonly Keys: Record<string, AttributeValue>;
      readonly NewImage: Record<string, AttributeValue>;
      readonly StreamViewType: 'NEW_AND_OLD_IMAGES';
    };
  }[];
}

/**
 * Stands in for the table's stream where there is none: what the stream's filters in `serverless.yml` let through are items
 * in a queue of the index, so they are read from there, the oldest first. As with the stream, an item comes again until it
 * has been dealt with. Null when there is nothing.
 */
export const createTableStream = (tableName: string): { read(queue: string): Promise<StreamEvent | null> } => {
  let client: DynamoDBClient | undefined;
  return {
    read: async (queue) => {
      // Not before the API answers: the SDK takes long to load.
      const { DynamoDBClient: Client, QueryCommand } = await import('@aws-sdk/client-dynamodb');
      client ??= new Client({ maxAttempts: 1 });
      const query = new QueryCommand({
        TableName: tableName,
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :queue AND gsi1sk <= :now',
        ExpressionAttributeValues: { ':queue': { S: `DUE#${queue}` }, ':now': { S: new Date().toISOString() } },
        Limit: batchSize,
      });
      try {
        const { Items = [] } = await client.send(query);
        return Items.length === 0 ? null : { Records: Items.map(toRecord) };
      } catch (error) {
        // One line for the terminal: the SDK's own has a page of stack in it.
        throw `The table ${tableName} cannot be read (${error instanceof Error ? error.name : error}).`;
      }
    },
  };
};

/** As in serverless.yml. */
const batchSize = 50;

const toRecord = (item: Record<string, AttributeValue>): StreamEvent['Records'][number] => ({
  eventName: 'MODIFY',
  eventSource: 'aws:dynamodb',
  dynamodb: {
    Keys: Object.fromEntries(Object.entries(item).filter(([name]) => name === 'pk' || name === 'sk')),
    NewImage: item,
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  },
});
