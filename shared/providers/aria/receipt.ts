import { unknownCollection } from '../../domain/collection.ts';
import type { Problem } from '../../domain/problem.ts';
import type { SendResult } from '../../domain/provider.ts';
import { success } from '../../domain/result.ts';
import { answerLimits } from '../../http/call.ts';
import { readAccountNumber } from './account-number.ts';
import { type AriaConnection, callCore } from './client.ts';
import { accountParameters } from './read-account-plans.ts';
import { receiptActionsAnswerSchema } from './wire.ts';

export interface UsedReceipt {
  readonly accountId: string;
  /** acct_no, where it was read for the write already. */
  readonly accountNumber: string | undefined;
  readonly receiptId: string;
  /** The refusal of the repeat. */
  readonly problem: Problem;
}

/**
 * What a repeat that was refused with 1012 means. A receipt id blocks a second successful call and does not replay the
 * first one, under a code that malformed requests have as well. Only actions recorded for the receipt prove that the first
 * call was done; their absence proves nothing, because a tenant may burn ids of failed calls too.
 * https://developer.ariasystems.net/Aria_Crescendo_Documentation/Aria_Crescendo_core_api/get_all_actions_by_receipt_id_m
 */
export const judgeUsedReceipt = async (
  connection: AriaConnection,
  { accountId, accountNumber: known, receiptId, problem }: UsedReceipt,
): Promise<SendResult> => {
  const unknown: SendResult = { kind: 'unknown', problem: { ...problem, outcome: 'unknown' } };
  const isNumberNeeded = connection.secret.settings.accountIds === 'client' && known === undefined;
  const number = isNumberNeeded ? await readAccountNumber(connection, accountId) : success(known ?? null);
  if (!number.ok) {
    return unknown;
  }
  const answer = await callCore(
    connection,
    {
      restCall: 'get_all_actions_by_receipt_id_m',
      kind: 'read',
      maximumAnswerBytes: answerLimits.ordinaryBytes,
      answer: receiptActionsAnswerSchema,
    },
    { ...accountParameters(connection, accountId, number.value ?? undefined), client_receipt_id: receiptId },
  );
  return answer.ok && answer.value.receipt_action.length > 0
    ? { kind: 'accepted', collection: unknownCollection, warnings: [] }
    : unknown;
};
