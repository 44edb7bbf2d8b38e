import { createProblem, type Problem, type ProblemCode } from '../../domain/problem.ts';
import { type Purpose, problemOfInvalidAnswer, problemOfRefusal } from '../../http/provider-problem.ts';
import { cleanText } from '../../http/redaction.ts';

/** What Aria's own `error_code` and `error_msg` said. */
export interface AriaFault {
  /** `error_code` as text. */
  readonly code: string;
  readonly message: string | null;
}

/** What a call is for, as far as its errors depend on it. */
export interface AriaPurpose {
  /** A dry run is refused like a write, but changes nothing. */
  readonly kind: 'read' | 'write' | 'dry_run';
  /** What a fault means to this call before the table below is asked; undefined where it means nothing special. */
  readonly meaningOf?: (fault: AriaFault) => ProblemCode | undefined;
  readonly secretValues: readonly string[];
}

export const ariaErrorCodes = {
  unknownCall: '-1',
  unexpectedError: '1001',
  noDataFound: '1002',
  accountDoesNotExist: '1009',
  missingParameter: '1010',
  invalidInput: '1012',
  objectDoesNotExist: '1013',
  duplicateRecord: '1015',
  collectionFailed: '4027',
} as const;

/** Codes that may mean "it is done already": a read of the instance tells. */
export const stateConflictCodes: ReadonlySet<string> = new Set(['1049', '14051', '14077']);

/**
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_API_Concepts/Aria_API_Error_Messages_Unabridged_List
 * A code that is not here is `provider_error` on a read and `provider_rejected` on a write.
 */
const problemCodes: ReadonlyMap<string, ProblemCode> = new Map([
  // Unknown rest_call; the only business error that comes with HTTP 404.
  [ariaErrorCodes.unknownCall, 'provider_error'],
  [ariaErrorCodes.unexpectedError, 'provider_error'],
  // 1003 and 1004 also mean that the caller's address is not on the allow-list of this API family.
  ['1003', 'provider_unauthorized'],
  ['1004', 'provider_unauthorized'],
  ['1005', 'provider_unauthorized'],
  [ariaErrorCodes.accountDoesNotExist, 'account_not_found'],
  ['1011', 'provider_unauthorized'],
  // Unparsable JSON and a malformed or used client_receipt_id. On a first send an error of ours or theirs; what it means
  // on a repeat, `receipt.ts` finds out.
  [ariaErrorCodes.invalidInput, 'provider_error'],
  [ariaErrorCodes.collectionFailed, 'provider_rejected'],
  ['14046', 'subscription_not_found'],
  ['14047', 'subscription_not_found'],
  ...[...stateConflictCodes].map((code) => [code, 'provider_conflict'] as const),
]);

/** How an answer came, beside what it said. */
export interface AnswerStatus {
  readonly status: number;
  readonly retryAfterSeconds: number | null;
}

/** The problem for an answer that is not a success. `fault` is null where it holds no `error_code` other than 0. */
export const problemOfAnswer = (purpose: AriaPurpose, answer: AnswerStatus, fault: AriaFault | null): Problem => {
  const { kind, secretValues } = purpose;
  if (fault === null && answer.status < 400) {
    return problemOfInvalidAnswer(toPurpose(purpose), answer.status, 'it is not a JSON object with an error_code');
  }
  const known = fault === null ? undefined : meaningOf(purpose, fault);
  // Whatever a body says, nobody knows what became of a write that ended in a 5xx, and 429 is no matter of credentials.
  const statusDecides = known === undefined || answer.status === 429 || (kind === 'write' && answer.status >= 500);
  if (fault === null || (answer.status >= 400 && statusDecides)) {
    return problemOfRefusal(toPurpose(purpose), { code: null, message: null, ...answer, ...fault });
  }
  const isOutcomeUnknown = fault.code === ariaErrorCodes.unexpectedError && known === 'provider_error';
  return createProblem(
    known ?? (kind === 'read' ? 'provider_error' : 'provider_rejected'),
    `The provider answered with error code ${fault.code}.`,
    {
      ...(kind === 'write' ? { outcome: isOutcomeUnknown ? 'unknown' : 'not_executed' } : {}),
      provider: {
        name: 'aria',
        status: answer.status,
        code: fault.code,
        message: fault.message === null ? null : cleanText(fault.message, secretValues),
      },
    },
  );
};

/** Some list calls answer an empty list with an error of its own. */
export const isNothingFound = ({ provider }: Problem): boolean => provider?.code === ariaErrorCodes.noDataFound;

/** The same purpose as `shared/http` sees it. */
export const toPurpose = ({ kind, secretValues }: AriaPurpose): Purpose => ({
  provider: 'aria',
  kind: kind === 'write' ? 'write' : 'read',
  // There is one URL for everything: where it is not found, the address in the secret is wrong.
  notFound: 'provider_error',
  secretValues,
});

/**
 * Neither the code of this error nor the calls that answer it are published; the sentence is.
 * https://developer.ariasystems.net/Tech_Writers_Hub/27_Release_Notes_Bucket/AC-API_Plan_Billing_Intervals_in_Days_or_Weeks_(DEV-9787)
 */
const usageAccumulationSentence = /usage accumulation.{0,100}daily *\/ *weekly/is;

const meaningOf = (purpose: AriaPurpose, fault: AriaFault): ProblemCode | undefined =>
  usageAccumulationSentence.test(fault.message ?? '')
    ? 'usage_accumulation_unsupported'
    : (purpose.meaningOf?.(fault) ?? problemCodes.get(fault.code));
