import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type Clock, createDeadline, type Deadline, type Random } from '../domain/clock.ts';
import type { Logger } from '../domain/logger.ts';
import { createProblem } from '../domain/problem.ts';
import type { Result } from '../domain/result.ts';
import { accessLog } from './access-log.ts';
import { countedBytes, type HttpAnswer, jsonAnswer, maximumAnswerBytes, problemAnswer } from './answer.ts';
import { authorize, type Caller } from './authorize.ts';
import { internalError } from './internal-error.ts';
import { withFields } from './logger.ts';
import type { RequestRules } from './operation.ts';
import { parseRequest } from './parse-request.ts';
import { gatewayRequestIdOf } from './request-id.ts';
import { instanceOf, locationFor, requestPathOf } from './request-path.ts';
import type { Settings } from './settings.ts';
import { standardHeaders } from './standard-headers.ts';

/** One function of the API: what it takes, what a caller needs for it, and what it does. */
export interface HttpFunction<Input, Services extends BaseServices> extends RequestRules<Input> {
  run(input: Input, request: HttpRequest<Services>): Promise<Result<HttpAnswer>>;
}

/** What every function has, whatever else its services hold. */
export interface BaseServices {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export interface HttpRequest<Services> {
  readonly services: Services;
  readonly deadline: Deadline;
  readonly logger: Logger;
  readonly requestId: string;
  /** The path of the request, as a URI reference. */
  readonly instance: string;
  readonly caller: Caller;
}

/** Gives a definition its type: the input from its schema, the services from the caller. */
export const defineHttpFunction =
  <Services extends BaseServices>() =>
  <Input>(definition: HttpFunction<Input, Services>): HttpFunction<Input, Services> =>
    definition;

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * `definition` as a Lambda handler behind API Gateway's HTTP API, payload format 2.0. Services are made by the first
 * request and kept for the container.
 */
export const createHttpHandler = <Input, Services extends BaseServices>(
  definition: HttpFunction<Input, Services>,
  getServices: () => Services,
): HttpHandler => {
  let chain: HttpHandler | undefined;
  return (event, context) => {
    chain ??= createChain(definition, getServices());
    return chain(event, context);
  };
};

const createChain = <Input, Services extends BaseServices>(
  definition: HttpFunction<Input, Services>,
  services: Services,
): HttpHandler => {
  const { kind } = definition;
  const { clock, random, logger } = services;
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>({ timeoutEarlyInMillis: 0 })
    .use(accessLog(definition.name, { clock, logger }))
    .use(standardHeaders(random))
    .use(internalError(kind, logger))
    .handler(async (event: APIGatewayProxyEventV2, context: Context) =>
      withLocation(await serve(definition, services, { event, context }), event),
    );
};

/** What is behind the functions knows our paths as the routes spell them, and the caller may have come another way. */
const withLocation = (
  answer: APIGatewayProxyStructuredResultV2,
  event: APIGatewayProxyEventV2,
): APIGatewayProxyStructuredResultV2 => {
  const location = answer.headers?.location;
  return typeof location === 'string'
    ? { ...answer, headers: { ...answer.headers, location: locationFor(requestPathOf(event), location) } }
    : answer;
};

const serve = async <Input, Services extends BaseServices>(
  definition: HttpFunction<Input, Services>,
  services: Services,
  { event, context }: { readonly event: APIGatewayProxyEventV2; readonly context: Context },
): Promise<APIGatewayProxyStructuredResultV2> => {
  const { kind } = definition;
  const requestId = event.headers['x-request-id'] ?? '';
  const place = { instance: instanceOf(requestPathOf(event)), requestId, kind };

  const authorized = authorize(event, definition.scope, services.settings);
  if ('problem' in authorized) {
    return problemAnswer(authorized.problem, place);
  }
  const { caller } = authorized;
  const connection = event.pathParameters?.connection;
  if (connection !== undefined && !caller.mayUse(connection)) {
    return problemAnswer(createProblem('forbidden', 'The token does not name this connection.'), place);
  }

  const input = parseRequest(event, definition.input, { takesBody: definition.takesBody });
  if (!input.ok) {
    return problemAnswer(input.problem, place);
  }
  const result = await definition.run(input.value, {
    services,
    deadline: createDeadline(services.clock, context.getRemainingTimeInMillis() - answerReserveMs),
    logger: withFields(services.logger, { requestId, gatewayRequestId: gatewayRequestIdOf(event) }),
    requestId,
    instance: place.instance,
    caller,
  });
  if (!result.ok) {
    return problemAnswer(result.problem, place);
  }
  const answer = jsonAnswer(result.value);
  return countedBytes(answer.body ?? '') > maximumAnswerBytes
    ? problemAnswer(createProblem('provider_response_invalid', tooLargeDetail), place)
    : answer;
};

const tooLargeDetail =
  "The answer would be larger than 5 MB, as Lambda counts it. The provider's own object makes it so where `include=raw` asks for it.";

/** Time to write the answer before the function is stopped. */
const answerReserveMs = 500;
