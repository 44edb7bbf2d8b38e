import type { Connection } from '../connections/connections.ts';
import { readAccountPlans } from '../connections/read-account-plans.ts';
import type { ChangeKind, ChangeRequest } from '../domain/account-change.ts';
import type { AccountPlan } from '../domain/account-plan.ts';
import { chooseAccountPlan } from '../domain/choose-account-plan.ts';
import type { Draft } from '../domain/draft.ts';
import { unsupportedOperation } from '../domain/operation.ts';
import type { ChangeOperations, ProviderOperations } from '../domain/provider.ts';
import { failed, type Result, success } from '../domain/result.ts';
import { kindOf } from './kinds/kinds.ts';

/** What a change has to do, as the provider's state stands. Plain JSON. */
export type Preparation =
  | { readonly kind: 'so_already'; readonly before: AccountPlan }
  | {
      readonly kind: 'write';
      readonly before: AccountPlan;
      readonly draft: Draft;
      /** All subscriptions of the account, to tell later which one is new. */
      readonly knownSubscriptionIds: readonly string[];
    };

export interface WantedChange {
  readonly kind: ChangeKind;
  readonly accountId: string;
  readonly request: ChangeRequest;
}

/** Checks a request as far as that goes without the provider. Fails with `invalid_request` or `unsupported_operation`. */
export const checkChangeRequest = (
  connection: Connection,
  wanted: Pick<WantedChange, 'kind' | 'request'>,
): Result<ChangeRequest> => {
  const operations = changeOperations(connection, wanted);
  return operations.ok ? operations.value.parseRequest(wanted.request) : operations;
};

/** How the connection's provider makes a kind of change. Fails with `unsupported_operation`. */
export const changeOperations = (
  connection: Connection,
  { kind }: { readonly kind: ChangeKind },
  changes: ProviderOperations['changes'] = connection.operations.changes,
): Result<ChangeOperations> => {
  const operations = changes[kind];
  return operations === undefined
    ? failed(unsupportedOperation(connection, kindOf({ kind }).words.operation))
    : success(operations);
};

/**
 * Reads the account and decides what is to be done. Sends nothing that changes anything. Fails with the kind's refusal,
 * `account_plan_ambiguous`, `account_not_found`, `subscription_not_found`, `invalid_request` where a member does not go with
 * the account's state, or as the provider's read does.
 */
export const prepareChange = async (connection: Connection, wanted: WantedChange): Promise<Result<Preparation>> => {
  const { accountId, request } = wanted;
  const kind = kindOf(wanted);
  const reads = await readAccountPlans(connection, accountId);
  if (!reads.ok) {
    return reads;
  }
  const chosen = chooseAccountPlan(reads.value, request.subscriptionId);
  if (!chosen.ok) {
    return chosen;
  }
  const before = chosen.value.accountPlan;
  if (kind.isSoAlready(request, before, connection.configured.isSamePlan)) {
    return success({ kind: 'so_already', before });
  }
  const operations = changeOperations(connection, wanted);
  if (!operations.ok) {
    return operations;
  }
  const drafted = operations.value.from.includes(before.status)
    ? operations.value.draft(request, chosen.value)
    : failed(kind.refusal(before));
  const draft = drafted.ok ? await completeDraft(connection, wanted, drafted.value) : drafted;
  return draft.ok
    ? success({
        kind: 'write',
        before,
        draft: draft.value,
        knownSubscriptionIds: reads.value.flatMap(({ accountPlan: { subscriptionId } }) =>
          subscriptionId === null ? [] : [subscriptionId],
        ),
      })
    : draft;
};

const completeDraft = (connection: Connection, { kind }: WantedChange, draft: Draft): Promise<Result<Draft>> =>
  connection.run(({ changes }) => changes[kind]?.completeDraft?.(draft) ?? Promise.resolve(success(draft)));
