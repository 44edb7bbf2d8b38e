import type { IncomingMessage, ServerResponse } from 'node:http';
import { playFault, sendAnswer } from './fault-player.ts';
import type { Fault, Faults } from './faults.ts';
import { type LoopbackServer, listenOnLoopback, readBody } from './loopback-server.ts';
import type { SimulatedProvider, SimulatedRequest } from './simulated-provider.ts';

/** One request as a simulated provider received it, whatever became of it. */
export interface RecordedRequest {
  readonly provider: string;
  readonly operation: string;
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  /** Decoded; of a repeated name the last value. */
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The fault that it met. */
  readonly fault: Fault['kind'] | null;
}

export interface ProviderServerOptions {
  readonly port: number;
  readonly faults: Faults;
  readonly record: (request: RecordedRequest) => void;
}

/** Serves one provider on a port of its own, where its paths are the vendor's. */
export const startProviderServer = async (
  provider: SimulatedProvider,
  { port, faults, record }: ProviderServerOptions,
): Promise<LoopbackServer> => {
  const closing = new AbortController();

  const respond = async (message: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(message);
    if (body === null) {
      sendAnswer(response, { status: 413, headers: { connection: 'close' }, body: '' });
      return;
    }
    const request = toSimulatedRequest(message, body);
    const operation = provider.operationOf(request);
    const fault = faults.take(provider.name, operation);
    record({
      ...request,
      provider: provider.name,
      operation,
      query: Object.fromEntries(request.query),
      fault: fault?.kind ?? null,
    });
    const handle = () => provider.handle(request);
    await playFault(fault, { response, handle, faults, closing: closing.signal });
  };

  const server = await listenOnLoopback((message, response) => {
    respond(message, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed || closing.signal.aborted) {
        response.destroy();
        return;
      }
      sendAnswer(response, { status: 500, headers: { 'content-type': 'text/plain' }, body: sandboxFailure(error) });
    });
  }, port);

  return {
    origin: server.origin,
    close: () => {
      closing.abort();
      return server.close();
    },
  };
};

/** Not a vendor's body: a mistake in the sandbox shall not pass for a vendor's 500. */
const sandboxFailure = (error: unknown): string =>
  `The sandbox itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;

const toSimulatedRequest = (message: IncomingMessage, body: string): SimulatedRequest => {
  const target = message.url ?? '/';
  const queryStart = target.indexOf('?');
  return {
    method: message.method ?? '',
    path: queryStart === -1 ? target : target.slice(0, queryStart),
    query: new URLSearchParams(queryStart === -1 ? '' : target.slice(queryStart)),
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    ),
    body,
  };
};
