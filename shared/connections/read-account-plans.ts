import type { AccountPlan } from '../domain/account-plan.ts';
import { unsupportedOperation } from '../domain/operation.ts';
import { createProblem } from '../domain/problem.ts';
import type { AccountPlanRead } from '../domain/provider.ts';
import { failed, type Result } from '../domain/result.ts';
import type { Connection } from './connections.ts';

/** Every account plan of one account. Fails with `unsupported_operation`, or as the provider's read does. */
export const readAccountPlans = (
  connection: Connection,
  accountId: string,
): Promise<Result<readonly AccountPlanRead[]>> =>
  connection.run(async ({ listAccountPlans }) => {
    if (listAccountPlans === undefined) {
      return failed(unsupportedOperation(connection, 'get-account-plan'));
    }
    const reads = await listAccountPlans(accountId);
    return reads.ok && reads.value.some(({ accountPlan }) => isTooLarge(accountPlan))
      ? failed(createProblem('provider_response_invalid', 'An account plan is longer than any real one.'))
      : reads;
  });

/** A change keeps several of them in one item of 400 KB, and an event two in 256 KB. Real ones have some 500 bytes. */
const isTooLarge = (accountPlan: AccountPlan): boolean =>
  Buffer.byteLength(JSON.stringify(accountPlan)) > largestAccountPlanBytes;

const largestAccountPlanBytes = 32_000;
