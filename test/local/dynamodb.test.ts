import { once } from 'node:events';
import { connect } from 'node:net';
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTable } from '../../local/create-table.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import type { LoopbackServer } from '../../local/loopback-server.ts';
import { runScript } from './script-process.ts';

const TableName = 'plan-gateway-test';

describe('the local DynamoDB, seen through the AWS SDK', () => {
  let service: LoopbackServer;
  let client: DynamoDBClient;

  beforeAll(async () => {
    service = await startDynamoDb({ tableName: TableName });
    process.env.AWS_ENDPOINT_URL_DYNAMODB = service.url;
    client = new DynamoDBClient({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    });
  });

  afterAll(async () => {
    delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
    client.destroy();
    await service.close();
  });

  test('of many that create the same item at once, one wins', async () => {
    const attempts = Array.from({ length: 20 }, (_, index) =>
      client.send(
        new PutItemCommand({
          TableName,
          Item: { pk: { S: 'race' }, sk: { S: 'item' }, owner: { N: String(index) } },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );

    const results = await Promise.allSettled(attempts);

    const winners = results.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
    const { Item } = await client.send(
      new GetItemCommand({ TableName, Key: { pk: { S: 'race' }, sk: { S: 'item' } }, ConsistentRead: true }),
    );
    expect(winners).toHaveLength(1);
    expect(Item?.owner).toEqual({ N: String(winners[0]) });
  });

  test('items are found by the index, in the order of its sort key and with all their attributes', async () => {
    for (const [sk, due] of [
      ['a', '2026-03'],
      ['b', '2026-01'],
      ['c', '2026-02'],
    ] as const) {
      const Item = {
        pk: { S: 'indexed' },
        sk: { S: sk },
        gsi1pk: { S: 'open' },
        gsi1sk: { S: due },
        note: { S: 'kept' },
      };
      await client.send(new PutItemCommand({ TableName, Item }));
    }

    const { Items } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :open AND gsi1sk <= :due',
        ExpressionAttributeValues: { ':open': { S: 'open' }, ':due': { S: '2026-02' } },
      }),
    );

    expect(Items?.map(({ sk, note }) => [sk?.S, note?.S])).toEqual([
      ['b', 'kept'],
      ['c', 'kept'],
    ]);
  });

  test('creating the table again leaves it and what is in it alone', async () => {
    const Item = { pk: { S: 'kept' }, sk: { S: 'kept' } };
    await client.send(new PutItemCommand({ TableName, Item }));

    const report = await createTable(client, TableName);

    expect(report.created).toBe(false);
    const kept = await client.send(new GetItemCommand({ TableName, Key: Item }));
    expect(kept.Item).toEqual(Item);
  });

  test('a caller that hangs up in the middle of a request harms nobody', async () => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: 100\r\n\r\n{',
    );
    socket.resetAndDestroy();
    await once(socket, 'close');

    const answer = await client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'x' }, sk: { S: 'y' } } }));

    expect(answer.Item).toBeUndefined();
  });

  describe('npm run table', () => {
    const table = (environment: Record<string, string>) => runScript('local/table.ts', environment).exit;

    test('creates the table where AWS_ENDPOINT_URL_DYNAMODB points, needs no account, and says what is lacking there', async () => {
      const first = await table({ AWS_ENDPOINT_URL_DYNAMODB: service.url, TABLE_NAME: 'another-table' });
      const second = await table({ AWS_ENDPOINT_URL_DYNAMODB: service.url, TABLE_NAME: 'another-table' });

      expect(first).toEqual({
        code: 0,
        signal: null,
        errors: '',
        output:
          `Created the table another-table with its index gsi1 at ${service.url}.\n` +
          'This DynamoDB lacks: time to live, streams. The gateway works without.\n',
      });
      expect(second.code).toBe(0);
      expect(second.output).toContain('The table another-table exists already');
    });

    test('asks for the endpoint instead of going to AWS', async () => {
      const run = await table({});

      expect(run.code).toBe(1);
      expect(run.errors).toContain('Set AWS_ENDPOINT_URL_DYNAMODB');
    });

    test('says in one line that nobody listens there', async () => {
      const run = await table({ AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' });

      expect(run.code).toBe(1);
      expect(run.errors).toMatch(
        /^The table plan-gateway-local could not be created at http:\/\/127\.0\.0\.1:1: .*\n$/,
      );
    });
  });
});
