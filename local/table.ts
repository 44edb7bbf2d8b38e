// npm run table
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parseSettings } from '../shared/lambda/settings.ts';
import { fillInLocalCredentials } from './aws-environment.ts';
import { createTable } from './create-table.ts';
import { stopWith } from './process-life.ts';

const settings = parseSettings(process.env);
const { tableName } = settings.ok ? settings.value : stopWith(settings.problem);
const endpoint =
  process.env.AWS_ENDPOINT_URL_DYNAMODB ||
  process.env.AWS_ENDPOINT_URL ||
  stopWith(
    'Set AWS_ENDPOINT_URL_DYNAMODB to the DynamoDB that is to hold the table, such as http://127.0.0.1:8000. ' +
      'In AWS the deployment creates the table.',
  );

fillInLocalCredentials(process.env);

try {
  const { created, missing } = await createTable(new DynamoDBClient({ maxAttempts: 2 }), tableName);
  console.log(
    created
      ? `Created the table ${tableName} with its index gsi1 at ${endpoint}.`
      : `The table ${tableName} exists already at ${endpoint}; nothing was changed.`,
  );
  if (missing.length > 0) {
    console.log(`This DynamoDB lacks: ${missing.join(', ')}. The gateway works without.`);
  }
} catch (error) {
  stopWith(
    `The table ${tableName} could not be created at ${endpoint}: ${error instanceof Error ? error.message : error}`,
  );
}
