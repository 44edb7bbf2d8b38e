import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { processWebhooks } from '../../functions/process-webhook/handler.ts';
import { publishEvents } from '../../functions/publish-events/handler.ts';
import { type Reconciliation, reconcileDue } from '../../functions/reconcile-conversions/handler.ts';
import { createServices } from '../../gateway/services.ts';
import { createContext } from '../../local/invoke.ts';
import { matchRoute, readRoutes } from '../../local/routes.ts';
import { type Clock, systemClock } from '../../shared/domain/clock.ts';
import type { GatewayEvent } from '../../shared/domain/event.ts';
import { failed, success } from '../../shared/domain/result.ts';
import type { HttpHandler } from '../../shared/lambda/http-function.ts';
import { createLogger } from '../../shared/lambda/logger.ts';
import { parseSettings } from '../../shared/lambda/settings.ts';
import type { Table } from '../../shared/table/table.ts';
import { judgedFetch } from './judged-fetch.ts';
import { createMemoryEventBus } from './memory-event-bus.ts';
import { createMemoryTable } from './memory-table.ts';
import { serveFunctions } from './served-functions.ts';

export interface GatewayRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH';
  /** With the query, from the root on. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is; anything else as JSON. */
  readonly body?: unknown;
  /** What Lambda would leave the function; the request's own deadline is half a second earlier. */
  readonly timeoutMs?: number;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly body: unknown;
}

export interface InProcessGateway {
  send(request: GatewayRequest): Promise<GatewayAnswer>;
  /** Looks after the pending conversions that are due. */
  reconcile(): Promise<Reconciliation>;
  /** Works off what came in, and publishes what is owed, as far as it is due. */
  runStreams(): Promise<void>;
  /** Lets the gateway's clock run ahead of the real one. */
  advance(durationMs: number): void;
  /** Changes the secret of a connection where secrets come from; the gateway learns of it by itself. */
  setSecret(connection: string, secret: object): void;
  /** Everything that was logged, one line an event. */
  readonly lines: readonly string[];
  /** What was published on the bus. */
  readonly events: readonly GatewayEvent[];
}

/** The real handlers over the real services: only secrets and table are in memory. */
export const createInProcessGateway = (
  secrets: Readonly<Record<string, object>>,
  {
    fetch = globalThis.fetch,
    table = createMemoryTable(),
  }: { readonly fetch?: typeof globalThis.fetch; readonly table?: Table } = {},
): InProcessGateway => {
  const settings = parseSettings({});
  if (!settings.ok) {
    throw new Error(settings.problem);
  }
  const texts = new Map(Object.entries(secrets).map(([name, secret]) => [name, JSON.stringify(secret)]));
  const prefix = settings.value.secretPrefix;
  const lines: string[] = [];
  let advancedMs = 0;
  const clock: Clock = { now: () => Date.now() + advancedMs, sleep: systemClock.sleep };
  const bus = createMemoryEventBus();
  const services = createServices(
    {
      settings: settings.value,
      clock,
      random: Math.random,
      logger: createLogger({ level: 'debug', clock, writeLine: (line) => lines.push(line) }),
    },
    {
      fetch: judgedFetch(fetch),
      table,
      bus,
      secretSource: {
        read: async (name) => {
          const text = texts.get(name.slice(prefix.length));
          return text === undefined ? failed('absent') : success(text);
        },
        list: async () => success([...texts.keys()].map((name) => prefix + name)),
      },
    },
  );
  const handlers: Readonly<Record<string, HttpHandler>> = serveFunctions(() => services);

  return {
    lines,
    events: bus.published,
    advance: (durationMs) => {
      advancedMs += durationMs;
    },
    setSecret: (connection, secret) => {
      texts.set(connection, JSON.stringify(secret));
    },
    reconcile: () => reconcileDue(services, 28_000),
    runStreams: async () => {
      await processWebhooks(services, {}, 58_000);
      await publishEvents(services, {}, 58_000);
    },
    send: async (request) => {
      const { method = 'GET', timeoutMs = 28_000 } = request;
      const [path = '', query = ''] = request.path.split('?');
      const match = matchRoute(routes, method, path);
      const handler = match === null ? undefined : handlers[match.route.functionName];
      if (match === null || handler === undefined) {
        throw new Error(`No function takes ${method} ${path}`);
      }
      const endsAt = performance.now() + timeoutMs;
      const context = createContext(match.route.functionName, 'invocation', () => endsAt - performance.now());
      const result = await handler(eventOf(request, { query, ...match }), context);
      const text = result.body ?? '';
      const isJson = String(result.headers?.['content-type']).includes('json');
      return {
        status: result.statusCode ?? 0,
        headers: result.headers ?? {},
        text,
        body: isJson ? JSON.parse(text) : null,
      };
    },
  };
};

const routes = readRoutes();

const eventOf = (
  { method = 'GET', path, headers = {}, body }: GatewayRequest,
  { query, route, pathParameters }: { readonly query: string } & NonNullable<ReturnType<typeof matchRoute>>,
): APIGatewayProxyEventV2 => {
  const rawPath = path.split('?')[0] ?? '';
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath,
    rawQueryString: query,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    pathParameters: { ...pathParameters },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: '127.0.0.1',
      domainPrefix: 'local',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'contract' },
      requestId: 'gateway-request',
      routeKey: route.routeKey,
      stage: '$default',
      time: '2031-03-14T10:00:00Z',
      timeEpoch: 1_931_248_800_000,
    },
  };
};
