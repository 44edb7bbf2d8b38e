import { createProblem, type Problem, type ProblemCode, type ProblemDetails } from '../domain/problem.ts';
import type { ProviderId } from '../domain/provider-id.ts';
import type { CallFailure } from './call.ts';
import { cleanText } from './redaction.ts';

/** What was being done, which decides what a provider's refusal means to the caller. */
export interface Purpose {
  readonly provider: ProviderId;
  readonly kind: 'read' | 'write';
  /** What the provider's 404 means here: the resource of the path. */
  readonly notFound: ProblemCode;
  readonly secretValues: readonly string[];
}

/** The parts of a provider's refusal, as its own error body spells them. */
export interface Refusal {
  readonly status: number;
  readonly code: string | null;
  readonly message: string | null;
  readonly retryAfterSeconds?: number | null;
}

/** The problem for a call that got no answer. */
export const problemOfFailure = (purpose: Purpose, failure: CallFailure): Problem => {
  const code: ProblemCode =
    failure.kind === 'timed_out' || failure.kind === 'too_late'
      ? 'provider_timeout'
      : failure.kind === 'redirected' || failure.kind === 'too_large'
        ? 'provider_response_invalid'
        : 'provider_unavailable';
  return createProblem(code, failure.detail, {
    ...writeOutcome(purpose, !['not_sent', 'too_late', 'address_refused'].includes(failure.kind)),
    provider: { name: purpose.provider, status: null, code: null, message: null },
  });
};

/**
 * The problem for an answer with an error status. `code` overrides what follows from the status, where the provider's
 * own words say more.
 */
export const problemOfRefusal = (purpose: Purpose, refusal: Refusal, code?: ProblemCode): Problem => {
  const { status, retryAfterSeconds } = refusal;
  return createProblem(code ?? codeOfStatus(purpose, status), `The provider answered with status ${status}.`, {
    ...writeOutcome(purpose, isOutcomeUnknown(status)),
    provider: {
      name: purpose.provider,
      status,
      code: refusal.code === null ? null : cleanText(refusal.code, purpose.secretValues),
      message: refusal.message === null ? null : cleanText(refusal.message, purpose.secretValues),
    },
    ...(typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {}),
  });
};

/** The problem for an answer that is not what the provider documents. `what` names the part, never its value. */
export const problemOfInvalidAnswer = (purpose: Purpose, status: number, what: string): Problem =>
  createProblem('provider_response_invalid', `The provider's answer is not valid: ${what}.`, {
    ...writeOutcome(purpose, true),
    provider: { name: purpose.provider, status, code: null, message: null },
  });

/**
 * A refusal by 4xx did nothing. After a 5xx nobody knows, and 408 says only that the provider stopped listening.
 */
export const isOutcomeUnknown = (status: number): boolean => status >= 500 || status === 408 || status < 400;

const writeOutcome = (purpose: Purpose, unknown: boolean): Pick<ProblemDetails, 'outcome'> =>
  purpose.kind === 'write' ? { outcome: unknown ? 'unknown' : 'not_executed' } : {};

const codeOfStatus = (purpose: Purpose, status: number): ProblemCode => {
  switch (status) {
    case 400:
    case 422:
      return purpose.kind === 'write' ? 'provider_rejected' : 'provider_error';
    case 401:
    case 403:
      return 'provider_unauthorized';
    case 404:
      return purpose.notFound;
    case 409:
      return purpose.kind === 'write' ? 'provider_conflict' : 'provider_error';
    case 429:
      return 'provider_rate_limited';
    case 408:
    case 504:
      return 'provider_timeout';
    case 502:
    case 503:
      return 'provider_unavailable';
    default:
      return 'provider_error';
  }
};
