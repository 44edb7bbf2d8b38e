import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type LoopbackServer, listenOnLoopback } from './loopback-server.ts';
import { createSecretVault, type ServiceError } from './secret-vault.ts';

/**
 * AWS Secrets Manager on loopback, in memory: the unmodified SDK talks to it through
 * `AWS_ENDPOINT_URL_SECRETS_MANAGER`. Signatures are not checked.
 */
export interface LocalSecretsManager extends LoopbackServer {
  /** Creates the secret, or gives it a new current version. An object is stored as its JSON. */
  put(name: string, content: string | object): void;
  /** Creates a secret without a value, as a stack does whose owner fills it later. */
  putEmpty(name: string): void;
  /** Deletes without a recovery window. */
  remove(name: string): void;
  /** How often an operation such as `GetSecretValue` was asked for, failures included; all of them without a name. */
  calls(operation?: string): number;
  /** From now on every operation fails so, until `null`. To have connections refused, `close` it. */
  failWith(fault: SecretsFault | null): void;
}

export type SecretsFault = 'unavailable' | 'throttled' | 'access_denied';

/** `now`, in milliseconds since the epoch, dates the secrets' versions. */
export const startSecretsManager = async ({
  port = 0,
  now = Date.now,
}: {
  readonly port?: number;
  readonly now?: () => number;
} = {}): Promise<LocalSecretsManager> => {
  const vault = createSecretVault(now);
  const counts = new Map<string, number>();
  let fault: SecretsFault | null = null;

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const operation = String(request.headers['x-amz-target']).replace(/^secretsmanager\./, '');
    const body = await text(request);
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
    if (fault !== null) {
      sendError(response, faults[fault]);
      return;
    }
    const result = vault.perform(operation, parseJson(body));
    if (result.ok) {
      send(response, 200, result.value);
    } else {
      sendError(response, { status: 400, ...result.problem });
    }
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  const performOrThrow = (operation: string, input: unknown) => {
    const result = vault.perform(operation, input);
    if (!result.ok) {
      throw new Error(`${result.problem.type}: ${result.problem.message}`);
    }
  };

  return {
    ...(await listenOnLoopback(server, port)),
    put: (name, content) => {
      const SecretString = typeof content === 'string' ? content : JSON.stringify(content);
      const isKnown = vault.perform('DescribeSecret', { SecretId: name }).ok;
      if (isKnown) {
        performOrThrow('PutSecretValue', { SecretId: name, SecretString });
      } else {
        performOrThrow('CreateSecret', { Name: name, SecretString });
      }
    },
    putEmpty: (name) => performOrThrow('CreateSecret', { Name: name }),
    remove: (name) => performOrThrow('DeleteSecret', { SecretId: name, ForceDeleteWithoutRecovery: true }),
    calls: (operation) =>
      operation === undefined
        ? [...counts.values()].reduce((sum, count) => sum + count, 0)
        : (counts.get(operation) ?? 0),
    failWith: (next) => {
      fault = next;
    },
  };
};

interface WireError extends ServiceError {
  readonly status: number;
}

const faults: Readonly<Record<SecretsFault, WireError>> = {
  unavailable: { status: 500, type: 'InternalServiceError', message: 'An error occurred on the server side.' },
  throttled: { status: 400, type: 'ThrottlingException', message: 'Rate exceeded' },
  access_denied: {
    status: 400,
    type: 'AccessDeniedException',
    message: 'User is not authorized to perform this operation.',
  },
};

const sendError = (response: ServerResponse, { status, type, message }: WireError) =>
  send(response, status, { __type: type, Message: message });

const send = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
};

const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
