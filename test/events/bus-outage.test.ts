import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { type LocalEventBus, startEventBus } from '../../local/event-bus.ts';
import { createEventBridgeBus } from '../../shared/events/eventbridge-bus.ts';
import { pointAwsAt } from '../support/aws-clients.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createProviderContext } from '../support/provider-context.ts';
import {
  closeRecordingServers,
  type Reaction,
  type RecordingServer,
  startRecordingServer,
} from '../support/recording-server.ts';
import { startWebhookBench, type WebhookBench } from '../support/webhook-bench.ts';

let bench: WebhookBench;
let lines: string[];

const v3 = { provider: 'constant-contact-v3', accountId: 'a07et3000007' } as const;

const startBench = async (eventBridge: string) => {
  pointAwsAt({ eventBridge });
  lines = [];
  const { logger } = createProviderContext({ clock: createManualClock(0), lines });
  bench = await startWebhookBench({ bus: createEventBridgeBus('plan-gateway-local', logger) });
};

afterEach(closeRecordingServers);

/** So many events of one account, that nobody has tried to publish. */
const causeEvents = async (count: number) => {
  await bench.notify(v3);
  await bench.process();
  for (let told = 1; told < count; told += 1) {
    bench.change('constant-contact-v3', 'a07et3000007', told % 2 === 0 ? 'tier-down' : 'tier-up');
    // Of what anybody could have sent, five a minute are looked at.
    bench.clock.advance(60_000);
    await bench.notify(v3);
    await bench.process();
  }
};

const partition = 'ACCOUNT#demo-constant-contact-v3#a07et3000007';

/** The ids of what has still to be told, as the journal has them. */
const owedIds = async (): Promise<readonly string[]> => {
  const held = await bench.services.journals.readByPartition(partition);
  return held.ok && held.value !== null ? held.value.record.outbox.map(({ id }) => id) : [];
};

const entriesSchema = z.object({ Entries: z.array(z.object({ Detail: z.string() })) });
const detailSchema = z.looseObject({ id: z.string(), sequence: z.int() });

describe('while the bus is down', () => {
  let bus: LocalEventBus;

  beforeEach(async () => {
    bus = await startEventBus();
    await startBench(bus.url);
  });

  afterEach(() => bus.close());

  test('events are kept, and published in order under the same ids when it is back', async () => {
    await causeEvents(3);
    const ids = await owedIds();
    expect(ids).toHaveLength(3);
    const port = Number(new URL(bus.url).port);
    await bus.close();

    await bench.publish();
    bench.clock.advance(3_600_000);
    await bench.publish();
    expect(await owedIds()).toEqual(ids);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'event_not_published', type: 'account_plan.changed' },
      { event: 'event_not_published', type: 'account_plan.changed' },
    ]);

    bus = await startEventBus({ port });
    await bench.publish();
    await bench.publish();

    expect(bus.events()).toMatchObject([
      { source: 'plan-gateway', detailType: 'account_plan.changed', detail: { sequence: 1, id: ids[0] } },
      { source: 'plan-gateway', detailType: 'account_plan.tier_increased', detail: { sequence: 2, id: ids[1] } },
      { source: 'plan-gateway', detailType: 'account_plan.tier_decreased', detail: { sequence: 3, id: ids[2] } },
    ]);
    expect(await owedIds()).toEqual([]);
  });

  test('a conversion is answered all the same, and told when it is back', async () => {
    const port = Number(new URL(bus.url).port);
    await bus.close();
    const converted = await bench.convert('demo-aria', '5000001', {});
    expect(converted.status).toBe(201);
    await bench.runStreams();
    bus = await startEventBus({ port });
    await bench.runStreams();

    expect(bus.events()).toMatchObject([
      { detailType: 'account_plan.converted', detail: { id: `evt_${converted.body.id}`, sequence: 1 } },
    ]);
  });

  test('an account with fifty events owed is not looked at, and is when they are told', async () => {
    await causeEvents(50);
    const port = Number(new URL(bus.url).port);
    await bus.close();
    bench.change('constant-contact-v3', 'a07et3000007', 'cancel');
    bench.clock.advance(60_000);
    await bench.notify(v3);
    await bench.process();
    expect(await owedIds()).toHaveLength(50);

    bus = await startEventBus({ port });
    await bench.publish();
    bench.clock.advance(60_000);
    await bench.runStreams();

    expect(bus.events().map(({ detail }) => detailSchema.parse(detail).sequence)).toEqual(
      Array.from({ length: 51 }, (_, index) => index + 1),
    );
    expect(bus.events().at(-1)).toMatchObject({ detailType: 'account_plan.canceled' });
  });
});

describe('a bus that answers otherwise', () => {
  let answers: Reaction[];
  let bus: RecordingServer;

  beforeEach(async () => {
    answers = [];
    bus = await startRecordingServer(
      ({ body }) => answers.shift() ?? taken(entriesSchema.parse(JSON.parse(body)).Entries.length),
    );
    await startBench(bus.origin);
  });

  const taken = (count: number): Reaction => ({
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: { FailedEntryCount: 0, Entries: Array.from({ length: count }, (_, index) => ({ EventId: `e${index}` })) },
  });

  /** One entry for each call: whether it was taken. */
  const partly = (...areTaken: readonly boolean[]): Reaction => ({
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: {
      FailedEntryCount: areTaken.filter((isTaken) => !isTaken).length,
      Entries: areTaken.map((isTaken) =>
        isTaken ? { EventId: 'e' } : { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' },
      ),
    },
  });

  /** The numbers of the events in each call. */
  const calls = () =>
    bus.requests.map(({ body }) =>
      entriesSchema
        .parse(JSON.parse(body))
        .Entries.map(({ Detail }) => detailSchema.parse(JSON.parse(Detail)).sequence),
    );

  test('by taking a part of what it gets gets the rest again, in order', async () => {
    await causeEvents(3);
    answers = [partly(true, false, true), partly(false, true)];
    await bench.publish();
    expect(calls()).toEqual([
      [1, 2, 3],
      [2, 3],
    ]);
    expect(await owedIds()).toHaveLength(2);

    await bench.publish();

    expect(calls().slice(2)).toEqual([[2, 3]]);
    expect(await owedIds()).toEqual([]);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'event_not_published', type: 'account_plan.tier_increased', name: 'ThrottlingException' },
      { event: 'event_not_published', type: 'account_plan.tier_increased', name: 'ThrottlingException' },
    ]);
  });

  test('by taking all and losing its answer gets the same events again, with the same ids', async () => {
    await causeEvents(2);
    const ids = await owedIds();
    // The SDK itself tries three times.
    answers = ['drop', 'drop', 'drop'];
    await bench.publish();
    expect(await owedIds()).toEqual(ids);
    await bench.publish();

    const seen = bus.requests.map(({ body }) =>
      entriesSchema.parse(JSON.parse(body)).Entries.map(({ Detail }) => detailSchema.parse(JSON.parse(Detail)).id),
    );
    expect(seen).toEqual([ids, ids, ids, ids]);
    expect(await owedIds()).toEqual([]);
  });

  test('gets many events of one account in calls of at most ten', async () => {
    await causeEvents(25);
    await bench.publish();

    expect(calls().map((numbers) => numbers.length)).toEqual([10, 10, 5]);
    expect(calls().flat()).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
    expect(await owedIds()).toEqual([]);
  });

  test('for one account keeps no other waiting', async () => {
    await causeEvents(1);
    await bench.notify({ provider: 'fusebill', accountId: '70003' });
    await bench.process();
    answers = [partly(false)];
    await bench.publish();
    await bench.publish();

    const [refused, taken, again] = bus.requests.map(({ body }) => /"accountId\\":\\"(\w+)/.exec(body)?.[1]);
    expect([refused, taken].toSorted()).toEqual(['70003', 'a07et3000007']);
    expect(again).toBe(refused);
    expect(bus.requests).toHaveLength(3);
  });
});
