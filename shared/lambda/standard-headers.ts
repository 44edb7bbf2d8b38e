import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Random } from '../domain/clock.ts';
import { gatewayRequestIdOf, requestIdOf } from './request-id.ts';

/** For browsers, on every answer: https://owasp.org/www-project-secure-headers/ */
export const browserHeaders = {
  'x-content-type-options': 'nosniff',
  // Without `includeSubDomains`: an API may stand on a domain whose other hosts are none of its business.
  'strict-transport-security': 'max-age=31536000',
  'referrer-policy': 'no-referrer',
} as const;

/**
 * Before the handler, puts a valid `x-request-id` on the event, so that everything behind reads one value; after it, or
 * after an error, sends it back, and forbids caches to keep what may be a customer's data, unless the answer says what they
 * may do.
 */
export const standardHeaders = (
  random: Random,
): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> => {
  const finish = ({ event, response }: FinishedRequest) => {
    if (response !== null && response !== undefined) {
      response.headers = {
        ...response.headers,
        'x-request-id': event.headers['x-request-id'] ?? '',
        'cache-control': response.headers?.['cache-control'] ?? 'no-store',
        ...browserHeaders,
      };
    }
  };
  return {
    before: ({ event }) => {
      const requestId = requestIdOf(event.headers ?? {}, random, gatewayRequestIdOf(event));
      event.headers = { ...event.headers, 'x-request-id': requestId };
    },
    after: finish,
    onError: finish,
  };
};

interface FinishedRequest {
  readonly event: APIGatewayProxyEventV2;
  response: APIGatewayProxyStructuredResultV2 | null | undefined;
}
