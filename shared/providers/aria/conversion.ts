import * as z from 'zod';
import { type Collection, notAttemptedCollection, unknownCollection } from '../../domain/collection.ts';
import { toMoney } from '../../domain/money.ts';
import type { Problem, ProblemCode } from '../../domain/problem.ts';
import type { Draft, NativePreview, SendResult } from '../../domain/provider.ts';
import { type Result, success } from '../../domain/result.ts';
import { answerLimits } from '../../http/call.ts';
import { cleanText } from '../../http/redaction.ts';
import { defineChange, unsuccessful } from '../../provider-kit/define-change.ts';
import { readAccountNumber } from './account-number.ts';
import { type AriaConnection, callCore, exactNumber } from './client.ts';
import {
  conversionOptionsSchema,
  draftConversion,
  parseConversionRequest,
  type ReplaceParameters,
  type WriteParameters,
  writeParametersSchema,
} from './conversion-write.ts';
import { type AriaFault, ariaErrorCodes, stateConflictCodes } from './errors.ts';
import { accountParameters } from './read-account-plans.ts';
import { judgeUsedReceipt } from './receipt.ts';
import { dryRunAnswerSchema, plainAnswerSchema, replaceAnswerSchema } from './wire.ts';

/**
 * Aria has no call that converts a trial. The same plan becomes billable by a change of the instance's status from 41 to
 * 1; another plan by a replacement on the instance, which keeps its number.
 */
export const convertTrial = defineChange({
  from: ['trial'],
  options: conversionOptionsSchema,
  write: z.object({ parameters: writeParametersSchema }),
  parseRequest: (request) => parseConversionRequest(request),
  draft: (request, account, { context }: AriaConnection) => draftConversion(request, account, context.random),
  completeDraft: (connection: AriaConnection, write) => completeDraft(connection, write),
  preview: (connection: AriaConnection, write) => preview(connection, write),
  send: (connection: AriaConnection, write, attempt) => send(connection, write, attempt),
});

type Write = Draft & { readonly parameters: WriteParameters };

/** A replacement is addressed by acct_no: release 19 knew no other id in it. */
const completeDraft = async (connection: AriaConnection, write: Write): Promise<Result<Draft>> => {
  const isByClientId = connection.secret.settings.accountIds === 'client';
  if (!isByClientId || write.parameters.call !== 'replace_acct_plan_m') {
    return success(write);
  }
  const number = await readAccountNumber(connection, write.accountId);
  if (!number.ok) {
    return number;
  }
  return success(
    number.value === null ? write : { ...write, parameters: { ...write.parameters, accountNumber: number.value } },
  );
};

/** Only a replacement can be simulated; update_acct_plan_status_m has no do_write. */
const preview = (
  connection: AriaConnection,
  { accountId, parameters }: Write,
): Promise<Result<NativePreview>> | null =>
  parameters.call === 'replace_acct_plan_m' ? dryRun(connection, accountId, parameters) : null;

const dryRun = async (
  connection: AriaConnection,
  accountId: string,
  parameters: ReplaceParameters,
): Promise<Result<NativePreview>> => {
  const answer = await callCore(
    connection,
    { ...replaceCall, kind: 'dry_run', answer: dryRunAnswerSchema },
    { ...replaceRequest(connection, accountId, parameters), do_write: 'false' },
  );
  if (!answer.ok) {
    return answer;
  }
  const charges = answer.value.total_charges_after_tax;
  return success({ charges: charges === null ? null : toMoney(charges, parameters.currency), warnings: [] });
};

const send = async (
  connection: AriaConnection,
  { accountId, parameters }: Write,
  attempt: number,
): Promise<SendResult> => {
  const sent =
    parameters.call === 'replace_acct_plan_m'
      ? await replacePlan(connection, accountId, parameters)
      : await updateStatus(connection, accountId, parameters);
  return attempt > 1 && sent.kind === 'refused' && sent.problem.provider?.code === ariaErrorCodes.invalidInput
    ? judgeUsedReceipt(connection, {
        accountId,
        accountNumber: accountNumberOf(parameters),
        receiptId: parameters.receiptId,
        problem: sent.problem,
      })
    : sent;
};

const updateStatus = async (
  connection: AriaConnection,
  accountId: string,
  parameters: WriteParameters,
): Promise<SendResult> => {
  const answer = await callCore(
    connection,
    {
      restCall: 'update_acct_plan_status_m',
      kind: 'write',
      maximumAnswerBytes: answerLimits.ordinaryBytes,
      answer: plainAnswerSchema,
    },
    {
      ...instanceRequest(connection, accountId, parameters),
      status_cd: activeStatus,
      client_receipt_id: parameters.receiptId,
    },
  );
  // It answers nothing but OK: what was collected is not said.
  return answer.ok ? { kind: 'accepted', collection: unknownCollection, warnings: [] } : toRefusal(answer.problem);
};

const replacePlan = async (
  connection: AriaConnection,
  accountId: string,
  parameters: ReplaceParameters,
): Promise<SendResult> => {
  const answer = await callCore(
    connection,
    { ...replaceCall, kind: 'write', answer: replaceAnswerSchema },
    {
      ...replaceRequest(connection, accountId, parameters),
      do_write: 'true',
      client_receipt_id: parameters.receiptId,
    },
  );
  if (!answer.ok) {
    return toRefusal(answer.problem);
  }
  const { collection_error_code: code, collection_error_msg: message } = answer.value;
  const collection = collectionOf(code, message === null ? null : cleanText(message, connection.secretValues));
  return {
    kind: 'accepted',
    collection,
    warnings:
      collection.status === 'failed'
        ? [{ code: 'collection_failed', detail: 'The provider changed the plan, but could not collect the charges.' }]
        : [],
  };
};

const activeStatus = 1;

const replaceCall = {
  restCall: 'replace_acct_plan_m',
  maximumAnswerBytes: answerLimits.ordinaryBytes,
  meaningOf: (fault: AriaFault): ProblemCode | undefined =>
    isNewPlanRefused(fault) ? 'plan_not_available' : undefined,
};

/** The account and the instance have codes of their own; 1002 and 1010 stand for anything that was not found. */
const isNewPlanRefused = ({ code, message }: AriaFault): boolean =>
  code === ariaErrorCodes.objectDoesNotExist ||
  ((code === ariaErrorCodes.missingParameter || code === ariaErrorCodes.noDataFound) &&
    /plan/i.test((message ?? '').replace(/plan[ _]instance/gi, '')));

const replaceRequest = (connection: AriaConnection, accountId: string, parameters: ReplaceParameters) => ({
  ...instanceRequest(connection, accountId, parameters),
  new_plan_no: exactNumber(parameters.newPlanNumber),
  plan_status: activeStatus,
  assignment_directive: parameters.assignmentDirective,
  ...(parameters.rateScheduleNumber === undefined
    ? {}
    : { alt_rate_schedule_no: exactNumber(parameters.rateScheduleNumber) }),
});

const instanceRequest = (connection: AriaConnection, accountId: string, parameters: WriteParameters) => ({
  ...accountParameters(connection, accountId, accountNumberOf(parameters)),
  plan_instance_no: exactNumber(parameters.planInstanceNumber),
  ...(parameters.forceBillDateReset === undefined ? {} : { force_bill_date_reset: parameters.forceBillDateReset }),
});

const accountNumberOf = (parameters: WriteParameters): string | undefined =>
  parameters.call === 'replace_acct_plan_m' ? parameters.accountNumber : undefined;

const toRefusal = (problem: Problem): SendResult => {
  const code = problem.provider?.code ?? '';
  if (problem.outcome === 'not_executed' && stateConflictCodes.has(code)) {
    return { kind: 'conflict', problem };
  }
  return unsuccessful(
    problem,
    code === ariaErrorCodes.collectionFailed
      ? { status: 'failed', detail: problem.provider?.message ?? null }
      : notAttemptedCollection,
  );
};

/** error_code 0 says that the plan changed; whether the charges were collected stands apart from it. */
const collectionOf = (code: string | null, message: string | null): Collection => {
  switch (code) {
    case null:
      return unknownCollection;
    case '0':
      return { status: 'collected', detail: null };
    case '-1':
      return notAttemptedCollection;
    default:
      return { status: 'failed', detail: message };
  }
};
