import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface RecordedRequest {
  readonly method: string;
  /** Path and query as they stood in the request line. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ServerAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
}

/** `hang` never answers, `drop` breaks the connection off. */
export type Reaction = ServerAnswer | 'hang' | 'drop';

export interface RecordingServer {
  readonly origin: string;
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

const openServers = new Set<RecordingServer>();

/** For `afterEach`: no test leaves a server behind. */
export const closeRecordingServers = async (): Promise<void> => {
  await Promise.all([...openServers].map((server) => server.close()));
};

/** A provider on loopback that answers what the test says and remembers what it was asked. */
export const startRecordingServer = async (
  react: (request: RecordedRequest, index: number) => Reaction | Promise<Reaction>,
): Promise<RecordingServer> => {
  const requests: RecordedRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) {
      chunks.push(chunk as Buffer);
    }
    const request: RecordedRequest = {
      method: incoming.method ?? '',
      target: incoming.url ?? '',
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    const index = requests.push(request) - 1;
    const reaction = await react(request, index);
    if (reaction === 'hang') {
      return;
    }
    if (reaction === 'drop') {
      incoming.socket.destroy();
      return;
    }
    const { status, headers = {}, body = '' } = reaction;
    outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
    outgoing.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const recordingServer: RecordingServer = {
    origin: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      openServers.delete(recordingServer);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  openServers.add(recordingServer);
  return recordingServer;
};
