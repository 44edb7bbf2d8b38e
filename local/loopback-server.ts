import type { Server } from 'node:http';

/** A server on 127.0.0.1 that runs inside this process. */
export interface LoopbackServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** Takes no new connection, lets answers that are under way finish for `graceMs`, then cuts every connection. */
  close(): Promise<void>;
}

/**
 * Starts `server` on `port` of 127.0.0.1, on a free port when it is 0.
 * Rejects with Node's own error when that cannot be; `explainListenFailure` puts it into words.
 */
export const listenOnLoopback = (
  server: Server,
  port: number,
  { graceMs = 0 }: { readonly graceMs?: number } = {},
): Promise<LoopbackServer> =>
  new Promise((resolve, reject) => {
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
