import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { refusalOfStranger } from '../sandbox/strangers.ts';
import { createProblem } from '../shared/domain/problem.ts';
import { problemAnswer } from '../shared/lambda/answer.ts';
import { requestIdOf } from '../shared/lambda/request-id.ts';
import { instanceOf } from '../shared/lambda/request-path.ts';

/** A server on 127.0.0.1 that runs inside this process. */
export interface LoopbackServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** Takes no new connection, lets answers that are under way finish for `graceMs`, then cuts every connection. */
  close(): Promise<void>;
}

/**
 * Starts `server` on `port` of 127.0.0.1, on a free port when it is 0. Requests of strangers are answered 403 `forbidden`, and
 * none of its listeners sees them.
 * Rejects with Node's own error when that cannot be; `explainListenFailure` puts it into words.
 */
export const listenOnLoopback = (
  server: Server,
  port: number,
  { graceMs = 0 }: { readonly graceMs?: number } = {},
): Promise<LoopbackServer> =>
  new Promise((resolve, reject) => {
    refuseStrangers(server);
    // Longer than a client keeps its sockets, or one is now and then closed while a request is on its way.
    server.keepAliveTimeout = 120_000;
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      const actualPort = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ url: `http://127.0.0.1:${actualPort}`, close: () => closeServer(server, graceMs) });
    });
  });

/** Whatever listens already: dynalite makes its server itself. */
const refuseStrangers = (server: Server): void => {
  const listeners = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const refusal = refusalOfStranger(request);
    if (refusal !== null) {
      refuse(request, response, refusal);
      return;
    }
    for (const listener of listeners) {
      listener.call(server, request, response);
    }
  });
};

const refuse = ({ method, headers, url = '/' }: IncomingMessage, response: ServerResponse, detail: string): void => {
  const given = headers['x-request-id'];
  const requestId = requestIdOf({ 'x-request-id': typeof given === 'string' ? given : undefined }, Math.random);
  const kind = method === 'GET' || method === 'HEAD' ? 'read' : 'write';
  const instance = instanceOf(url.split('?')[0] ?? '');
  const problem = problemAnswer(createProblem('forbidden', detail), { instance, requestId, kind });
  const headersOfGateway = { 'x-request-id': requestId, 'cache-control': 'no-store', connection: 'close' };
  response.writeHead(403, { ...problem.headers, ...headersOfGateway });
  response.end(problem.body);
};

const closeServer = (server: Server, graceMs: number): Promise<void> =>
  new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });

/** One plain sentence for a port that cannot be had, null for every other failure. */
export const explainListenFailure = (error: unknown): string | null => {
  if (!(error instanceof Error) || !('code' in error) || !('port' in error)) {
    return null;
  }
  if (error.code === 'EADDRINUSE') {
    return `Port ${error.port} is taken by another program.`;
  }
  return error.code === 'EACCES' ? `Port ${error.port} may not be used by this user.` : null;
};
