import { createProblem } from '../../domain/problem.ts';
import type { AccountPlanRead } from '../../domain/provider.ts';
import { failed, type Result, success } from '../../domain/result.ts';
import { answerLimits } from '../../http/call.ts';
import { toAccountPlanRead } from './account-mapping.ts';
import { type AriaConnection, callCore, exactNumber } from './client.ts';
import { isNothingFound } from './errors.ts';
import { accountPlansAnswerSchema } from './wire.ts';

/**
 * Every plan instance of an account, terminated ones included, as get_acct_plans_all_m gives them page by page. Fails with
 * `provider_response_invalid` where the account has more than the call gives to anybody.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Core_API/Account_Data_Retrieval/get_acct_plans_all_m_Guide
 */
export const listAccountPlans = async (
  connection: AriaConnection,
  accountId: string,
): Promise<Result<readonly AccountPlanRead[]>> => {
  // By instance number: an instance that is created meanwhile may move another one to the next page.
  const reads = new Map<string, AccountPlanRead>();
  for (let offset = 0; ; ) {
    const page = await readPage(connection, accountId, offset);
    if (!page.ok) {
      return page;
    }
    const { rows, recordCount } = page.value;
    const knownBefore = reads.size;
    for (const { row, raw } of rows) {
      const source = { connection: connection.context.connection, accountId, raw };
      reads.set(row.plan_instance_no, toAccountPlanRead(row, source));
    }
    const reached = offset + rows.length;
    // The schema calls record_count the total, but tenants may count the page: a full page is the last one only where the
    // count is more than its rows.
    const mayHaveMore =
      recordCount !== null && recordCount > rows.length ? reached < recordCount : rows.length >= pageSize;
    if (!mayHaveMore || reads.size === knownBefore) {
      return success([...reads.values()]);
    }
    if (offset === maximumOffset) {
      return failed(tooManyInstances);
    }
    offset = Math.min(reached, maximumOffset);
  }
};

/**
 * An account as parameters of a Core call: as the connection's callers name it, or by `accountNumber` where that was read.
 */
export const accountParameters = (
  { secret }: AriaConnection,
  accountId: string,
  accountNumber?: string,
): Readonly<Record<string, unknown>> =>
  secret.settings.accountIds === 'client' && accountNumber === undefined
    ? { client_acct_id: accountId }
    : { acct_no: exactNumber(accountNumber ?? accountId) };

/**
 * `limit` takes 999 at most, but `offset` no more than 998: full pages of 999 would have no second one.
 * https://developer.ariasystems.net/Aria_Crescendo_Documentation/Aria_Crescendo_core_api/get_acct_plans_all_m
 */
const pageSize = 998;
const maximumOffset = 998;

const tooManyInstances = createProblem(
  'provider_response_invalid',
  `The account has more plan instances than the provider's call gives: none after the first ${maximumOffset + pageSize}.`,
);

const readPage = async (connection: AriaConnection, accountId: string, offset: number) => {
  const answer = await callCore(
    connection,
    {
      restCall: 'get_acct_plans_all_m',
      kind: 'read',
      maximumAnswerBytes: answerLimits.ordinaryBytes,
      answer: accountPlansAnswerSchema,
    },
    {
      ...accountParameters(connection, accountId),
      limit: pageSize,
      offset,
      include_rate_schedule: 'true',
      // All of these are "true" by default and make the answer many times as long.
      include_plan_services: 'false',
      include_service_supp_fields: 'false',
      include_product_fields: 'false',
      include_plan_instance_fields: 'false',
      include_surcharges: 'false',
      include_dunning_info: 'false',
    },
  );
  return !answer.ok && isNothingFound(answer.problem) ? success({ rows: [], recordCount: 0 }) : answer;
};
