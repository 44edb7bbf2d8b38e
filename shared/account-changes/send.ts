import type { Connection } from '../connections/connections.ts';
import { readAccountPlans } from '../connections/read-account-plans.ts';
import { sendOnce } from '../connections/send-once.ts';
import type { Clock, Deadline } from '../domain/clock.ts';
import { type Collection, notAttemptedCollection } from '../domain/collection.ts';
import { type Judgement, judge } from '../domain/goal.ts';
import { unsupportedOperation } from '../domain/operation.ts';
import type { Problem } from '../domain/problem.ts';
import type { SendResult } from '../domain/provider.ts';
import { failed, success } from '../domain/result.ts';
import type { Sent, WritingRecord } from '../ledger/record.ts';
import { kindOf } from './kinds/kinds.ts';
import type { Seen } from './settle.ts';

/** What became of a write, after the provider's state was read back, with all that is known of it now. */
export type Execution =
  | { readonly kind: 'done'; readonly sent: Sent; readonly seen: Seen }
  | { readonly kind: 'rejected'; readonly sent: Sent; readonly problem: Problem; readonly collection: Collection }
  | { readonly kind: 'unproven'; readonly sent: Sent };

export interface ExecutionOptions {
  readonly clock: Clock;
  readonly writeDeadline: Deadline;
  /** Of the whole request, the read back too. */
  readonly requestDeadline: Deadline;
}

/** Sends the write of a record, once, and reads back what became of it. Whatever the answer was, the read decides. */
export const executeWrite = async (
  connection: Connection,
  record: WritingRecord,
  { clock, writeDeadline, requestDeadline }: ExecutionOptions,
): Promise<Execution> => {
  const result = await send(connection, record, writeDeadline);
  const sent = afterAnswer(record.sent, result, clock.now());
  if (result.kind === 'refused') {
    return { kind: 'rejected', sent, problem: result.problem, collection: result.collection };
  }
  const judgement = await readBack(connection, sent, {
    clock,
    requestDeadline,
    isAnsweredOk: result.kind === 'accepted',
  });

  switch (judgement.kind) {
    case 'done': {
      const { after, warnings } = judgement;
      return { kind: 'done', sent, seen: { after, warnings, isOurs: result.kind !== 'conflict' } };
    }
    case 'elsewhere':
      return {
        kind: 'rejected',
        sent,
        // Refused at the first attempt, nothing of this change was ever done.
        problem:
          result.kind === 'conflict' && sent.attempts === 1
            ? { ...judgement.problem, outcome: 'not_executed' }
            : judgement.problem,
        collection: sent.learned.collection,
      };
    case 'not_yet':
    case 'undetermined':
      return result.kind === 'conflict' && judgement.kind === 'not_yet'
        ? { kind: 'rejected', sent, problem: result.problem, collection: notAttemptedCollection }
        : { kind: 'unproven', sent };
  }
};

const send = async (connection: Connection, record: WritingRecord, deadline: Deadline): Promise<SendResult> => {
  const { draft, attempts } = record.sent;
  const sent = await sendOnce<SendResult>(
    connection,
    async ({ changes }) => {
      const operations = changes[record.kind];
      return operations === undefined
        ? failed(unsupportedOperation(connection, kindOf(record).words.operation))
        : success(await operations.send(draft, attempts));
    },
    { deadline },
  );
  return sent.ok ? sent.value : { kind: 'refused', problem: sent.problem, collection: notAttemptedCollection };
};

/** From its answer on, or from when it was given up, the write is over; what an earlier answer said stays known. */
const afterAnswer = (sent: Sent, result: SendResult, overAt: number): Sent =>
  result.kind === 'accepted'
    ? {
        ...sent,
        overAt,
        learned: {
          isAccepted: true,
          collection: result.collection,
          warnings: [...sent.learned.warnings, ...result.warnings],
        },
      }
    : { ...sent, overAt };

interface ReadBackOptions {
  readonly clock: Clock;
  readonly requestDeadline: Deadline;
  readonly isAnsweredOk: boolean;
}

/** Reads until the change shows, a few times when the provider said OK: its reads may lag behind its writes. */
const readBack = async (
  connection: Connection,
  sent: Sent,
  { clock, requestDeadline, isAnsweredOk }: ReadBackOptions,
): Promise<Judgement> => {
  const { isSamePlan } = connection.configured;
  let judgement: Judgement = { kind: 'undetermined' };
  for (const pauseMs of isAnsweredOk ? readBackPausesMs : [0]) {
    if (pauseMs > 0) {
      if (requestDeadline.remainingMs() < 2 * pauseMs) {
        break;
      }
      await clock.sleep(pauseMs);
    }
    const reads = await readAccountPlans(connection, sent.draft.accountId);
    judgement = reads.ok
      ? judge(sent, reads.value, { isAccepted: sent.learned.isAccepted, isFinal: false, isSamePlan })
      : { kind: 'undetermined' };
    if (judgement.kind === 'done' || judgement.kind === 'elsewhere') {
      break;
    }
  }
  return judgement;
};

const readBackPausesMs = [0, 300, 1_000] as const;
