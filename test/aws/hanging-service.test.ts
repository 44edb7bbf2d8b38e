import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createSecretsManagerSource } from '../../shared/secrets/secrets-manager.ts';
import { createDynamodbTable } from '../../shared/table/dynamodb-table.ts';
import { pointAwsAt } from '../support/aws-clients.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { passTimeUntilDone } from '../support/pass-time.ts';
import { createProviderContext } from '../support/provider-context.ts';
import { closeRecordingServers, type RecordingServer, startRecordingServer } from '../support/recording-server.ts';

let service: RecordingServer;

// Loading them takes real time, in which the passing one would run far ahead.
beforeAll(async () => {
  await import('@aws-sdk/client-secrets-manager');
  await import('@aws-sdk/client-dynamodb');
});

beforeEach(async () => {
  service = await startRecordingServer(() => 'hang');
  pointAwsAt({ secretsManager: service.origin, dynamoDb: service.origin });
});

afterEach(closeRecordingServers);

describe('an AWS service that takes a request and never answers is given up, within the time of a request', () => {
  test('Secrets Manager', async () => {
    const source = createSecretsManagerSource();

    const { value, seconds } = await passTimeUntilDone(() => source.read('shop/acme'));

    expect(value).toEqual({ ok: false, problem: 'unavailable' });
    expect(seconds).toBeLessThan(20);
    expect(service.requests).toHaveLength(3);
  });

  test('DynamoDB', async () => {
    const table = createDynamodbTable('ledger', createProviderContext({ clock: createManualClock(0) }).logger);

    const { value, seconds } = await passTimeUntilDone(() => table.get({ pk: 'p', sk: 's' }));

    expect(value).toEqual({ ok: false, problem: 'unavailable' });
    expect(seconds).toBeLessThan(20);
    expect(service.requests).toHaveLength(3);
  });
});
