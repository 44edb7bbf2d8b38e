import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isoTime } from '../domain/clock.ts';
import type { Logger } from '../domain/logger.ts';
import { failed, success } from '../domain/result.ts';
import { type Due, type Queue, queues, type Table, type TableItem, type TableKey } from './table.ts';

/**
 * The table in DynamoDB. The SDK is loaded by the first call; endpoint, region and credentials come from the standard
 * variables. Any failure but a refused condition is `unavailable`: its cause is logged by name, never by its text.
 */
export const createDynamodbTable = (
  tableName: string,
  logger: Logger,
  timeOuts: TableTimeOuts = { connectionTimeoutMs: 1_000, requestTimeoutMs: 5_000 },
): Table => {
  let loading: Promise<Loaded> | undefined;
  const load = (): Promise<Loaded> => {
    loading ??= loadClient(timeOuts);
    return loading;
  };
  const unavailable = (operation: string, error: unknown) => {
    logger.error('ledger_unavailable', { operation, name: error instanceof Error ? error.name : 'unknown' });
    return failed('unavailable' as const);
  };

  return {
    get: async ({ pk, sk }) => {
      const { client, sdk } = await load();
      try {
        const { Item } = await client.send(
          new sdk.GetItemCommand({ TableName: tableName, Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true }),
        );
        return success(Item === undefined ? null : toItem(Item));
      } catch (error) {
        return unavailable('get', error);
      }
    },

    put: async (item, expected) => {
      const { client, sdk } = await load();
      try {
        await client.send(
          new sdk.PutItemCommand({
            TableName: tableName,
            Item: toAttributes(item),
            ...(expected === null
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: '#revision = :expected',
                  ExpressionAttributeNames: { '#revision': 'revision' },
                  ExpressionAttributeValues: { ':expected': { S: expected } },
                }),
          }),
        );
        return success('written');
      } catch (error) {
        return error instanceof sdk.ConditionalCheckFailedException ? success('refused') : unavailable('put', error);
      }
    },

    replace: async (item) => {
      const { client, sdk } = await load();
      try {
        await client.send(new sdk.PutItemCommand({ TableName: tableName, Item: toAttributes(item) }));
        return success(null);
      } catch (error) {
        return unavailable('replace', error);
      }
    },

    moveDue: async ({ pk, sk }, due, expected) => {
      const { client, sdk } = await load();
      try {
        await client.send(
          new sdk.UpdateItemCommand({
            TableName: tableName,
            Key: { pk: { S: pk }, sk: { S: sk } },
            UpdateExpression: 'SET gsi1pk = :queue, gsi1sk = :at',
            ConditionExpression: '#revision = :expected',
            ExpressionAttributeNames: { '#revision': 'revision' },
            ExpressionAttributeValues: {
              ':queue': { S: partitionOf(due.queue) },
              ':at': { S: isoTime(due.at) },
              ':expected': { S: expected },
            },
          }),
        );
        return success('written');
      } catch (error) {
        return error instanceof sdk.ConditionalCheckFailedException ? success('refused') : unavailable('update', error);
      }
    },

    listDue: async (queue, until, limit) => {
      const { client, sdk } = await load();
      try {
        const { Items = [] } = await client.send(
          new sdk.QueryCommand({
            TableName: tableName,
            IndexName: 'gsi1',
            KeyConditionExpression: 'gsi1pk = :due AND gsi1sk <= :until',
            ExpressionAttributeValues: { ':due': { S: partitionOf(queue) }, ':until': { S: isoTime(until) } },
            Limit: limit,
          }),
        );
        return success(Items.map(toKey));
      } catch (error) {
        return unavailable('query', error);
      }
    },
  };
};

/** Of each try; there are three. */
export interface TableTimeOuts {
  readonly connectionTimeoutMs: number;
  readonly requestTimeoutMs: number;
}

type Sdk = typeof import('@aws-sdk/client-dynamodb');

interface Loaded {
  readonly sdk: Sdk;
  readonly client: DynamoDBClient;
}

/** What is due is little at any time, so one partition of the index holds a queue. */
const partitionOf = (queue: Queue): string => `DUE#${queue}`;

const loadClient = async ({ connectionTimeoutMs, requestTimeoutMs }: TableTimeOuts): Promise<Loaded> => {
  const sdk = await import('@aws-sdk/client-dynamodb');
  const client = new sdk.DynamoDBClient({
    maxAttempts: 3,
    // Without `throwOnRequestTimeout` the SDK only writes a warning and waits on.
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
  });
  return { sdk, client };
};

const toAttributes = ({ pk, sk, revision, due, expiresAt, record }: TableItem): Record<string, AttributeValue> => ({
  pk: { S: pk },
  sk: { S: sk },
  revision: { S: revision },
  record: { S: record },
  ...(due === null ? {} : { gsi1pk: { S: partitionOf(due.queue) }, gsi1sk: { S: isoTime(due.at) } }),
  ...(expiresAt === null ? {} : { expiresAt: { N: String(expiresAt) } }),
});

const toItem = (attributes: Record<string, AttributeValue>): TableItem => ({
  ...toKey(attributes),
  revision: attributes.revision?.S ?? '',
  due: toDue(attributes.gsi1pk?.S, attributes.gsi1sk?.S),
  expiresAt: attributes.expiresAt?.N === undefined ? null : Number(attributes.expiresAt.N),
  record: attributes.record?.S ?? '',
});

const toDue = (partition = '', at = ''): Due | null => {
  const queue = queues.find((name) => partitionOf(name) === partition);
  return queue === undefined ? null : { queue, at: Date.parse(at) };
};

const toKey = (attributes: Record<string, AttributeValue>): TableKey => ({
  pk: attributes.pk?.S ?? '',
  sk: attributes.sk?.S ?? '',
});
