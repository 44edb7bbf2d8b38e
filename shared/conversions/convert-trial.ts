import { ulid } from 'ulid';
import type { Connection } from '../connections/connections.ts';
import type { ConversionRequest } from '../domain/conversion.ts';
import { createProblem, type Problem } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';
import { leaseMarginMs, writeDeadline } from '../domain/write-deadline.ts';
import { fingerprintOf } from '../ledger/fingerprint.ts';
import type { ClaimedRecord, Held, WritingRecord } from '../ledger/record.ts';
import type { ConversionContext } from './conversion-context.ts';
import { conversionPath, settleAsSuccess } from './conversion-record.ts';
import { executeWrite } from './execute.ts';
import { type ConversionResult, currentState, finish, settleRejected, settleUntried } from './finish.ts';
import { billingDayWarnings, checkConversionRequest, type Preparation, prepareConversion } from './prepare.ts';
import { settleByReading, toUnknown } from './settle.ts';

export interface ConversionCommand {
  readonly accountId: string;
  readonly request: ConversionRequest;
  readonly key: string;
  readonly requestId: string;
  /** The path of the request. */
  readonly instance: string;
}

/**
 * Converts the trial of one account, once: claims the account in the ledger, reads, stores what it is about to do, writes,
 * reads back, settles. Gives a settled conversion or a pending one. Fails, with the key left free, where nothing was tried;
 * with `idempotency_key_reused`, `conversion_in_progress` or `ledger_unavailable` as the contract has it.
 */
export const convertTrial = async (
  connection: Connection,
  command: ConversionCommand,
  context: ConversionContext,
): Promise<Result<ConversionResult>> => {
  const result = await claimAndConvert(connection, command, context);
  // The conversion that held this key ended while we waited for it, without having been tried: the key is free, and this
  // request is a new try. The ledger ends the round when the request's own time is over.
  return result.ok && result.value.record.phase === 'settled' && !result.value.record.isKeyBound
    ? convertTrial(connection, command, context)
    : result;
};

const claimAndConvert = async (
  connection: Connection,
  command: ConversionCommand,
  context: ConversionContext,
): Promise<Result<ConversionResult>> => {
  const checked = checkConversionRequest(connection, command.request);
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
    case 'in_progress':
      return failed(inProgress(claim.value.record, 'Another conversion of this account is in progress.'));
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
  command: ConversionCommand,
  { clock, random, deadline }: ConversionContext,
): ClaimedRecord => ({
  phase: 'claimed',
  conversionId: `cnv_${ulid(clock.now(), random)}`,
  connection: connection.name,
  provider: connection.provider,
  accountId: command.accountId,
  key: command.key,
  fingerprint: fingerprintOf(command.request),
  request: command.request,
  requestId: command.requestId,
  instance: command.instance,
  createdAt: clock.now(),
  fence: 1,
  leaseUntil: deadline.at + leaseMarginMs,
  lastWrite: null,
});

const runClaimed = async (
  connection: Connection,
  held: Held<ClaimedRecord>,
  context: ConversionContext,
): Promise<Result<ConversionResult>> => {
  const { request, accountId } = held.record;
  // What is read is no older than this, however long the answer takes.
  const readAt = context.clock.now();
  const prepared = await prepareConversion(connection, accountId, request);
  if (!prepared.ok) {
    return settleUntried(held, prepared.problem, context);
  }
  if (prepared.value.kind === 'already_converted') {
    const { before, warnings } = prepared.value;
    const settled = settleAsSuccess(
      held.record,
      {
        outcome: 'already_converted',
        before,
        after: before,
        planId: before.planId,
        collection: { status: 'not_applicable', detail: null },
        warnings,
        attempts: 0,
      },
      context.clock.now(),
    );
    return finish(held, settled, context);
  }

  const recent = recentWrite(held.record, readAt, context);
  if (recent !== null) {
    return settleUntried(held, recent, context);
  }
  return sendFirst(connection, held, { preparation: prepared.value, context });
};

type WritePreparation = Extract<Preparation, { kind: 'write' }>;

const sendFirst = async (
  connection: Connection,
  held: Held<ClaimedRecord>,
  { preparation, context }: { readonly preparation: WritePreparation; readonly context: ConversionContext },
): Promise<Result<ConversionResult>> => {
  const { clock, ledger } = context;
  const deadline = writeDeadline(context);
  if (deadline === null) {
    return settleUntried(held, tooLate(), context);
  }
  const { before, write, knownSubscriptionIds } = preparation;
  const writing = await ledger.advance<WritingRecord>(held, {
    ...held.record,
    phase: 'writing',
    before,
    write,
    knownSubscriptionIds: [...knownSubscriptionIds],
    attempts: 1,
    writingAt: clock.now(),
    givenUpAt: deadline.at,
  });
  if (!writing.ok) {
    // Nothing was sent, but the record may say that something will have been: reconciliation then takes it up.
    return failed({ ...writing.problem, outcome: 'unknown' });
  }
  if (writing.value === 'lost') {
    return currentState(held.record, context);
  }
  if (deadline.remainingMs() < minimumSendMs || deadline.at + leaseMarginMs > (held.record.leaseUntil ?? 0)) {
    return settleUntried(writing.value, tooLate(), context);
  }

  const execution = await executeWrite(connection, writing.value.record, { context, deadline });
  switch (execution.kind) {
    case 'converted': {
      const { byUs, after, collection, warnings } = execution;
      const settled = settleAsSuccess(
        writing.value.record,
        {
          outcome: byUs ? 'converted' : 'already_converted',
          before,
          after,
          planId: write.wantedPlanId ?? after.planId,
          collection,
          warnings: [...warnings, ...billingDayWarnings(held.record.request, after)],
          attempts: 1,
        },
        clock.now(),
      );
      return finish(writing.value, settled, context);
    }
    case 'rejected':
      return settleRejected(writing.value, execution, context);
    case 'unknown':
      return finish(writing.value, toUnknown(writing.value.record, execution, context), context);
  }
};

const minimumSendMs = 50;

/** Reads may lag, and a write that was given up may land late: so shortly after one, "in trial" is no new trial. */
const recentWrite = (
  { lastWrite, ...record }: ClaimedRecord,
  readAt: number,
  { rules }: ConversionContext,
): Problem | null => {
  const remainingMs = (lastWrite?.until ?? Number.NEGATIVE_INFINITY) + rules.settleMs - readAt;
  return lastWrite === null || remainingMs <= 0
    ? null
    : {
        ...inProgress(
          { ...record, conversionId: lastWrite.conversionId },
          'A conversion of this account wrote a moment ago.',
        ),
        retryAfterSeconds: Math.ceil(remainingMs / 1_000),
      };
};

const inProgress = (
  place: { readonly connection: string; readonly accountId: string; readonly conversionId: string },
  detail: string,
): Problem =>
  createProblem('conversion_in_progress', detail, {
    outcome: 'not_executed',
    extensions: { conversionId: place.conversionId },
    headers: { location: conversionPath(place) },
  });

const tooLate = (): Problem =>
  createProblem('provider_timeout', 'Too little time was left to write and to read back; nothing was sent.', {
    outcome: 'not_executed',
  });
