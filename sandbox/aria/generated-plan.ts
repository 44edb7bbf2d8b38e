import { plan, schedule, service, tiers } from './seed-parts.ts';
import type { AriaPlan } from './state.ts';

/** The n-th plan of a large catalogue, n from 1; monthly, weekly, daily and annual in turn. */
export const generatedPlan = (n: number): AriaPlan => {
  const planNo = String(20000 + n);
  const scheduleNo = `${planNo}1`;
  const interval = intervals[(n - 1) % intervals.length];
  return plan(planNo, `Generated plan ${n}`, {
    clientPlanId: `generated-${n}`,
    rateSchedules: [schedule(scheduleNo, `Generated schedule ${n}`, interval)],
    services: [
      service(String(300_000 + n), `Generated service ${n}`, { rates: { [scheduleNo]: tiers(`${1 + (n % 100)}.99`) } }),
    ],
  });
};

const intervals = [
  {},
  { recurringPeriodType: 2, usagePeriodType: 2 },
  { recurringPeriodType: 1, usagePeriodType: 1 },
  { recurringInterval: 12 },
] as const;
