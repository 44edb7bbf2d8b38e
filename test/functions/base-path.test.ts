import { beforeEach, describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { matchRoute, readRoutes } from '../../local/routes.ts';
import type { HttpHandler } from '../../shared/lambda/http-function.ts';
import { type ApiBench, createApiBench } from '../support/api-handlers.ts';
import { answerOf, eventOf, invocationOf } from '../support/request-event.ts';

let bench: ApiBench;

beforeEach(() => {
  bench = createApiBench();
});

interface Entrance {
  /** What the caller's URL has before the path of the route. */
  readonly basePath: string;
  /** The stage that API Gateway names; `$default` unless the URL has it. */
  readonly stage?: string;
  /** What the members of the event have before the path of the route, where they do not agree. */
  readonly rawBasePath?: string;
  readonly contextBasePath?: string;
}

const named: Entrance = { basePath: '/prod', stage: 'prod' };
const mapped: Entrance = { basePath: '/billing' };

/** Sends what API Gateway makes of a request to `url` that came in at `entrance`. */
const send = async (
  { basePath, stage = '$default', rawBasePath = basePath, contextBasePath = basePath }: Entrance,
  { method, url, body }: { readonly method: 'GET' | 'POST'; readonly url: string; readonly body?: object },
) => {
  expect(url.startsWith(`${basePath}/`)).toBe(true);
  const path = url.slice(basePath.length);
  const match = matchRoute(readRoutes(), method, path);
  const event = eventOf({
    method,
    path: rawBasePath + path,
    pathParameters: match?.pathParameters ?? {},
    headers: { 'idempotency-key': 'k1', 'x-request-id': 'r-1' },
    ...(body === undefined ? {} : { body }),
  });
  const { requestContext } = event;
  const placed: APIGatewayProxyEventV2 = {
    ...event,
    routeKey: match?.route.routeKey ?? '$default',
    requestContext: { ...requestContext, stage, http: { ...requestContext.http, path: contextBasePath + path } },
  };
  const handler: HttpHandler | undefined = bench.all[match?.route.functionName ?? ''];
  if (handler === undefined) {
    throw new Error(`Nobody answers ${method} ${url}`);
  }
  return answerOf(await handler(placed, invocationOf()));
};

const conversions = '/v1/connections/cc/accounts/a1/conversions';

describe.each<[string, Entrance]>([
  ['at the root', { basePath: '' }],
  ['under the name of a stage', named],
  ['under the path by which a domain name holds the API', mapped],
  ['under a path of several segments that looks like ours', { basePath: '/api/v1' }],
  ['under a path that only the context tells', { basePath: '/billing', rawBasePath: '' }],
  ['under a path that only rawPath tells', { basePath: '/billing', contextBasePath: '' }],
])('a request that came in %s', (_name, entrance) => {
  test('is told an address that answers when it is followed', async () => {
    const url = entrance.basePath + conversions;
    const converted = await send(entrance, { method: 'POST', url, body: { planId: '2' } });

    const location = String(converted.headers.location);
    const followed = await send(entrance, { method: 'GET', url: location });

    expect(converted.status).toBe(200);
    expect(location).toBe(`${entrance.basePath}${conversions}/${converted.body.id}`);
    expect([followed.status, followed.body]).toEqual([200, converted.body]);
  });

  test('is named in full by its problem', async () => {
    const url = entrance.basePath + conversions;

    const { body } = await send(entrance, { method: 'POST', url, body: { plan: '2' } });

    expect(body.instance).toBe(`${entrance.basePath}/v1/connections/cc/accounts/a1/conversions`);
  });
});

test('a repeat is told the address by which it came, not the one of the first request', async () => {
  const first = await send(named, { method: 'POST', url: `/prod${conversions}`, body: { planId: '2' } });
  const second = await send(mapped, { method: 'POST', url: `/billing${conversions}`, body: { planId: '2' } });

  expect(second.headers['idempotency-replayed']).toBe('true');
  expect(second.text).toBe(first.text);
  expect(second.headers.location).toBe(`/billing${conversions}/${first.body.id}`);
});

test('nothing that a path could hold makes the address lead to another host', async () => {
  for (const basePath of ['//evil.example', '/\\evil.example', '/a b', '/é', 'https://evil.example']) {
    const { headers } = await send(
      { basePath },
      { method: 'POST', url: basePath + conversions, body: { planId: '2' } },
    );

    expect(headers.location).toMatch(/^\/v1\/connections\/cc\/accounts\/a1\/conversions\/cnv_/);
  }
});
