import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { faultFields, type Logger } from '../domain/logger.ts';
import { createProblem } from '../domain/problem.ts';
import { problemAnswer } from './answer.ts';
import { gatewayRequestIdOf } from './request-id.ts';
import { instanceOf, requestPathOf } from './request-path.ts';

/**
 * Whatever was thrown is a fault of ours: 500 with nothing of it in the answer. The log gets the error's name and its
 * stack's frames.
 */
export const internalError = (
  kind: 'read' | 'write',
  logger: Logger,
): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> => ({
  onError: (request) => {
    const { event, error } = request;
    const requestId = event.headers['x-request-id'] ?? '';
    logger.error('internal_error', {
      requestId,
      gatewayRequestId: gatewayRequestIdOf(event),
      route: event.routeKey ?? null,
      ...faultFields(error),
    });
    const problem = createProblem('internal_error', 'The request failed through a fault of this service.', {
      ...(kind === 'write' ? { outcome: 'unknown' } : {}),
    });
    request.response = problemAnswer(problem, { instance: instanceOf(requestPathOf(event)), requestId, kind });
  },
});
