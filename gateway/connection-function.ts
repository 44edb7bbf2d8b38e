import type { Connection } from '../shared/connections/connections.ts';
import { checkIdentifiers, type RequestWithIdentifiers } from '../shared/connections/identifier-rules.ts';
import type { Result } from '../shared/domain/result.ts';
import type { HttpAnswer } from '../shared/lambda/answer.ts';
import type { HttpFunction, HttpRequest } from '../shared/lambda/http-function.ts';
import type { RequestRules } from '../shared/lambda/operation.ts';
import type { Services } from './services.ts';

/** A request of one connection. */
export interface ConnectionInput extends RequestWithIdentifiers {
  readonly path: { readonly connection: string };
}

export interface ConnectionRequest extends HttpRequest<Services> {
  readonly connection: Connection;
}

/** A function of one connection: `run` gets the connection of the path, opened, and ids that its provider may be sent. */
export const defineConnectionFunction = <Input extends ConnectionInput>(
  rules: RequestRules<Input>,
  run: (input: Input, request: ConnectionRequest) => Promise<Result<HttpAnswer>>,
): HttpFunction<Input, Services> => ({
  ...rules,
  run: async (input, request) => {
    const connection = await openConnection(input, request);
    return connection.ok ? run(input, { ...request, connection: connection.value }) : connection;
  },
});

/** Fails as `connections.open` does, or with `invalid_request` for an id that the connection's provider cannot have. */
export const openConnection = async (
  input: ConnectionInput,
  { services, deadline, logger }: Pick<HttpRequest<Services>, 'services' | 'deadline' | 'logger'>,
): Promise<Result<Connection>> => {
  const opened = await services.connections.open(input.path.connection, { deadline, logger });
  if (!opened.ok) {
    return opened;
  }
  const identifiers = checkIdentifiers(opened.value, input);
  return identifiers.ok ? opened : identifiers;
};
