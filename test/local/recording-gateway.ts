import { once } from 'node:events';
import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { startGateway } from '../../local/gateway.ts';
import type { Handler } from '../../local/invoke.ts';

/** A gateway in front of one handler that a test may change, with a record of what it was called with. */
export interface RecordingGateway {
  readonly calls: readonly Call[];
  handleWith(handler: Handler): void;
  send(path: string, options?: SendOptions): Promise<SentAnswer>;
  close(): Promise<void>;
}

export interface Call {
  readonly functionName: string;
  readonly event: APIGatewayProxyEventV2;
  readonly context: Context;
}

export interface SendOptions {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  readonly agent?: Agent;
}

export interface SentAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const routes = [
  { routeKey: 'GET /v1/connections/{connection}/plans', functionName: 'list' },
  { routeKey: 'GET /v1/connections/{connection}/plans/{planId}', functionName: 'get' },
  { routeKey: 'POST /v1/connections/{connection}/plans', functionName: 'create' },
  { routeKey: '$default', functionName: 'fallback' },
];

export const startRecordingGateway = async (timeoutMs: number): Promise<RecordingGateway> => {
  const calls: Call[] = [];
  let handle: Handler = async () => ({ statusCode: 200, body: 'ok' });
  const record =
    (functionName: string): Handler =>
    (event, context) => {
      calls.push({ functionName, event, context });
      return handle(event, context);
    };
  const handlers = Object.fromEntries(routes.map(({ functionName }) => [functionName, record(functionName)]));
  const gateway = await startGateway({ port: 0, routes, handlers, timeoutMs });
  const { hostname, port } = new URL(gateway.url);
  return {
    calls,
    handleWith: (handler) => {
      handle = handler;
    },
    // Unlike fetch, node:http sends the path and the headers as they are written.
    send: async (path, { body, ...options } = {}) => {
      const sent = request({ hostname, port, path, agent: false, ...options });
      sent.end(body);
      const [response] = await once(sent, 'response');
      return { status: response.statusCode, headers: response.headers, body: await text(response) };
    },
    close: gateway.close,
  };
};
