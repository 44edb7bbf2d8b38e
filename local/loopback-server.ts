import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { serveOnLoopback } from '../sandbox/loopback-server.ts';
import { createProblem } from '../shared/domain/problem.ts';
import { problemAnswer } from '../shared/lambda/answer.ts';
import { requestIdOf } from '../shared/lambda/request-id.ts';
import { instanceOf } from '../shared/lambda/request-path.ts';
import { browserHeaders } from '../shared/lambda/standard-headers.ts';

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
export const listenOnLoopback = async (
  server: Server,
  port: number,
  { graceMs = 0 }: { readonly graceMs?: number } = {},
): Promise<LoopbackServer> => {
  const { origin, close } = await serveOnLoopback(server, port, { refuse, graceMs });
  return { url: origin, close };
};

const refuse = ({ method, headers, url = '/' }: IncomingMessage, response: ServerResponse, detail: string): void => {
  const given = headers['x-request-id'];
  const requestId = requestIdOf({ 'x-request-id': typeof given === 'string' ? given : undefined }, Math.random);
  const kind = method === 'GET' || method === 'HEAD' ? 'read' : 'write';
  const instance = instanceOf(url.split('?')[0] ?? '');
  const problem = problemAnswer(createProblem('forbidden', detail), { instance, requestId, kind });
  const headersOfGateway = { 'x-request-id': requestId, 'cache-control': 'no-store', ...browserHeaders };
  response.writeHead(403, { ...problem.headers, ...headersOfGateway, connection: 'close' });
  response.end(problem.body);
};

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
