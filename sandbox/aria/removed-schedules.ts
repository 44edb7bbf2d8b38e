import type { AriaPlan, AriaPlanInstance, AriaState } from './state.ts';

/**
 * Instances on a schedule that the plan lost go to the default one of their account's currency, or of the plan. Aria
 * does not say what becomes of them. Gives the numbers of the instances moved.
 */
export const leaveRemovedSchedules = (state: AriaState, plan: AriaPlan): readonly string[] => {
  const kept = new Set(plan.rateSchedules.map(({ scheduleNo }) => scheduleNo));
  const moved: AriaPlanInstance[] = [];
  for (const { currency, instances } of state.accounts.values()) {
    const refuge = plan.rateSchedules.find(
      (schedule) => schedule.isDefaultOfCurrency && schedule.currency === currency,
    );
    const target = refuge ?? plan.rateSchedules.find(({ isDefault }) => isDefault);
    for (const instance of instances) {
      if (target !== undefined && instance.planNo === plan.planNo && !kept.has(instance.scheduleNo)) {
        instance.scheduleNo = target.scheduleNo;
        moved.push(instance);
      }
    }
  }
  return moved.map(({ planInstanceNo }) => planInstanceNo);
};
