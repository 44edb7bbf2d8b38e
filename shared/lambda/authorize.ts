import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
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
 * Who calls. API Gateway has verified the signature or the token before a function runs; what it found is looked at here once
 * more, so that a route without an authorizer stays closed. Gives a caller or the problem.
 */
export const authorize = (
  event: APIGatewayProxyEventV2,
  scope: Scope | null,
  settings: Settings,
): { readonly caller: Caller } | { readonly problem: Problem } => {
  if (settings.auth === 'none' || scope === null) {
    return { caller: { mayUse: () => true } };
  }
  if (settings.auth === 'iam') {
    return hasIamIdentity(event)
      ? { caller: { mayUse: () => true } }
      : { problem: createProblem('unauthenticated', 'An AWS Signature Version 4 is required.') };
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

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, `authorizer.iam` */
const hasIamIdentity = (event: APIGatewayProxyEventV2): boolean => iamSchema.safeParse(event.requestContext).success;

const iamSchema = z.object({ authorizer: z.object({ iam: z.object({ userArn: z.string().min(1) }) }) });

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
