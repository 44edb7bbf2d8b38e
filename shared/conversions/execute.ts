import type { Connection } from '../connections/connections.ts';
import type { AccountPlan } from '../domain/account-plan.ts';
import type { Clock, Deadline } from '../domain/clock.ts';
import type { Collection } from '../domain/conversion.ts';
import { unsupportedOperation } from '../domain/operation.ts';
import { createProblem, type Problem } from '../domain/problem.ts';
import type { Draft, SendResult } from '../domain/provider.ts';
import { failed, success } from '../domain/result.ts';
import type { Warning } from '../domain/warning.ts';
import { type Assessment, assessConversion } from './assess.ts';
import { readAccountPlans } from './prepare.ts';

/** What became of a write, after the provider's state was read back. */
export type Execution =
  | {
      readonly kind: 'converted';
      /** False when the state says that somebody else did it: our write was refused because it was done already. */
      readonly byUs: boolean;
      readonly after: AccountPlan;
      readonly collection: Collection;
      readonly warnings: readonly Warning[];
    }
  | { readonly kind: 'rejected'; readonly problem: Problem; readonly collection: Collection }
  | {
      readonly kind: 'unknown';
      readonly problem: Problem;
      readonly isAccepted: boolean;
      readonly collection: Collection;
    };

export interface ExecutionContext {
  readonly clock: Clock;
  readonly deadline: Deadline;
}

export interface PreparedWrite {
  readonly write: Draft;
  readonly knownSubscriptionIds: readonly string[];
}

export interface ExecutionOptions {
  readonly context: ExecutionContext;
  /** Of the write; the context's is for all. */
  readonly deadline: Deadline;
  /** 2 for the one repeat of a write whose outcome stayed unknown. */
  readonly attempt?: number;
}

export const unknownCollection: Collection = { status: 'unknown', detail: null };

/** Sends the write, once, and reads back what became of it. Whatever the answer was, the read decides. */
export const executeWrite = async (
  connection: Connection,
  { write, knownSubscriptionIds }: PreparedWrite,
  { context, deadline, attempt = 1 }: ExecutionOptions,
): Promise<Execution> => {
  const sent = await sendOnce(connection, write, { deadline, attempt });
  if (sent.kind === 'refused') {
    return { kind: 'rejected', problem: sent.problem, collection: sent.collection };
  }
  const isAccepted = sent.kind === 'accepted';
  const collection = isAccepted ? sent.collection : unknownCollection;
  const assessment = await readBack(connection, { write, knownSubscriptionIds }, { isAccepted, context });

  switch (assessment.kind) {
    case 'converted':
      return {
        kind: 'converted',
        byUs: sent.kind !== 'conflict',
        after: assessment.after,
        collection,
        warnings: [...write.warnings, ...(isAccepted ? sent.warnings : []), ...assessment.warnings],
      };
    case 'elsewhere':
      return {
        kind: 'rejected',
        // Refused at the first attempt, nothing of this conversion was ever done.
        problem:
          sent.kind === 'conflict' && attempt === 1
            ? { ...assessment.problem, outcome: 'not_executed' }
            : assessment.problem,
        collection,
      };
    case 'unchanged':
    case 'undetermined':
      return sent.kind === 'conflict' && assessment.kind === 'unchanged'
        ? { kind: 'rejected', problem: sent.problem, collection: { status: 'not_attempted', detail: null } }
        : { kind: 'unknown', problem: unknownOutcome(sent), isAccepted, collection };
  }
};

/**
 * Not retried, but for refused credentials: then nothing was done, and the same write goes out once with those that
 * Secrets Manager has now.
 */
const sendOnce = async (
  connection: Connection,
  write: Draft,
  { deadline, attempt }: { readonly deadline: Deadline; readonly attempt: number },
): Promise<SendResult> => {
  const sent = await connection.run<SendResult>(
    async ({ conversion }) => {
      if (conversion === undefined) {
        return failed(unsupportedOperation(connection, 'convert-trial'));
      }
      const result = await conversion.sendWrite(write, attempt);
      return result.kind === 'refused' && result.problem.code === 'provider_unauthorized'
        ? failed(result.problem)
        : success(result);
    },
    { deadline },
  );
  return sent.ok
    ? sent.value
    : { kind: 'refused', problem: sent.problem, collection: { status: 'not_attempted', detail: null } };
};

/** Reads until the conversion shows, a few times when the provider said OK: its reads may lag behind its writes. */
const readBack = async (
  connection: Connection,
  { write, knownSubscriptionIds }: PreparedWrite,
  { isAccepted, context }: { readonly isAccepted: boolean; readonly context: ExecutionContext },
): Promise<Assessment> => {
  let assessment: Assessment = { kind: 'undetermined' };
  for (const pauseMs of isAccepted ? readBackPausesMs : [0]) {
    if (pauseMs > 0) {
      if (context.deadline.remainingMs() < 2 * pauseMs) {
        break;
      }
      await context.clock.sleep(pauseMs);
    }
    const reads = await readAccountPlans(connection, write.accountId);
    assessment = reads.ok
      ? assessConversion(write, reads.value, { isAccepted, knownSubscriptionIds, isFinal: false })
      : { kind: 'undetermined' };
    if (assessment.kind === 'converted' || assessment.kind === 'elsewhere') {
      break;
    }
  }
  return assessment;
};

const readBackPausesMs = [0, 300, 1_000] as const;

const unknownOutcome = (sent: Exclude<SendResult, { kind: 'refused' }>): Problem => {
  const detail =
    sent.kind === 'accepted'
      ? 'The provider accepted the conversion, and its account does not show it yet.'
      : 'It is not known whether the provider converted the account: its answer was lost or unclear.';
  const provider = sent.kind === 'accepted' ? undefined : sent.problem.provider;
  return createProblem('provider_timeout', `${detail} Read the account plan before trying again.`, {
    outcome: 'unknown',
    ...(provider === undefined ? {} : { provider }),
  });
};
