import { ulid } from 'ulid';
import type { Connection } from '../connections/connections.ts';
import type { Clock, Deadline, Random } from '../domain/clock.ts';
import type { Conversion, ConversionRequest } from '../domain/conversion.ts';
import { createProblem } from '../domain/problem.ts';
import { failed, type Result, success } from '../domain/result.ts';
import { executeWrite, writeDeadline } from './execute.ts';
import { billingDayWarnings, checkConversionRequest, prepareConversion } from './prepare.ts';

export interface ConversionContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly deadline: Deadline;
}

/**
 * Converts the trial of one account, within one request: reads, writes once, reads back. `already_converted` is a success.
 * Fails before the write with `outcome: not_executed`; where the outcome of the write is not known and a read cannot tell,
 * with `provider_timeout` and `outcome: unknown`.
 */
export const convertTrial = async (
  connection: Connection,
  { accountId, request }: { readonly accountId: string; readonly request: ConversionRequest },
  context: ConversionContext,
): Promise<Result<Conversion>> => {
  const { clock } = context;
  const createdAt = clock.now();
  const checked = checkConversionRequest(connection, request);
  if (!checked.ok) {
    return checked;
  }
  const prepared = await prepareConversion(connection, accountId, checked.value);
  if (!prepared.ok) {
    return prepared;
  }
  const { before } = prepared.value;
  const common = {
    id: `cnv_${ulid(createdAt, context.random)}`,
    connection: connection.name,
    provider: connection.provider,
    accountId,
    subscriptionId: before.subscriptionId,
    status: 'succeeded',
    before,
    problem: null,
    createdAt: isoTime(createdAt),
  } as const;

  if (prepared.value.kind === 'already_converted') {
    return success({
      ...common,
      outcome: 'already_converted',
      planId: before.planId,
      after: before,
      collection: { status: 'not_applicable', detail: null },
      warnings: [...prepared.value.warnings],
      settledAt: isoTime(clock.now()),
      attempts: 0,
    });
  }

  const deadline = writeDeadline(context);
  if (deadline === null) {
    return failed(
      createProblem('provider_timeout', 'Too little time was left to write and to read back; nothing was sent.', {
        outcome: 'not_executed',
      }),
    );
  }
  const execution = await executeWrite(connection, prepared.value, { context, deadline });
  if (execution.kind !== 'converted') {
    return failed(execution.problem);
  }
  const { byUs, after, collection, warnings } = execution;
  return success({
    ...common,
    outcome: byUs ? 'converted' : 'already_converted',
    planId: prepared.value.write.wantedPlanId ?? after.planId,
    after,
    collection,
    warnings: [...warnings, ...billingDayWarnings(checked.value, after)],
    settledAt: isoTime(clock.now()),
    attempts: 1,
  });
};

const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
