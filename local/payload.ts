import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { decodeSegment, type RouteMatch } from './routes.ts';

/**
 * The event that API Gateway makes of a request for an HTTP API, payload format 2.0:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const toEvent = (
  request: IncomingMessage,
  body: Buffer,
  { route, pathParameters }: RouteMatch,
): APIGatewayProxyEventV2 => {
  const { path, query } = splitTarget(request.url ?? '/');
  const { cookie: cookieHeaders, ...headers } = request.headersDistinct;
  const parameters = new URLSearchParams(query);
  const cookies = (cookieHeaders ?? []).flatMap((line) => line.split(/; */)).filter((cookie) => cookie !== '');
  const now = new Date();
  // API Gateway hands the path on decoded in spite of the name, unlike Lambda function URLs.
  const rawPath = path.split('/').map(decodeSegment).join('/');

  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath,
    rawQueryString: query,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers: Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, (values ?? []).join(',')])),
    ...(parameters.size === 0 ? {} : { queryStringParameters: joinRepeated(parameters) }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: request.headers.host ?? '127.0.0.1',
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: route.routeKey,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters: { ...pathParameters } }),
    ...encodeBody(body, request.headers['content-type'] ?? ''),
  };
};

/** The target of a request line as path and query, neither of them decoded. */
export const splitTarget = (target: string): { readonly path: string; readonly query: string } => {
  const start = target.indexOf('?');
  return start === -1 ? { path: target, query: '' } : { path: target.slice(0, start), query: target.slice(start + 1) };
};

/** API Gateway passes as text only what these types say is text; the rest, forms among them, comes in Base64. */
const textTypes = /^(?:text\/[^;]|application\/(?:json|javascript|xml)\s*(?:;|$))/i;

const encodeBody = (body: Buffer, contentType: string): { body?: string; isBase64Encoded: boolean } => {
  if (body.length === 0) {
    return { isBase64Encoded: false };
  }
  const isText = textTypes.test(contentType) && isUtf8(body);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
};

const joinRepeated = (parameters: URLSearchParams): Record<string, string> =>
  Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name).join(',')]));
