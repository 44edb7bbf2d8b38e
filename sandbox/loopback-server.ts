import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { refusalOfStranger } from './strangers.ts';

export interface LoopbackServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Takes no new connection, cuts what is open after the grace, and resolves when the port is free. */
  close(): Promise<void>;
}

export interface ServingOptions {
  /** Answers a request that must not reach the server, for the reason given. */
  readonly refuse: (request: IncomingMessage, response: ServerResponse, reason: string) => void;
  /** For how long `close` lets answers that are under way finish. */
  readonly graceMs?: number;
}

/**
 * Starts `server` on `port` of 127.0.0.1, on a free port when it is 0. Requests of strangers are refused, and none of its
 * listeners sees them. Rejects with Node's own error when that cannot be.
 */
export const serveOnLoopback = (
  server: Server,
  port: number,
  { refuse, graceMs = 0 }: ServingOptions,
): Promise<LoopbackServer> =>
  new Promise((resolve, reject) => {
    keepOutStrangers(server, refuse);
    // Longer than a client keeps its sockets: a socket closed here while a request is on its way would be a fault that
    // nobody programmed.
    server.keepAliveTimeout = 120_000;
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      const actualPort = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ origin: `http://127.0.0.1:${actualPort}`, close: () => closeServer(server, graceMs) });
    });
  });

/** Serves `listener`, and refuses with 403 and an `error` in JSON. Its `close` breaks what is still open. */
export const listenOnLoopback = (listener: RequestListener, port: number): Promise<LoopbackServer> =>
  serveOnLoopback(createServer(listener), port, { refuse: refuseInJson });

/** Whatever listens already: some make their server themselves. */
const keepOutStrangers = (server: Server, refuse: ServingOptions['refuse']): void => {
  const listeners = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const reason = refusalOfStranger(request);
    if (reason !== null) {
      refuse(request, response, reason);
      return;
    }
    for (const listener of listeners) {
      listener.call(server, request, response);
    }
  });
};

const refuseInJson: ServingOptions['refuse'] = (_request, response, reason) => {
  response.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ error: reason }));
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

/** The whole body as UTF-8, or null when it is larger than any request of these protocols. */
export const readBody = async (request: IncomingMessage): Promise<string | null> => {
  const pieces: Buffer[] = [];
  let length = 0;
  // Destroying the stream would take the connection, and with it the answer that refuses the body.
  for await (const piece of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(piece);
    length += bytes.length;
    if (length > maximumBodyBytes) {
      return null;
    }
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
};

const maximumBodyBytes = 4 * 1024 * 1024;
