import type { Answer, CallContext } from './call.ts';
import { chargesNow, noCharges } from './charges.ts';
import { toDate } from './dates.ts';
import { findAccount, findInstance, findPlan } from './find.ts';
import { billDateReset, changeInstance, queueChange } from './instance-change.ts';
import type { Row } from './parse-body.ts';
import { isBillableStatus, isLegalStatusChange, planInstanceStatusLabels } from './plan-instance-status.ts';
import { replacementAnswer } from './plan-replacement-answer.ts';
import { type Replacement, type ReplacementRequest, readReplacementRequest } from './plan-replacement-request.ts';
import { type Written, writeOnce } from './receipts.ts';
import {
  changesNotAllowedForAccountStatus,
  collectionFailed,
  invalidInput,
  invalidPlanStatus,
  isRefusal,
  objectDoesNotExist,
  provisioningNotSupported,
  type Refusal,
} from './refusal.ts';
import type { AriaAccount, AriaPlan, AriaRateSchedule, AriaState, InstanceChange } from './state.ts';
import { isDailyOrWeekly, usageAccumulationNotSupported } from './usage-accumulation.ts';

/**
 * `replace_acct_plan_m`: another plan on the same instance, at once or queued; `do_write` "false" only calculates.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Core_API/Account_Modification/replace_acct_plan_m_Guide
 */
export const replaceAccountPlan = (body: Row, context: CallContext): Answer | Refusal =>
  writeOnce(body, context, () => {
    const request = readReplacementRequest(body, context.state.settings);
    const replacement = isRefusal(request) ? request : resolveReplacement(request, context.state);
    return isRefusal(replacement) ? replacement : carryOut(replacement, context);
  });

const resolveReplacement = (request: ReplacementRequest, state: AriaState): Replacement | Refusal => {
  const account = findAccount(state, request.account);
  if (isRefusal(account)) {
    return account;
  }
  const instance = findInstance(account, request.instance);
  if (isRefusal(instance)) {
    return instance;
  }
  if (account.statusCode === 0 || account.statusCode === -99) {
    return changesNotAllowedForAccountStatus;
  }
  if (account.statusCode !== 1 && account.statusCode !== 32) {
    return provisioningNotSupported;
  }
  const plan = findPlan(state, request.newPlan);
  if (isRefusal(plan)) {
    return plan;
  }
  if (!plan.active || (plan.level === 'master') !== (instance.masterInstanceNo === null)) {
    return objectDoesNotExist;
  }
  const schedule = chooseSchedule(plan, account, request);
  if (isRefusal(schedule)) {
    return schedule;
  }
  const accumulates = request.usageAccumulationResetMonths ?? instance.usageAccumulationResetMonths ?? 0;
  if (accumulates > 0 && isDailyOrWeekly(schedule)) {
    return usageAccumulationNotSupported(state);
  }
  // Without plan_status nothing says that the trial ends, so it goes on.
  const statusCode = request.planStatus ?? instance.statusCode;
  const endedOrUnknown = [-2, -3].includes(instance.statusCode) || !planInstanceStatusLabels.has(statusCode);
  if (endedOrUnknown || !isLegalStatusChange(instance.statusCode, statusCode)) {
    return invalidPlanStatus;
  }
  const units = request.units ?? instance.units;
  const factor = request.prorates ? state.settings.prorationFactor : '1';
  const isCharged = request.timing === 'now' && isBillableStatus(statusCode);
  const charges = isCharged ? chargesNow(plan, schedule, { units, factor }) : noCharges;
  return request.doWrite && account.collection === 'fails_hard' && charges.afterTax !== '0'
    ? collectionFailed
    : { request, account, instance, plan, schedule, statusCode, units, charges };
};

/** The schedule asked for has to be the new plan's; else the default one of the account's currency is taken. */
const chooseSchedule = (
  plan: AriaPlan,
  account: AriaAccount,
  { scheduleNo, clientScheduleId, forceCurrencyChange }: ReplacementRequest,
): AriaRateSchedule | Refusal => {
  if (scheduleNo === null && clientScheduleId === null) {
    const ofCurrency = plan.rateSchedules.find(
      ({ currency, isDefaultOfCurrency }) => isDefaultOfCurrency && currency === account.currency,
    );
    const ofPlan = forceCurrencyChange ? plan.rateSchedules.find(({ isDefault }) => isDefault) : undefined;
    return ofCurrency ?? ofPlan ?? invalidInput;
  }
  const schedule = plan.rateSchedules.find(
    (candidate) =>
      (scheduleNo === null || candidate.scheduleNo === scheduleNo) &&
      (clientScheduleId === null || candidate.clientRateScheduleId === clientScheduleId),
  );
  if (schedule === undefined) {
    return objectDoesNotExist;
  }
  return schedule.currency === account.currency || forceCurrencyChange ? schedule : invalidInput;
};

const carryOut = (replacement: Replacement, context: CallContext): Written => {
  const { request, account, instance, charges } = replacement;
  const { state, restCall } = context;
  const today = toDate(context.world.clock.now());
  if (!request.doWrite) {
    return { answer: replacementAnswer(replacement, { today, invoiceNo: null, queued: null }), effect: null };
  }
  const target = { acctNo: account.acctNo, planInstanceNo: instance.planInstanceNo };
  const change = toChange(replacement, today);
  if (request.timing !== 'now') {
    const date = request.timing === 'effective_date' ? request.effectiveDate : instance.nextBillDate;
    const queued = queueChange(state, { ...target, restCall, date, change });
    return {
      answer: replacementAnswer(replacement, { today, invoiceNo: null, queued }),
      effect: { ...target, change: { queued: { queue_id: queued.queueId, date, plan_no: replacement.plan.planNo } } },
    };
  }
  const invoiceNo = charges.lines.length === 0 ? null : String(++state.lastNumber);
  const changed = changeInstance(instance, change, today);
  return {
    answer: replacementAnswer(replacement, { today, invoiceNo, queued: null }),
    effect: { ...target, change: { ...changed, invoice_no: invoiceNo, total_charges_after_tax: charges.afterTax } },
  };
};

const toChange = ({ request, instance, plan, schedule, ...rest }: Replacement, today: string): InstanceChange => ({
  planNo: plan.planNo,
  scheduleNo: schedule.scheduleNo,
  statusCode: rest.statusCode,
  ...(request.units !== null && { units: request.units }),
  ...(request.newClientPlanInstanceId !== null && { clientPlanInstanceId: request.newClientPlanInstanceId }),
  ...(request.usageAccumulationResetMonths !== null && {
    usageAccumulationResetMonths: request.usageAccumulationResetMonths,
  }),
  ...billDateReset(instance, schedule, {
    statusCode: rest.statusCode,
    directive: request.forceBillDateReset,
    today,
  }),
});
