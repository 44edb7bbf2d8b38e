import type { ChangeRequest } from '../../domain/account-change.ts';
import type { AccountPlan } from '../../domain/account-plan.ts';
import type { ChangeEventType, PendingEventType } from '../../domain/event.ts';
import type { Goal } from '../../domain/goal.ts';
import type { OperationName } from '../../domain/operation.ts';
import type { Problem, ProblemCode } from '../../domain/problem.ts';
import type { IsSamePlan } from '../../domain/provider.ts';
import type { Warning } from '../../domain/warning.ts';

/**
 * One kind of change of an account plan, as plain data and small pure functions. The engine asks it what the kind alone
 * knows, and knows no kind by name.
 */
export interface Kind {
  /** Why an account plan cannot be changed so from the status that it is in; recorded under the key. */
  refusal(accountPlan: AccountPlan): Problem;
  /** Whether the account plan is as wanted already: then nothing is sent, and that is a success. */
  isSoAlready(request: ChangeRequest, accountPlan: AccountPlan, isSamePlan: IsSamePlan): boolean;
  readonly goal: Goal;
  /** What of the request the provider did not honour, as far as the account plan shows it. */
  warningsAfter(request: ChangeRequest, after: AccountPlan): readonly Warning[];
  readonly words: KindWords;
  readonly events: {
    /** What a success is told as. */
    done(before: AccountPlan, after: AccountPlan): ChangeEventType;
    readonly rejected: ChangeEventType;
    readonly pendingTooLong: PendingEventType;
    /** Whether a success from this state is no news, since it was so before. */
    isOldNews(before: AccountPlan): boolean;
  };
}

/** How callers know the kind. */
export interface KindWords {
  readonly idPrefix: string;
  /** The function that makes it. */
  readonly operation: OperationName;
  /** One of it, in sentences, in paths and as a member of a problem: a conversion has a route and an answer of its own. */
  readonly noun: 'conversion' | 'change';
  /** Answered while another change of the account is in flight, when this one is what is in flight. */
  readonly inProgress: ProblemCode;
  /** The outcome of a change that was made, and of one that was so already. */
  readonly done: string;
  readonly already: string;
  /** How the state before is called in a sentence, when nobody knows whether it was changed. */
  readonly stateBefore: string;
  /** Of refusals: codes that are the key's answer although nothing was sent. */
  readonly refusalCodes: readonly ProblemCode[];
}
