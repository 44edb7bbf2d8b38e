import type { ProviderId } from './provider-id.ts';

/**
 * The closed list of error codes that callers may see, each with its HTTP status and whether the same request may
 * succeed later without a change. Adding a code here is a change of the public contract.
 */
export const problemTypes = {
  invalid_request: { status: 400, title: 'The request is not valid', retryable: false },
  idempotency_key_missing: { status: 400, title: 'The Idempotency-Key header is missing', retryable: false },
  invalid_cursor: { status: 400, title: 'The cursor is not valid for this list', retryable: false },
  unauthenticated: { status: 401, title: 'The caller is not authenticated', retryable: false },
  webhook_unauthenticated: { status: 401, title: 'The webhook could not be authenticated', retryable: false },
  forbidden: { status: 403, title: 'The caller may not do this', retryable: false },
  connection_not_found: { status: 404, title: 'There is no such connection', retryable: false },
  plan_not_found: { status: 404, title: 'There is no such plan', retryable: false },
  account_not_found: { status: 404, title: 'There is no such account', retryable: false },
  subscription_not_found: { status: 404, title: 'There is no such subscription', retryable: false },
  conversion_not_found: { status: 404, title: 'There is no such conversion', retryable: false },
  rate_schedule_not_found: { status: 404, title: 'There is no such rate schedule', retryable: false },
  route_not_found: { status: 404, title: 'There is no such route', retryable: false },
  account_plan_ambiguous: { status: 409, title: 'The account has several plans', retryable: false },
  not_in_trial: { status: 409, title: 'The account plan is not a trial', retryable: false },
  conversion_in_progress: { status: 409, title: 'A conversion of this account is in progress', retryable: true },
  already_exists: { status: 409, title: 'This already exists', retryable: false },
  provider_conflict: { status: 409, title: 'The provider reports a conflict', retryable: false },
  payload_too_large: { status: 413, title: 'The request body is too large', retryable: false },
  unsupported_media_type: { status: 415, title: 'The request body has an unsupported media type', retryable: false },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
    retryable: false,
  },
  plan_not_available: { status: 422, title: 'The plan is not available to this account', retryable: false },
  usage_accumulation_unsupported: {
    status: 422,
    title: 'Usage accumulation does not go with this billing interval',
    retryable: false,
  },
  provider_rejected: { status: 422, title: 'The provider refused the request', retryable: false },
  provider_rate_limited: { status: 429, title: 'The provider limits the rate of requests', retryable: true },
  rate_limited: { status: 429, title: 'Too many requests', retryable: true },
  internal_error: { status: 500, title: 'Something went wrong on our side', retryable: true },
  unsupported_operation: { status: 501, title: 'The provider has no such operation', retryable: false },
  provider_unauthorized: { status: 502, title: 'The provider refused the credentials', retryable: false },
  provider_error: { status: 502, title: 'The provider failed', retryable: false },
  provider_response_invalid: { status: 502, title: 'The provider gave an answer that is not valid', retryable: true },
  secrets_unavailable: { status: 503, title: 'The credentials cannot be read now', retryable: true },
  secret_invalid: { status: 503, title: 'The secret of the connection is not valid', retryable: false },
  ledger_unavailable: { status: 503, title: "The gateway's table cannot be reached", retryable: true },
  provider_unavailable: { status: 503, title: 'The provider cannot be reached', retryable: true },
  provider_timeout: { status: 504, title: 'The provider did not answer in time', retryable: true },
} as const;

export type ProblemCode = keyof typeof problemTypes;

/** What became of a write that ended in a problem. Absent on reads. */
export type WriteOutcome = 'not_executed' | 'unknown';

/** One invalid part of a request. `path` is dotted, as in `providerOptions.planGroupId`, `query.limit`, `headers.idempotency-key`. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** What the provider itself said. Never a whole body, never a credential. */
export interface ProviderFault {
  readonly name: ProviderId;
  /** HTTP status of the provider's answer, null when there was none. */
  readonly status: number | null;
  /** The provider's own error code or key as text, null when it gave none. */
  readonly code: string | null;
  readonly message: string | null;
}

/** A failure as the inside of the gateway passes it on; `shared/lambda` turns it into RFC 9457 JSON. */
export interface Problem {
  readonly code: ProblemCode;
  /** One sentence for the caller's developer. */
  readonly detail: string;
  readonly outcome?: WriteOutcome;
  /** Where it differs from what the code says in general. */
  readonly retryable?: boolean;
  readonly provider?: ProviderFault;
  readonly errors?: readonly FieldError[];
  /** Seconds until a repeat makes sense, where known. */
  readonly retryAfterSeconds?: number;
  /** Members of the answer beside the standard ones, such as `subscriptions` of an ambiguous account. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Headers of the answer, such as `Location`. */
  readonly headers?: Readonly<Record<string, string>>;
}

export type ProblemDetails = Omit<Problem, 'code' | 'detail'>;

export const createProblem = (code: ProblemCode, detail: string, details: ProblemDetails = {}): Problem => ({
  code,
  detail,
  ...details,
});

export const invalidField = (path: string, message: string): Problem =>
  createProblem('invalid_request', `${path}: ${message}`, { errors: [{ path, message }] });
