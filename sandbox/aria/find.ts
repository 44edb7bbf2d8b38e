import type { Input } from './input.ts';
import {
  accountDoesNotExist,
  invalidClientPlanInstanceId,
  invalidPlanInstanceNo,
  objectDoesNotExist,
  type Refusal,
} from './refusal.ts';
import type { AriaAccount, AriaPlan, AriaPlanInstance, AriaRateSchedule, AriaSettings, AriaState } from './state.ts';

export interface AccountReference {
  readonly acctNo: string | null;
  readonly clientAcctId: string | null;
}

export const readAccountReference = (input: Input): AccountReference => {
  input.requireOneOf('acct_no', 'client_acct_id');
  return { acctNo: input.long('acct_no'), clientAcctId: input.text('client_acct_id', 50) };
};

/** For calls whose schema in release 19 has no client_acct_id; the later guides have it. */
export const readNumberedAccountReference = (input: Input, settings: AriaSettings): AccountReference => {
  if (!settings.acctNoAlone) {
    return readAccountReference(input);
  }
  input.requireOneOf('acct_no');
  return { acctNo: input.long('acct_no'), clientAcctId: null };
};

/** Both ids given have to fit. */
export const findAccount = (state: AriaState, { acctNo, clientAcctId }: AccountReference): AriaAccount | Refusal =>
  [...state.accounts.values()].find(
    (account) =>
      (acctNo === null || account.acctNo === acctNo) &&
      (clientAcctId === null || account.clientAcctId === clientAcctId),
  ) ?? accountDoesNotExist;

export interface InstanceReference {
  readonly planInstanceNo: string | null;
  readonly clientPlanInstanceId: string | null;
}

export const readInstanceReference = (input: Input): InstanceReference => {
  input.requireOneOf('plan_instance_no', 'client_plan_instance_id');
  return {
    planInstanceNo: input.long('plan_instance_no'),
    clientPlanInstanceId: input.text('client_plan_instance_id', 100),
  };
};

/** An instance of another account is as unknown as none. */
export const findInstance = (
  account: AriaAccount,
  { planInstanceNo, clientPlanInstanceId }: InstanceReference,
): AriaPlanInstance | Refusal => {
  const numbered = account.instances.filter(
    (instance) => planInstanceNo === null || instance.planInstanceNo === planInstanceNo,
  );
  if (numbered.length === 0) {
    return invalidPlanInstanceNo;
  }
  return (
    numbered.find(
      (instance) => clientPlanInstanceId === null || instance.clientPlanInstanceId === clientPlanInstanceId,
    ) ?? (clientPlanInstanceId === null ? invalidPlanInstanceNo : invalidClientPlanInstanceId)
  );
};

export interface PlanReference {
  readonly planNo: string | null;
  readonly clientPlanId: string | null;
}

export const findPlan = (state: AriaState, { planNo, clientPlanId }: PlanReference): AriaPlan | Refusal =>
  [...state.plans.values()].find(
    (plan) =>
      (planNo === null || plan.planNo === planNo) && (clientPlanId === null || plan.clientPlanId === clientPlanId),
  ) ?? objectDoesNotExist;

/** The plan and schedule of an instance. Throws when a test left an instance without them. */
export const catalogueOf = (
  state: AriaState,
  instance: AriaPlanInstance,
): { readonly plan: AriaPlan; readonly schedule: AriaRateSchedule } => {
  const plan = state.plans.get(instance.planNo);
  const schedule = plan?.rateSchedules.find(({ scheduleNo }) => scheduleNo === instance.scheduleNo);
  if (plan === undefined || schedule === undefined) {
    throw new Error(`Plan instance ${instance.planInstanceNo} is on a plan or rate schedule that the state lacks`);
  }
  return { plan, schedule };
};
