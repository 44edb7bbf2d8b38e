import { type Answer, type CallContext, ok } from './call.ts';
import { chargesNow } from './charges.ts';
import { addDays, toDate } from './dates.ts';
import { catalogueOf, findAccount, findInstance, readAccountReference, readInstanceReference } from './find.ts';
import { type Input, readInput } from './input.ts';
import { billDateReset, changeInstance, queueChange } from './instance-change.ts';
import type { Row } from './parse-body.ts';
import { isBillableStatus, isLegalStatusChange, planInstanceStatusLabels } from './plan-instance-status.ts';
import { type Written, writeOnce } from './receipts.ts';
import {
  collectionFailed,
  invalidDunningState,
  invalidInput,
  invalidPlanStatus,
  invalidQueueDate,
  invalidQueueDays,
  invalidStatusCode,
  isRefusal,
  missingParameter,
  provisioningNotSupported,
  type Refusal,
} from './refusal.ts';
import type { AriaAccount, AriaPlanInstance, AriaState } from './state.ts';

/**
 * `update_acct_plan_status_m`: 41 to 1 converts a trial on its own plan. There is no dry run, a `do_write` is not looked
 * at, and the answer says nothing but OK, even when collecting failed.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Core_API/Implementation_Configuration_Modification/update_acct_plan_status_m_Guide
 */
export const updateAccountPlanStatus = (body: Row, context: CallContext): Answer | Refusal =>
  writeOnce(body, context, () => {
    const { state, world, restCall } = context;
    const today = toDate(world.clock.now());
    const request = readRequest(readInput(body), today);
    if (isRefusal(request)) {
      return request;
    }
    const account = findAccount(state, request.account);
    if (isRefusal(account)) {
      return account;
    }
    const instance = findInstance(account, request.instance);
    if (isRefusal(instance)) {
      return instance;
    }
    const refusal = refuseChange(state, { account, instance, request });
    if (refusal !== null) {
      return refusal;
    }
    const { statusCode, dunningState } = request;
    const { schedule } = catalogueOf(state, instance);
    const change = {
      ...(statusCode !== null && {
        statusCode,
        ...billDateReset(instance, schedule, { statusCode, directive: request.forceBillDateReset, today }),
      }),
      ...(dunningState !== null && { dunningState }),
    };
    const target = { acctNo: account.acctNo, planInstanceNo: instance.planInstanceNo };
    if (request.queueDate !== null) {
      const queued = queueChange(state, { ...target, restCall, date: request.queueDate, change });
      return written(target, { queued: { queue_id: queued.queueId, date: queued.date } });
    }
    return written(target, changeInstance(instance, change, today));
  });

const written = (
  target: { readonly acctNo: string; readonly planInstanceNo: string },
  change: Record<string, unknown>,
): Written => ({ answer: ok, effect: { ...target, change } });

const readRequest = (input: Input, today: string) => {
  const request = {
    account: readAccountReference(input),
    instance: readInstanceReference(input),
    statusCode: input.integer('status_cd'),
    dunningState: toDunningState(input),
    forceBillDateReset: input.integer('force_bill_date_reset'),
    queueDate: toQueueDate(input, today),
  };
  if (![null, 0, 1, 2].includes(request.forceBillDateReset)) {
    input.fail(invalidInput);
  }
  input.date('degrade_date');
  return input.refusal() ?? request;
};

const toDunningState = (input: Input): 0 | 1 | null => {
  const value = input.integer('dunning_state');
  return value === null || value === 0 || value === 1 ? value : input.fail(invalidDunningState);
};

/** The date of a change that has to wait; null is now. */
const toQueueDate = (input: Input, today: string): string | null => {
  const days = input.integer('queue_days');
  if (days !== null && days < 0) {
    return input.fail(invalidQueueDays);
  }
  const date = input.date('queue_date') ?? (days === null || days === 0 ? null : addDays(today, days));
  return date !== null && date <= today ? input.fail(invalidQueueDate) : date;
};

interface Asked {
  readonly account: AriaAccount;
  readonly instance: AriaPlanInstance;
  readonly request: Exclude<ReturnType<typeof readRequest>, Refusal>;
}

const refuseChange = (state: AriaState, { account, instance, request }: Asked): Refusal | null => {
  const { statusCode } = request;
  if (account.statusCode !== 1 && account.statusCode !== 32) {
    return provisioningNotSupported;
  }
  if (statusCode === null) {
    const isMaster = instance.masterInstanceNo === null;
    return isMaster && request.dunningState !== null ? null : missingParameter('status_cd');
  }
  if (!planInstanceStatusLabels.has(statusCode)) {
    return invalidStatusCode;
  }
  if (!isLegalStatusChange(instance.statusCode, statusCode)) {
    return invalidPlanStatus;
  }
  return request.queueDate === null && isCollectionRefused(state, { account, instance, statusCode })
    ? collectionFailed
    : null;
};

const isCollectionRefused = (
  state: AriaState,
  { account, instance, statusCode }: Omit<Asked, 'request'> & { readonly statusCode: number },
): boolean => {
  const { plan, schedule } = catalogueOf(state, instance);
  const becomesBillable = !isBillableStatus(instance.statusCode) && isBillableStatus(statusCode);
  const charges = chargesNow(plan, schedule, { units: instance.units, factor: '1' });
  return account.collection === 'fails_hard' && becomesBillable && charges.afterTax !== '0';
};
