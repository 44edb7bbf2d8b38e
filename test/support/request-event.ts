import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { HttpHandler } from '../../shared/lambda/http-function.ts';

export interface TestRequest {
  readonly method?: string;
  readonly path?: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is; anything else as JSON. */
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
  /** What API Gateway read in a verified token. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Whose signature API Gateway verified. */
  readonly userArn?: string;
}

/** The event of API Gateway's HTTP API, payload format 2.0, for `request`. */
export const eventOf = (request: TestRequest): APIGatewayProxyEventV2 => {
  const { method = 'GET', path = '/v1/connections', query = '', headers = {}, body, claims, userArn } = request;
  const hasBody = body !== undefined;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: { ...(hasBody ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(request.pathParameters === undefined ? {} : { pathParameters: { ...request.pathParameters } }),
    ...(hasBody ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
    isBase64Encoded: request.isBase64Encoded ?? false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'gateway-request',
      routeKey: '$default',
      stage: '$default',
      time: '01/Mar/2031:12:00:00 +0000',
      timeEpoch: Date.UTC(2031, 2, 1, 12, 0, 0),
      ...(claims === undefined ? {} : { authorizer: { jwt: { claims, scopes: null } } }),
      ...(userArn === undefined ? {} : { authorizer: { iam: iamIdentity(userArn) } }),
    },
  } as APIGatewayProxyEventV2;
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
const iamIdentity = (userArn: string) => ({
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  accountId: '111122223333',
  callerId: 'AIDACKCEVSQ6C2EXAMPLE',
  cognitoIdentity: null,
  principalOrgId: null,
  userArn,
  userId: 'AIDACKCEVSQ6C2EXAMPLE',
});

/** What a function sees of its invocation. */
export const invocationOf = (remainingMs = 28_000): Context => ({
  functionName: 'test',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:test',
  memoryLimitInMB: '512',
  awsRequestId: 'invocation',
  logGroupName: '/aws/lambda/test',
  logStreamName: 'test',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => remainingMs,
  done: () => {},
  fail: () => {},
  succeed: () => {},
});

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

export const send = async (handler: HttpHandler, request: TestRequest): Promise<TestAnswer> =>
  answerOf(await handler(eventOf(request), invocationOf()));

export const answerOf = ({
  statusCode = 0,
  headers = {},
  body = '',
}: APIGatewayProxyStructuredResultV2): TestAnswer => ({
  status: statusCode,
  headers,
  text: body,
  body: /^[[{]/.test(body) ? JSON.parse(body) : {},
});
