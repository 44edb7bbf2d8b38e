import type * as z from 'zod';
import type { ProblemCode } from '../domain/problem.ts';
import type { Scope } from './authorize.ts';

/** What a function takes, and what a caller needs for it. */
export interface RequestRules<Input, Name extends string = string> {
  readonly name: Name;
  readonly kind: 'read' | 'write';
  /** Null for a route that is open to everybody. */
  readonly scope: Scope | null;
  /** Schema of `{path, query, headers, body}`. */
  readonly input: z.ZodType<Input>;
  /** `raw`: the schema gets the bytes as they came. */
  readonly takesBody: boolean | 'raw';
}

/** One route of the API. serverless.yml has it too, and a test compares the two. */
export interface Operation<Input, Name extends string = string> extends RequestRules<Input, Name> {
  readonly method: 'get' | 'post' | 'patch';
  readonly path: string;
}

/** Gives an operation its type: the input from its schema. */
export const defineOperation = <Input, const Name extends string>(
  operation: Operation<Input, Name>,
): Operation<Input, Name> => operation;

/** What the OpenAPI document says of an operation, and what the tests hold its answers to. */
export interface Documentation {
  readonly summary: string;
  readonly description: string;
  /** Schema of the parts that callers should see, where it is another than the one that validates. */
  readonly request?: z.ZodObject;
  readonly answers: readonly DocumentedAnswer[];
  /** Every code that may be answered. The benches of the tests refuse any other. */
  readonly problems: readonly ProblemCode[];
}

export interface DocumentedAnswer {
  readonly status: 200 | 201 | 202 | 204 | 304;
  readonly description: string;
  /** Null for an answer without a body. */
  readonly schema: z.ZodType | null;
  /** JSON unless said. */
  readonly contentType?: string;
  readonly headers?: z.ZodObject;
}

/**
 * `functions/<name>/operation.ts`. The documentation is a function of its own so that bundles leave it out: no function but
 * `api-docs` calls it.
 */
export interface OperationModule {
  readonly operation: Operation<unknown>;
  readonly documentation: () => Documentation;
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

/**
 * What any route that calls a provider may answer beside that. The last five come with codes that the vendor's own answer
 * holds, and no vendor says which of its calls may hold which.
 */
export const providerProblems = [
  'provider_rate_limited',
  'unsupported_operation',
  'provider_unauthorized',
  'provider_error',
  'provider_response_invalid',
  'provider_unavailable',
  'provider_timeout',
  'account_not_found',
  'subscription_not_found',
  'provider_conflict',
  'usage_accumulation_unsupported',
  'provider_rejected',
] as const satisfies readonly ProblemCode[];

/** What any edit of a catalogue may answer beside those. */
export const catalogueEditProblems = [
  'idempotency_key_missing',
  'payload_too_large',
  'unsupported_media_type',
  'idempotency_key_reused',
  'ledger_unavailable',
] as const satisfies readonly ProblemCode[];
