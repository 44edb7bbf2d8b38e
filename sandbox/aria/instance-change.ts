import type { CallContext } from './call.ts';
import { addPeriod, toDate } from './dates.ts';
import { isBillableStatus } from './plan-instance-status.ts';
import type { AriaPlanInstance, AriaRateSchedule, AriaState, InstanceChange, QueuedChange } from './state.ts';

/** Changes the instance and gives what changed as `{wire name: [before, after]}`. */
export const changeInstance = (
  instance: AriaPlanInstance,
  change: InstanceChange,
  today: string,
): Record<string, unknown> => {
  const changed = Object.fromEntries(
    wireNames
      .filter(([field]) => change[field] !== undefined)
      .map(([field, name]) => [name, [instance[field], change[field]]]),
  );
  Object.assign(instance, change);
  if (change.statusCode !== undefined) {
    instance.statusDate = today;
    instance.deprovisionedDate = change.statusCode <= -2 ? today : instance.deprovisionedDate;
  }
  if (change.planNo !== undefined) {
    instance.planDate = today;
  }
  return changed;
};

const wireNames = [
  ['planNo', 'plan_no'],
  ['scheduleNo', 'rate_schedule_no'],
  ['statusCode', 'plan_instance_status_cd'],
  ['units', 'plan_units'],
  ['clientPlanInstanceId', 'client_plan_instance_id'],
  ['dunningState', 'dunning_state'],
  ['billDay', 'bill_day'],
  ['nextBillDate', 'next_bill_date'],
  ['usageAccumulationResetMonths', 'usage_accumulation_reset_months'],
] as const;

/**
 * With force_bill_date_reset 1 a master that becomes billable is billed from today on. 0, 2 and none leave its dates: 2 is
 * "the current anniversary", none the client's parameter.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Core_API/Account_Modification/update_acct_status_m_Guide
 */
export const billDateReset = (
  instance: AriaPlanInstance,
  schedule: AriaRateSchedule,
  { statusCode, directive, today }: { statusCode: number; directive: number | null; today: string },
): InstanceChange => {
  const becomesBillable = !isBillableStatus(instance.statusCode) && isBillableStatus(statusCode);
  return directive === 1 && becomesBillable && instance.masterInstanceNo === null
    ? {
        billDay: Number(today.slice(8)),
        nextBillDate: addPeriod(today, schedule.recurringInterval, schedule.recurringPeriodType),
      }
    : {};
};

export const queueChange = (state: AriaState, queued: Omit<QueuedChange, 'queueId'>): QueuedChange => {
  state.lastNumber += 1;
  const entry = { ...queued, queueId: String(state.lastNumber) };
  state.queuedChanges.push(entry);
  return entry;
};

/** Lets the queued changes of today and before take effect. Runs before each call, so that moving the clock is enough. */
export const executeDueChanges = ({ state, world }: Pick<CallContext, 'state' | 'world'>): void => {
  const today = toDate(world.clock.now());
  const due = state.queuedChanges.filter(({ date }) => date !== null && date <= today);
  for (const queued of due) {
    state.queuedChanges.splice(state.queuedChanges.indexOf(queued), 1);
    const instance = state.accounts
      .get(queued.acctNo)
      ?.instances.find(({ planInstanceNo }) => planInstanceNo === queued.planInstanceNo);
    if (instance !== undefined) {
      world.journal.record({
        provider: 'aria',
        operation: queued.restCall,
        accountId: queued.acctNo,
        subscriptionId: queued.planInstanceNo,
        change: changeInstance(instance, queued.change, today),
      });
    }
  }
};
