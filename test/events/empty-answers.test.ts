import { afterEach, describe, expect, test } from '@jest/globals';
import type { GatewayEvent } from '../../shared/domain/event.ts';
import { createEventBridgeBus } from '../../shared/events/eventbridge-bus.ts';
import { pointAwsAt } from '../support/aws-clients.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createProviderContext } from '../support/provider-context.ts';
import { closeRecordingServers, startRecordingServer } from '../support/recording-server.ts';
import { startWebhookBench } from '../support/webhook-bench.ts';

afterEach(closeRecordingServers);

/** A bus whose server answers every PutEvents with 200 and this body. */
const startBus = async (body: string) => {
  const server = await startRecordingServer(() => ({
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body,
  }));
  pointAwsAt({ eventBridge: server.origin });
  const { logger } = createProviderContext({ clock: createManualClock(0) });
  return { server, bus: createEventBridgeBus('plan-gateway-local', logger) };
};

const event: GatewayEvent = {
  id: 'evt_cnv_1',
  version: '1',
  type: 'conversion.rejected',
  sequence: 1,
  occurredAt: '2031-03-14T10:00:00.000Z',
  connection: 'acme',
  provider: 'aria',
  accountId: '5000001',
  subscriptionId: '6000001',
  before: null,
  after: null,
  cause: { conversion: 'cnv_1' },
};

const arrivedOf = async (body: string, events: readonly GatewayEvent[] = [event]): Promise<number> => {
  const { bus } = await startBus(body);
  const published = await bus.publish(events);
  return published.ok ? published.value : 0;
};

describe('a bus that answers 200', () => {
  test.each([
    ['nothing at all', ''],
    ['an empty object', '{}'],
    ['null', 'null'],
    ['an empty list', '[]'],
    ['a page of a proxy', '<html>It works!</html>'],
    ['a count that is null', '{"FailedEntryCount":null}'],
    ['a count that is null, and entries', '{"FailedEntryCount":null,"Entries":[{"EventId":"1"}]}'],
    ['no count, and entries', '{"Entries":[{"EventId":"1"}]}'],
    ['a count of failures and no entries', '{"FailedEntryCount":1}'],
    ['no failures, and an entry that has one', '{"FailedEntryCount":0,"Entries":[{"ErrorCode":"X"}]}'],
  ])('with %s has taken nothing', async (_what, body) => {
    expect(await arrivedOf(body)).toBe(0);
  });

  test('with an id of the event has taken it', async () => {
    expect(await arrivedOf('{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}')).toBe(1);
  });

  test('with a failure of the second of two events has taken the first', async () => {
    const body = '{"FailedEntryCount":1,"Entries":[{"EventId":"1"},{"ErrorCode":"ThrottlingException"}]}';

    expect(await arrivedOf(body, [event, { ...event, id: 'evt_cnv_2', sequence: 2 }])).toBe(1);
  });
});

test('an event that a bus answered with nothing is owed still, and published again under its id', async () => {
  const { server, bus } = await startBus('{}');
  const bench = await startWebhookBench({ bus });
  await bench.convert('demo-aria', '5000001', {});
  await bench.publish();
  await bench.publish();

  const partition = 'ACCOUNT#demo-aria#5000001';
  expect(await bench.services.journals.listOwing(10)).toEqual({ ok: true, value: [partition] });
  expect(await bench.services.journals.readByPartition(partition)).toMatchObject({
    value: { record: { outbox: [{ type: 'account_plan.converted', sequence: 1 }] } },
  });
  const ids = server.requests.map(({ body }) => /evt_cnv_\w+/.exec(body)?.[0]);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});
