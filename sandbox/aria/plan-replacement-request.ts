import type { Charges } from './charges.ts';
import {
  type AccountReference,
  type InstanceReference,
  type PlanReference,
  readInstanceReference,
  readNumberedAccountReference,
} from './find.ts';
import { type Input, readInput } from './input.ts';
import type { Row } from './parse-body.ts';
import { invalidAssignmentDirective, invalidInput, type Refusal } from './refusal.ts';
import type { AriaAccount, AriaPlan, AriaPlanInstance, AriaRateSchedule, AriaSettings } from './state.ts';

export interface ReplacementRequest {
  readonly account: AccountReference;
  readonly instance: InstanceReference;
  readonly newPlan: PlanReference;
  readonly scheduleNo: string | null;
  readonly clientScheduleId: string | null;
  readonly newClientPlanInstanceId: string | null;
  readonly units: string | null;
  readonly planStatus: number | null;
  readonly timing: 'next_anniversary' | 'now' | 'effective_date';
  readonly prorates: boolean;
  readonly effectiveDate: string | null;
  readonly forceBillDateReset: number | null;
  readonly forceCurrencyChange: boolean;
  readonly usageAccumulationResetMonths: number | null;
  readonly includeQueue: boolean;
  readonly doWrite: boolean;
}

/** A request with everything it names found, and its price. */
export interface Replacement {
  readonly request: ReplacementRequest;
  readonly account: AriaAccount;
  readonly instance: AriaPlanInstance;
  readonly plan: AriaPlan;
  readonly schedule: AriaRateSchedule;
  readonly statusCode: number;
  readonly units: string;
  /** Charged now: nothing when the change waits or the new status is not billed. */
  readonly charges: Charges;
}

/**
 * The parameters of `replace_acct_plan_m` that the sandbox knows; the vendor's others (coupons, custom rates, offsets)
 * are accepted and do nothing here.
 * https://knowledge.ariasystems.net/Developers_Guide/Aria_Billing_Cloud_API/Aria_Core_API/Account_Modification/replace_acct_plan_m_Guide
 */
export const readReplacementRequest = (body: Row, settings: AriaSettings): ReplacementRequest | Refusal => {
  const input = readInput(body);
  const account = readNumberedAccountReference(input, settings);
  const instance = readInstanceReference(input);
  input.requireOneOf('new_plan_no', 'new_client_plan_id');
  const request = {
    account,
    instance,
    newPlan: { planNo: input.long('new_plan_no'), clientPlanId: input.text('new_client_plan_id', 100) },
    scheduleNo: input.long('alt_rate_schedule_no'),
    clientScheduleId: input.text('client_alt_rate_schedule_id', 100),
    newClientPlanInstanceId: input.text('new_client_plan_instance_id', 100),
    units: input.decimal('plan_units'),
    planStatus: input.integer('plan_status'),
    ...readDirective(input, settings),
    effectiveDate: input.date('effective_date'),
    forceBillDateReset: input.integer('force_bill_date_reset'),
    forceCurrencyChange: input.flag('force_currency_change', false),
    usageAccumulationResetMonths: input.integer('usage_accumulation_reset_months'),
    includeQueue: input.flag('include_plan_instance_queue', false),
    doWrite: input.flag('do_write', true),
  };
  if (![null, 0, 1, 2].includes(request.forceBillDateReset)) {
    input.fail(invalidInput);
  }
  return input.refusal() ?? request;
};

/** 5, 6 and from 10 on have no published meaning and are refused. */
const readDirective = (input: Input, settings: AriaSettings): Pick<ReplacementRequest, 'timing' | 'prorates'> => {
  const directive = input.integer('assignment_directive') ?? settings.defaultAssignmentDirective;
  switch (directive) {
    case 1:
      return { timing: 'next_anniversary', prorates: false };
    case 2:
    case 4:
      return { timing: 'now', prorates: true };
    case 3:
      return { timing: 'now', prorates: false };
    case 7:
    case 9:
      return { timing: 'effective_date', prorates: true };
    case 8:
      return { timing: 'effective_date', prorates: false };
    default:
      input.fail(invalidAssignmentDirective);
      return { timing: 'now', prorates: false };
  }
};
