import { fork } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const runner = fileURLToPath(new URL('packaged-function-runner.mjs', import.meta.url));

/**
 * Puts the files of a zip into a directory of their own below `parent`, loads the handler in a Node process of its own, and
 * gives what it answers to `event`.
 */
export const runPackaged = async (
  files: Readonly<Record<string, Uint8Array>>,
  handlerFile: string,
  {
    parent,
    event,
    environment,
  }: { readonly parent: string; readonly event: object; readonly environment: Record<string, string> },
): Promise<unknown> => {
  const directory = await mkdtemp(join(parent, 'function-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(directory, dirname(name)), { recursive: true });
    await writeFile(join(directory, name), content);
  }
  return new Promise((resolve, reject) => {
    let errors = '';
    const child = fork(runner, [join(directory, handlerFile)], {
      cwd: directory,
      env: environment,
      execArgv: [],
      silent: true,
    });
    child.stderr?.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('message', resolve);
    child.on('exit', (code) => reject(new Error(`The function's process ended with ${code}: ${errors}`)));
    child.send(event);
  });
};

/** What API Gateway sends for a request whose signature it verified. */
export const httpEvent = (
  routeKey: string,
  {
    pathParameters,
    query = '',
    headers = {},
    body,
  }: {
    readonly pathParameters?: Record<string, string>;
    readonly query?: string;
    readonly headers?: Record<string, string>;
    readonly body?: unknown;
  } = {},
) => {
  const [method = '', path = '/nowhere'] = routeKey.split(' ');
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'api.example',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'gateway-1',
      routeKey,
      stage: '$default',
      time: '01/Jul/2026:00:00:00 +0000',
      timeEpoch: 1_782_864_000_000,
      authorizer: {
        iam: {
          accessKey: 'AKIAIOSFODNN7EXAMPLE',
          accountId: '111122223333',
          callerId: 'AIDACKCEVSQ6C2EXAMPLE',
          cognitoIdentity: null,
          principalOrgId: 'o-exampleorgid',
          userArn: 'arn:aws:iam::111122223333:user/signup',
          userId: 'AIDACKCEVSQ6C2EXAMPLE',
        },
      },
    },
    ...(pathParameters === undefined ? {} : { pathParameters }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
};
