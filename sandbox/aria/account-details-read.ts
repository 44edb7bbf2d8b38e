import { type Answer, type CallContext, ok } from './call.ts';
import { exactNumber } from './exact-numbers.ts';
import { findAccount, readAccountReference } from './find.ts';
import { readInput } from './input.ts';
import type { Row } from './parse-body.ts';
import { isRefusal, type Refusal } from './refusal.ts';

/**
 * `get_acct_details_all_m`: of an account the numbers, the status and the currency; the sandbox has no more of it. What is
 * named like an input ends in `_2` here, as in the schema of release 19.
 * https://github.com/AriaSystems/aria-swagger-a7
 */
export const getAccountDetailsAll = (body: Row, { state }: CallContext): Answer | Refusal => {
  const input = readInput(body);
  const reference = readAccountReference(input);
  const wrong = input.refusal();
  if (wrong !== null) {
    return wrong;
  }
  const account = findAccount(state, reference);
  return isRefusal(account)
    ? account
    : {
        ...ok,
        acct_no_2: exactNumber(account.acctNo),
        client_acct_id_2: account.clientAcctId ?? '',
        status_cd: account.statusCode,
        acct_currency: account.currency,
      };
};
