import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Clock } from '../domain/clock.ts';
import type { Logger } from '../domain/logger.ts';
import { gatewayRequestIdOf } from './request-id.ts';

/** One line a request, by route template: a path holds ids and a query may hold more. */
export const accessLog = (
  functionName: string,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> => {
  const startedAt = new WeakMap<object, number>();
  const write = ({ event, response }: FinishedRequest) => {
    logger.info('request', {
      function: functionName,
      route: event.routeKey ?? null,
      requestId: event.headers['x-request-id'] ?? null,
      gatewayRequestId: gatewayRequestIdOf(event),
      status: response?.statusCode ?? null,
      durationMs: clock.now() - (startedAt.get(event) ?? clock.now()),
    });
  };
  return {
    before: ({ event }) => {
      startedAt.set(event, clock.now());
    },
    after: write,
    onError: write,
  };
};

interface FinishedRequest {
  readonly event: APIGatewayProxyEventV2;
  readonly response: APIGatewayProxyStructuredResultV2 | null | undefined;
}
