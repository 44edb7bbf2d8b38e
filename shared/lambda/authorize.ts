import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { connectionNameSchema } from '../domain/identifier.ts';
import { createProblem, type Problem } from '../domain/problem.ts';
import { elementsOf, isScope } from './claim-elements.ts';
import type { Settings } from './settings.ts';

export type Scope = 'plans:read' | 'plans:write' | 'conversions:write';

export interface Caller {
  /** False for a connection that the caller's token does not name. */
  readonly mayUse: (connection: string) => boolean;
}

/**
 * Who calls. API Gateway has verified the signature or the token before a function runs; with `jwt` the claims are checked
 * here once more, so that a route without an authorizer stays closed. Gives a caller or the problem.
 */
export const authorize = (
  event: APIGatewayProxyEventV2,
  scope: Scope | null,
  settings: Settings,
): { readonly caller: Caller } | { readonly problem: Problem } => {
  if (settings.auth !== 'jwt' || scope === null) {
    return { caller: { mayUse: () => true } };
  }
  const claims = claimsOf(event);
  if (claims === null) {
    return { problem: createProblem('unauthenticated', 'A bearer token is required.') };
  }
  const accepted = [scope, `${settings.scopePrefix}${scope}`];
  // As API Gateway takes them: in `scope`, or in the `scp` of some issuers.
  const given = [claims.scope, claims.scp].flatMap((claim) => elementsOf(claim, isScope));
  if (!given.some((each) => accepted.includes(each))) {
    return { problem: createProblem('forbidden', `The token lacks the scope ${scope}.`) };
  }
  const { connectionsClaim } = settings;
  if (connectionsClaim === null) {
    return { caller: { mayUse: () => true } };
  }
  const connections = new Set(elementsOf(claims[connectionsClaim], isConnectionName));
  return { caller: { mayUse: (connection) => connections.has(connection) } };
};

const claimsOf = (event: APIGatewayProxyEventV2): Readonly<Record<string, unknown>> | null => {
  const context: unknown = event.requestContext;
  if (typeof context !== 'object' || context === null || !('authorizer' in context)) {
    return null;
  }
  const { authorizer } = context;
  if (typeof authorizer !== 'object' || authorizer === null || !('jwt' in authorizer)) {
    return null;
  }
  const { jwt } = authorizer;
  if (typeof jwt !== 'object' || jwt === null || !('claims' in jwt)) {
    return null;
  }
  const { claims } = jwt;
  return typeof claims === 'object' && claims !== null ? Object.fromEntries(Object.entries(claims)) : null;
};

const isConnectionName = (text: string): boolean => connectionNameSchema.safeParse(text).success;
