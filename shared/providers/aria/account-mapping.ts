import type { AccountPlanStatus } from '../../domain/account-plan.ts';
import type { AccountPlanRead } from '../../domain/provider.ts';
import { toInterval } from './billing-interval.ts';
import type { AriaAccountPlan } from './wire.ts';

export interface AccountPlanSource {
  readonly connection: string;
  /** As the caller spelled it: acct_no or client_acct_id, as the connection is set. */
  readonly accountId: string;
  readonly raw: unknown;
}

/** A plan instance as an account plan. */
export const toAccountPlanRead = (row: AriaAccountPlan, source: AccountPlanSource): AccountPlanRead => ({
  accountPlan: {
    connection: source.connection,
    provider: 'aria',
    accountId: source.accountId,
    subscriptionId: row.plan_instance_no,
    planId: row.plan_no,
    planName: row.plan_name,
    planLevel: null,
    status: statuses.get(row.plan_instance_status_cd ?? '') ?? 'unknown',
    providerStatus: row.plan_instance_status_label ?? row.plan_instance_status_cd,
    billingDayOfMonth: row.bill_day,
    interval:
      row.recurring_billing_interval === null && row.recurring_billing_period_type === null
        ? null
        : toInterval(row.recurring_billing_interval, row.recurring_billing_period_type),
    // Aria knows how long a trial lasts, but gives no date; queued changes and custom durations forbid computing one.
    trialEndsAt: null,
    nextBillingAt: toInstant(row.next_bill_date),
    tiers: [],
  },
  isAddOn: isSupplemental(row),
  endedAt: row.plan_deprovisioned_date ?? row.plan_instance_status_date,
  isReplaced: false,
  hasDiscounts: false,
  raw: source.raw,
});

/**
 * Statuses of a plan instance, which are not those of an account. Trial is 41; 2 and 3 are active until a set date.
 * https://knowledge.ariasystems.net/Users_Guide/Finance/Payments_and_Credits/Payments/Direct_Post_Payment_Handler/Master_Plan_Instance_Status_Codes
 */
const statuses: ReadonlyMap<string, AccountPlanStatus> = new Map([
  ['41', 'trial'],
  ['1', 'active'],
  ['2', 'active'],
  ['3', 'active'],
  ['61', 'non_billable'],
  ['31', 'pending'],
  ['32', 'pending'],
  ['0', 'suspended'],
  ['-1', 'suspended'],
  ['-2', 'canceled'],
  ['-3', 'expired'],
]);

/** A supplemental instance hangs below a master one, and names it. */
const isSupplemental = (row: AriaAccountPlan): boolean =>
  row.supp_plan_ind === null
    ? row.master_plan_instance_no !== null && row.master_plan_instance_no !== row.plan_instance_no
    : row.supp_plan_ind !== '0';

/** Aria's dates (yyyy-mm-dd) have no time and no zone: midnight UTC of that day. Null for anything else. */
const toInstant = (date: string | null): string | null => {
  const instant = new Date(`${date}T00:00:00Z`);
  // A day that the month does not have rolls over, and is then another date.
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(`${date}T`)
    ? instant.toISOString()
    : null;
};
