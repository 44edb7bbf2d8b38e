import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { refusalOfStranger } from './strangers.ts';

export interface LoopbackServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Breaks what is still open and resolves when the port is free. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1; port 0 takes a free one. Rejects when the port is taken. Requests of strangers are answered 403 and
 * never reach `listener`.
 */
export const listenOnLoopback = (listener: RequestListener, port: number): Promise<LoopbackServer> =>
  new Promise((resolve, reject) => {
    // Longer than a client keeps its sockets: a socket closed here while a request is on its way would be a fault that
    // nobody programmed.
    const server = createServer({ keepAliveTimeout: 120_000 }, refusingStrangers(listener));
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') {
        reject(new Error('The sandbox got no port.'));
        return;
      }
      resolve({
        origin: `http://127.0.0.1:${address.port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });

const refusingStrangers =
  (listener: RequestListener): RequestListener =>
  (request, response) => {
    const refusal = refusalOfStranger(request);
    if (refusal === null) {
      listener(request, response);
      return;
    }
    response.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify({ error: refusal }));
  };

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
