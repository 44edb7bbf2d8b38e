import { ulid } from 'ulid';
import type { Connection } from '../connections/connections.ts';
import type { ChangeKind, ChangeRequest } from '../domain/account-change.ts';
import { unknownCollection } from '../domain/collection.ts';
import { createProblem, type Problem } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';
import { leaseMarginMs, writeDeadline } from '../domain/write-deadline.ts';
import { fingerprintOf } from '../ledger/fingerprint.ts';
import type { ClaimedRecord, Held, WritingRecord } from '../ledger/record.ts';
import type { ChangeContext, ChangePlace } from './context.ts';
import { type ChangeResult, currentState, finish, finishRejected, finishUntried } from './finish.ts';
import { kindOf } from './kinds/kinds.ts';
import { firstPauseMs, settleByReading, toUnproven } from './look.ts';
import { checkChangeRequest, type Preparation, prepareChange } from './prepare.ts';
import { executeWrite } from './send.ts';
import { succeed, succeedUnsent } from './settle.ts';

export interface ChangeCommand {
  readonly kind: ChangeKind;
  readonly accountId: string;
  readonly request: ChangeRequest;
  readonly key: string;
  readonly requestId: string;
  /** The path of the request. */
  readonly instance: string;
}

/**
 * Changes the plan of one account, once: claims the account in the ledger, reads, stores what it is about to do, writes,
 * reads back, settles. Gives a settled change or a pending one. Fails, with the key left free, where nothing was tried; with
 * `idempotency_key_reused`, `ledger_unavailable`, or the code of what else is in flight, as the contract has it.
 */
export const changeAccountPlan = async (
  connection: Connection,
  command: ChangeCommand,
  context: ChangeContext,
): Promise<Result<ChangeResult>> => {
  const result = await claimAndChange(connection, command, context);
  // The change that held this key ended while we waited for it, without having been tried: the key is free, and this request
  // is a new try. The ledger ends the round when the request's own time is over.
  return result.ok && result.value.record.phase === 'settled' && !result.value.record.isKeyBound
    ? changeAccountPlan(connection, command, context)
    : result;
};

const claimAndChange = async (
  connection: Connection,
  command: ChangeCommand,
  context: ChangeContext,
): Promise<Result<ChangeResult>> => {
  const checked = checkChangeRequest(connection, command);
  if (!checked.ok) {
    return checked;
  }
  const claim = await context.ledger.claim(newClaim(connection, { ...command, request: checked.value }, context));
  if (!claim.ok) {
    return claim;
  }
  switch (claim.value.kind) {
    case 'reused':
      return failed(createProblem('idempotency_key_reused', 'This Idempotency-Key came with another request before.'));
    case 'settled':
      return success({ record: claim.value.record, isReplay: true });
    case 'in_progress': {
      const { record } = claim.value;
      return failed(
        inProgress(record, `Another ${kindOf(record).words.noun} of this account is in progress.`, context),
      );
    }
    case 'pending': {
      const held = await settleByReading(connection, claim.value.held, context);
      return success({ record: held.record, isReplay: held.record.phase === 'settled' });
    }
    case 'claimed':
      return runClaimed(connection, claim.value.held, context);
  }
};

const newClaim = (
  connection: Connection,
  { kind, accountId, request, key, requestId, instance }: ChangeCommand,
  { clock, random, deadline }: ChangeContext,
): ClaimedRecord => ({
  phase: 'claimed',
  changeId: `${kindOf({ kind }).words.idPrefix}${ulid(clock.now(), random)}`,
  kind,
  connection: connection.name,
  provider: connection.provider,
  accountId,
  key,
  fingerprint: fingerprintOf({ kind, request }),
  request,
  requestId,
  instance,
  createdAt: clock.now(),
  leaseUntil: deadline.at + leaseMarginMs,
  lastWrite: null,
});

const runClaimed = async (
  connection: Connection,
  held: Held<ClaimedRecord>,
  context: ChangeContext,
): Promise<Result<ChangeResult>> => {
  // What is read is no older than this, however long the answer takes.
  const readAt = context.clock.now();
  const prepared = await prepareChange(connection, held.record);
  if (!prepared.ok) {
    return finishUntried(held, prepared.problem, context);
  }
  if (prepared.value.kind === 'so_already') {
    return finish(held, succeedUnsent(held.record, prepared.value.before, context), context);
  }
  const recent = recentWrite(held.record, readAt, context);
  if (recent !== null) {
    return finishUntried(held, recent, context);
  }
  return sendFirst(connection, held, { preparation: prepared.value, context });
};

type WritePreparation = Extract<Preparation, { kind: 'write' }>;

const sendFirst = async (
  connection: Connection,
  held: Held<ClaimedRecord>,
  { preparation, context }: { readonly preparation: WritePreparation; readonly context: ChangeContext },
): Promise<Result<ChangeResult>> => {
  const { clock, ledger } = context;
  const deadline = writeDeadline(context);
  if (deadline === null) {
    return finishUntried(held, tooLate(), context);
  }
  const { before, draft, knownSubscriptionIds } = preparation;
  const writing = await ledger.advance<WritingRecord>(held, {
    ...held.record,
    phase: 'writing',
    sent: {
      before,
      draft,
      goal: kindOf(held.record).goal,
      knownSubscriptionIds: [...knownSubscriptionIds],
      attempts: 1,
      overAt: deadline.at,
      learned: { isAccepted: false, collection: unknownCollection, warnings: [] },
    },
    watch: { checks: 0, nextCheckAt: deadline.at + firstPauseMs, alarmedAt: null },
  });
  if (!writing.ok) {
    // Nothing was sent, but the record may say that something will have been: reconciliation then takes it up.
    return failed({ ...writing.problem, outcome: 'unknown' });
  }
  if (writing.value === 'lost') {
    return currentState(held.record, context);
  }
  if (deadline.remainingMs() < minimumSendMs || deadline.at + leaseMarginMs > (held.record.leaseUntil ?? 0)) {
    return finishUntried(writing.value, tooLate(), context);
  }

  const { record } = writing.value;
  const execution = await executeWrite(connection, record, {
    clock,
    writeDeadline: deadline,
    requestDeadline: context.deadline,
  });
  const { sent } = execution;
  switch (execution.kind) {
    case 'done':
      return finish(writing.value, succeed({ ...record, sent }, execution.seen, context), context);
    case 'rejected':
      return finishRejected({ ...writing.value, record: { ...record, sent } }, execution, context);
    case 'unproven':
      return finish(writing.value, toUnproven(record, sent, context), context);
  }
};

const minimumSendMs = 50;

/** Reads may lag, and a write that was given up may land late: so shortly after one, the state may be the one before it. */
const recentWrite = (
  { lastWrite, ...record }: ClaimedRecord,
  readAt: number,
  context: ChangeContext,
): Problem | null => {
  const remainingMs = (lastWrite?.until ?? Number.NEGATIVE_INFINITY) + context.rules.settleMs - readAt;
  return lastWrite === null || remainingMs <= 0
    ? null
    : {
        ...inProgress(
          { ...record, changeId: lastWrite.changeId, kind: lastWrite.kind },
          `A ${kindOf(lastWrite).words.noun} of this account wrote a moment ago.`,
          context,
        ),
        retryAfterSeconds: Math.ceil(remainingMs / 1_000),
      };
};

const inProgress = (place: ChangePlace, detail: string, { render }: ChangeContext): Problem => {
  const { inProgress: code, noun } = kindOf(place).words;
  return createProblem(code, detail, {
    outcome: 'not_executed',
    extensions: { [`${noun}Id`]: place.changeId },
    headers: { location: render.locationOf(place) },
  });
};

const tooLate = (): Problem =>
  createProblem('provider_timeout', 'Too little time was left to write and to read back; nothing was sent.', {
    outcome: 'not_executed',
  });
