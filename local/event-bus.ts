import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { type LoopbackServer, listenOnLoopback } from './loopback-server.ts';

/** An event as it was put on the bus. */
export interface LocalEvent {
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
}

export interface ReceivedEvent extends LocalEvent {
  /** ISO 8601, by this machine's clock. */
  readonly receivedAt: string;
}

export interface LocalEventBus extends LoopbackServer {
  /** All events so far, in the order of arrival. */
  events(): readonly LocalEvent[];
  /** The same with the time of their arrival. */
  received(): readonly ReceivedEvent[];
}

/**
 * EventBridge's PutEvents on loopback: the unmodified SDK talks to it through `AWS_ENDPOINT_URL_EVENTBRIDGE`. `GET /`
 * shows what arrived. Nothing is delivered any further.
 */
export const startEventBus = async ({
  port = 0,
  onEvent = () => {},
}: {
  readonly port?: number;
  readonly onEvent?: (event: LocalEvent) => void;
} = {}): Promise<LocalEventBus> => {
  const received: ReceivedEvent[] = [];
  const server = createServer(async (request, response) => {
    const send = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(value));
    };
    if (request.method === 'GET') {
      send(200, { events: received });
      return;
    }
    const input = inputSchema.safeParse(parseJson(await text(request)));
    if (!input.success || request.headers['x-amz-target'] !== 'AWSEvents.PutEvents') {
      send(400, { __type: 'ValidationException', message: 'Only PutEvents is known here, with Entries.' });
      return;
    }
    for (const { EventBusName, Source, DetailType, Detail } of input.data.Entries) {
      const event = { bus: EventBusName, source: Source, detailType: DetailType, detail: parseJson(Detail) };
      received.push({ receivedAt: new Date().toISOString(), ...event });
      onEvent(event);
    }
    send(200, { FailedEntryCount: 0, Entries: input.data.Entries.map(() => ({ EventId: crypto.randomUUID() })) });
  });
  return {
    ...(await listenOnLoopback(server, port)),
    events: () => received.map(({ receivedAt, ...event }) => event),
    received: () => [...received],
  };
};

const inputSchema = z.object({
  Entries: z
    .array(z.object({ EventBusName: z.string(), Source: z.string(), DetailType: z.string(), Detail: z.string() }))
    .min(1)
    .max(10),
});

const parseJson = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};
