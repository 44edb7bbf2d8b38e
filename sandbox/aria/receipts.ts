import { type Answer, type CallContext, ok } from './call.ts';
import { exactNumber } from './exact-numbers.ts';
import { findAccount, readNumberedAccountReference } from './find.ts';
import { readInput } from './input.ts';
import type { Row } from './parse-body.ts';
import { invalidInputFormat, isRefusal, noDataFound, type Refusal } from './refusal.ts';
import type { AriaState } from './state.ts';

/** What a write did. `effect` is null for a dry run. */
export interface Written {
  readonly answer: Answer;
  readonly effect: {
    readonly acctNo: string;
    readonly planInstanceNo: string;
    readonly change: Readonly<Record<string, unknown>>;
  } | null;
}

/**
 * Runs a write under the rule of `client_receipt_id`: alphanumeric, and never again once a call with it succeeded. It
 * blocks, it does not replay: the repeat answers 1012, which is also the code of a malformed id.
 * A dry run succeeds as well, so it uses its id up. What took effect goes to the journal.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Core_API/Account_Modification/assign_acct_plan_m_Guide/assign_acct_plan_m_Error_Messages
 */
export const writeOnce = (body: Row, context: CallContext, write: () => Written | Refusal): Answer | Refusal => {
  const input = readInput(body);
  const receiptId = input.text('client_receipt_id', receiptIdMaximumLength);
  if (input.refusal() !== null || (receiptId !== null && !isUsable(context.state, receiptId))) {
    return invalidInputFormat;
  }
  const written = write();
  const effect = isRefusal(written) ? null : written.effect;
  if (receiptId !== null) {
    context.state.receiptUses.push({
      receiptId,
      restCall: context.restCall,
      errorCode: isRefusal(written) ? written.errorCode : 0,
      target: effect === null ? null : { acctNo: effect.acctNo, planInstanceNo: effect.planInstanceNo },
      at: new Date(context.world.clock.now()).toISOString(),
    });
  }
  if (effect !== null) {
    context.world.journal.record({
      provider: 'aria',
      operation: context.restCall,
      accountId: effect.acctNo,
      subscriptionId: effect.planInstanceNo,
      change: effect.change,
    });
  }
  return isRefusal(written) ? written : written.answer;
};

const isUsable = (state: AriaState, receiptId: string): boolean => {
  const uses = state.receiptUses.filter((use) => use.receiptId === receiptId);
  const isFree = state.settings.neverAllowUsedReceiptId
    ? uses.length === 0
    : uses.every(({ errorCode }) => errorCode !== 0);
  return isFree && /^[A-Za-z0-9]+$/.test(receiptId);
};

/**
 * `get_all_actions_by_receipt_id_m`: what the successful calls under a receipt id changed on an account.
 * https://developer.ariasystems.net/Aria_Crescendo_Documentation/Aria_Crescendo_core_api/get_all_actions_by_receipt_id_m
 */
export const getAllActionsByReceiptId = (body: Row, { state }: CallContext): Answer | Refusal => {
  const input = readInput(body);
  const reference = readNumberedAccountReference(input, state.settings);
  input.requireOneOf('client_receipt_id');
  const receiptId = input.text('client_receipt_id', receiptIdMaximumLength);
  const wrong = input.refusal();
  if (wrong !== null) {
    return wrong;
  }
  const account = findAccount(state, reference);
  if (isRefusal(account)) {
    return account;
  }
  const actions = state.receiptUses.flatMap(({ receiptId: used, restCall, target, at }) =>
    used === receiptId && target?.acctNo === account.acctNo
      ? [
          {
            action_type_id: actionTypeIds[restCall] ?? 0,
            action_type_label: restCall,
            action_type_desc: `Plan instance changed by ${restCall}`,
            action_rec_id_label: 'plan_instance_no',
            action_rec_id_val: exactNumber(target.planInstanceNo),
            action_date: at.slice(0, 19).replace('T', ' '),
            action_user: 'api',
          },
        ]
      : [],
  );
  if (actions.length === 0 && account.emptyListAnswer === '1002') {
    return noDataFound;
  }
  return { error_msg: ok.error_msg, error_code: ok.error_code, receipt_action: actions.length === 0 ? null : actions };
};

const receiptIdMaximumLength = 50;

/** Aria's numbers are not published. */
const actionTypeIds: Readonly<Record<string, number>> = { update_acct_plan_status_m: 1, replace_acct_plan_m: 2 };
