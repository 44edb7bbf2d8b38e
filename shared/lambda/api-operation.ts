import type * as z from 'zod';
import type { ProblemCode } from '../domain/problem.ts';
import type { Scope } from './authorize.ts';

/** One route as the OpenAPI document tells of it, over the same schemas that validate. */
export interface ApiOperation {
  readonly name: string;
  readonly method: 'get' | 'post' | 'patch';
  readonly path: string;
  readonly scope: Scope | null;
  readonly summary: string;
  readonly description: string;
  readonly parameters: {
    readonly path?: z.ZodObject;
    readonly query?: z.ZodObject;
    readonly headers?: z.ZodObject;
  };
  readonly body?: z.ZodType;
  /** The body is of any type, and its bytes are taken as they are. */
  readonly takesRawBody?: true;
  readonly answers: readonly ApiAnswer[];
  readonly problems: readonly ProblemCode[];
}

export interface ApiAnswer {
  readonly status: 200 | 201 | 202 | 204 | 304;
  readonly description: string;
  /** Null for an answer without a body. */
  readonly schema: z.ZodType | null;
  /** JSON unless said. */
  readonly contentType?: string;
  readonly headers?: z.ZodObject;
}

/** What any route of a connection may answer. */
export const connectionProblems = [
  'invalid_request',
  'unauthenticated',
  'forbidden',
  'connection_not_found',
  'rate_limited',
  'internal_error',
  'secrets_unavailable',
  'secret_invalid',
] as const satisfies readonly ProblemCode[];

/** What any route that calls a provider may answer beside that. */
export const providerProblems = [
  'provider_rate_limited',
  'unsupported_operation',
  'provider_unauthorized',
  'provider_error',
  'provider_response_invalid',
  'provider_unavailable',
  'provider_timeout',
] as const satisfies readonly ProblemCode[];
