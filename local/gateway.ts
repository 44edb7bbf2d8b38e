import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type GatewayAnswer, gatewayMessage, type Handler, invoke } from './invoke.ts';
import { type LoopbackServer, listenOnLoopback } from './loopback-server.ts';
import { splitTarget, toEvent } from './payload.ts';
import { matchRoute, type Route } from './routes.ts';

export interface GatewayOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly routes: readonly Route[];
  /** By function name, one for each that `routes` names. */
  readonly handlers: Readonly<Record<string, Handler>>;
  /** What a handler has until API Gateway answers 503 in its place. */
  readonly timeoutMs: number;
  readonly localRoutes?: LocalRoutes;
}

/** By path: what GET answers there on this machine alone, before any function is asked. */
export type LocalRoutes = Readonly<Record<string, (query: URLSearchParams) => GatewayAnswer>>;

/**
 * API Gateway's HTTP API with payload format 2.0 in front of handlers in this process, on loopback.
 * docs/adr says why it is not serverless-offline.
 */
export const startGateway = ({
  port,
  routes,
  handlers,
  timeoutMs,
  localRoutes = {},
}: GatewayOptions): Promise<LoopbackServer> => {
  const answer = async (request: IncomingMessage): Promise<GatewayAnswer> => {
    const body = await readBody(request);
    if (body === null) {
      return gatewayMessage(413, 'Request Entity Too Large');
    }
    const { path, query } = splitTarget(request.url ?? '/');
    const answerHere = Object.hasOwn(localRoutes, path) ? localRoutes[path] : undefined;
    if (request.method === 'GET' && answerHere !== undefined) {
      return answerHere(new URLSearchParams(query));
    }
    const match = matchRoute(routes, request.method ?? 'GET', path);
    const handler = match === null ? undefined : handlers[match.route.functionName];
    if (match === null || handler === undefined) {
      return gatewayMessage(404, 'Not Found');
    }
    return invoke(handler, toEvent(request, body, match), { functionName: match.route.functionName, timeoutMs });
  };

  const server = createServer(async (request, response) => {
    try {
      send(request, response, await answer(request));
    } catch (error) {
      // Either the caller hung up while it was sending, or a handler gave a header that HTTP does not allow.
      if (request.complete) {
        console.error('An answer could not be sent:', error);
      }
      response.destroy();
    }
  });
  return listenOnLoopback(server, port, { graceMs: 1_000 });
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const maximumBodyBytes = 10 * 1024 * 1024;

/** Null for a body that is too long; the rest of it is read and thrown away, so that the caller gets to see the answer. */
const readBody = async (request: IncomingMessage): Promise<Buffer | null> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= maximumBodyBytes) {
      chunks.push(chunk);
    } else {
      chunks.length = 0;
    }
  }
  return length > maximumBodyBytes ? null : Buffer.concat(chunks);
};

const send = (
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, cookies, body }: GatewayAnswer,
) => {
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, value);
  }
  if (cookies.length > 0) {
    response.setHeader('set-cookie', [...cookies]);
  }
  const hasBody = status !== 204 && status !== 304;
  if (hasBody) {
    response.setHeader('content-length', body.length);
  }
  response.statusCode = status;
  response.end(hasBody && request.method !== 'HEAD' ? body : undefined);
};
