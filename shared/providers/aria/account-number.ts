import { failed, type Result, success } from '../../domain/result.ts';
import { answerLimits } from '../../http/call.ts';
import { problemOfInvalidAnswer } from '../../http/provider-problem.ts';
import { type AriaConnection, callCore } from './client.ts';
import { ariaErrorCodes, toPurpose } from './errors.ts';
import { accountDetailsAnswerSchema } from './wire.ts';

/**
 * The acct_no of an account that the connection's callers know by the client's own id, for the calls that took acct_no
 * alone in release 19: replace_acct_plan_m and get_all_actions_by_receipt_id_m. Null where the tenant has no such read:
 * later guides of these calls take client_acct_id too. Fails with `account_not_found`, or as any read does.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Core_API/Account_Modification/replace_acct_plan_m_Guide
 * https://github.com/AriaSystems/aria-swagger-a7 (release 19)
 */
export const readAccountNumber = async (
  connection: AriaConnection,
  clientAccountId: string,
): Promise<Result<string | null>> => {
  const answer = await callCore(
    connection,
    {
      restCall: 'get_acct_details_all_m',
      kind: 'read',
      maximumAnswerBytes: answerLimits.ordinaryBytes,
      answer: accountDetailsAnswerSchema,
    },
    {
      client_acct_id: clientAccountId,
      include_master_plans: 0,
      include_supp_plans: 0,
      include_billing_groups: 0,
      include_payment_methods: 0,
    },
  );
  if (!answer.ok) {
    return answer.problem.provider?.code === ariaErrorCodes.unknownCall ? success(null) : answer;
  }
  const number = answer.value.acct_no ?? answer.value.acct_no_2;
  return number !== null && /^[1-9]\d{0,21}$/.test(number)
    ? success(number)
    : failed(
        problemOfInvalidAnswer(
          toPurpose({ kind: 'read', secretValues: connection.secretValues }),
          200,
          'acct_no: expected a number',
        ),
      );
};
