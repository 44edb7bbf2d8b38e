import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Logger } from '../domain/logger.ts';
import { createProblem } from '../domain/problem.ts';
import { problemAnswer } from './answer.ts';
import { instanceOf } from './problem-instance.ts';

/**
 * Whatever was thrown is a fault of ours: 500 with nothing of it in the answer. The log gets the error's name and its
 * stack's frames but not its message, which may quote a value.
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
      route: event.routeKey ?? null,
      name: error?.name ?? null,
      frames: (error?.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 8)
        .join('\n'),
    });
    const problem = createProblem('internal_error', 'The request failed through a fault of this service.', {
      ...(kind === 'write' ? { outcome: 'unknown' } : {}),
    });
    request.response = problemAnswer(problem, { instance: instanceOf(event.rawPath), requestId, kind });
  },
});
