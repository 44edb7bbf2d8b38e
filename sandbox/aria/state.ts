/**
 * Everything the simulated tenant knows. Plain and mutable: tests edit it. Numbers that Aria assigns (plan_no, acct_no,
 * ...) and amounts are texts of digits, printed as they stand.
 */
export interface AriaState {
  readonly settings: AriaSettings;
  /** By plan_no. */
  readonly plans: Map<string, AriaPlan>;
  /** By acct_no. */
  readonly accounts: Map<string, AriaAccount>;
  /** By service_no: services that no plan holds any more. They can be put on a plan again. */
  readonly unusedServices: Map<string, AriaService>;
  /** Client ids by number. */
  readonly planGroups: Map<string, string>;
  readonly dunningPlans: Map<string, string>;
  readonly receiptUses: ReceiptUse[];
  readonly queuedChanges: QueuedChange[];
  /** The last number given: invoice_no, queue_id, plan_no, schedule_no, service_no. */
  lastNumber: number;
}

export interface AriaSettings {
  clientNo: string;
  authKey: string;
  /** How notifications show where they come from: a header of the client's choice, Basic, or not at all. */
  webhook: { header: string; value: string } | { username: string; password: string } | null;
  /** The caller's address is not allow-listed for the family; Aria answers 1003 or, like a wrong key, 1004. */
  readonly refusedHosts: { core: 1003 | 1004 | null; admin: 1003 | 1004 | null };
  /** Undocumented for Admin Tools; off, nothing of a JSON body is parsed there. */
  adminAcceptsJson: boolean;
  /** Undocumented: `rate_sched` of get_plans_m holds the rows, or one object with the rows under `details`. */
  rateScheduleNesting: 'rows' | 'details';
  /** Aria documents both as the default. */
  defaultAssignmentDirective: 1 | 2;
  /** What the client's proration rule leaves of a recurring price, from 0 to 1. */
  prorationFactor: string;
  /** Undocumented: what record_count of a page counts. */
  recordCount: 'all_rows' | 'rows_of_answer';
  /** Whether replace_acct_plan_m and get_all_actions_by_receipt_id_m know no client_acct_id, as in release 19. */
  acctNoAlone: boolean;
  /** The client parameter NEVER_ALLOW_USED_RECEIPT_ID. */
  neverAllowUsedReceiptId: boolean;
  /** Undocumented; the message is the documented part. */
  usageAccumulationErrorCode: number;
  /** Undocumented: the code of a client_plan_id or client_rate_schedule_id that is in use. */
  duplicateRecordErrorCode: number;
  /** The name under which create_new_plan_m and edit_plan_m take the first status of an instance: both are inputs. */
  initialStatusParameter: 'initial_plan_status_cd' | 'plan_instance_status_cd';
  /** The vendor's page prints `Usage Based`, working code sends `Usage-Based`. */
  usageServiceTypes: ('Usage Based' | 'Usage-Based')[];
  /** What edit_rate_schedule_on_plan_m makes of an interval that is left out: documented is 1, monthly. */
  absentScheduleInterval: 'default' | 'kept';
  /** Undocumented: whether the two rate-schedule calls answer the schedule_no. */
  answersScheduleNo: boolean;
  /** Of a service that becomes taxable. */
  taxPercent: number;
}

/** What the sandbox keeps and does nothing with, by the vendor's name of the parameter. */
export type FurtherFields = Record<string, FurtherValue>;
export type FurtherValue = string | readonly FurtherValue[] | { readonly [name: string]: FurtherValue };

export interface AriaPlan {
  readonly planNo: string;
  clientPlanId: string | null;
  name: string;
  description: string | null;
  level: 'master' | 'supplemental';
  /** The vocabulary of outputs. */
  type: 'Recurring' | 'Free' | 'Pre-paid' | 'Unknown';
  active: boolean;
  /** Lower case, as everywhere. */
  currency: string;
  initialStatusCode: 1 | 41 | 61;
  /** After so many units (1 day, 2 week, 3 month, 4 quarter, 5 year) the first status becomes another. */
  statusRollover: { duration: number; unitCode: 1 | 2 | 3 | 4 | 5; statusCode: number } | null;
  rateSchedules: AriaRateSchedule[];
  services: AriaService[];
  /** Plan groups, dunning plan, roll-over, ... References are numbers; `surcharges` and others no call can write. */
  further: FurtherFields;
}

export interface AriaRateSchedule {
  readonly scheduleNo: string;
  clientRateScheduleId: string | null;
  name: string;
  currency: string;
  recurringInterval: number;
  /** 1 days, 2 weeks, 3 months; null in a tenant before release 27, and then not printed. */
  recurringPeriodType: 1 | 2 | 3 | null;
  usageInterval: number;
  usagePeriodType: 1 | 2 | 3 | null;
  isDefault: boolean;
  isDefaultOfCurrency: boolean;
  further: FurtherFields;
}

export interface AriaService {
  readonly serviceNo: string;
  clientServiceId: string | null;
  description: string;
  kind: AriaServiceKind;
  pricingRule: 'Standard' | 'Volume Discount' | 'Flat Rate Per Tier';
  usageTypeNo: string | null;
  /** 0 is not taxable. */
  taxPercent: number;
  /** By schedule_no. */
  rates: Record<string, AriaRate[]>;
  further: FurtherFields;
}

export type AriaServiceKind =
  | 'recurring'
  | 'usage'
  | 'activation'
  | 'order'
  | 'cancellation'
  | 'minimum_fee'
  | 'recurring_arrears';

export interface AriaRate {
  fromUnit: string;
  toUnit: string | null;
  ratePerUnit: string;
  description: string | null;
}

export interface AriaAccount {
  readonly acctNo: string;
  clientAcctId: string | null;
  /** Account statuses are another list: 0, 1, 32, 51, 99, -99. */
  statusCode: 0 | 1 | 32 | 51 | 99 | -99;
  currency: string;
  /** Softly: the call answers OK with a collection_error_code. Hard: 4027, nothing changed. */
  collection: 'succeeds' | 'fails_softly' | 'fails_hard' | 'not_attempted';
  /** How an empty list of this account is answered. */
  emptyListAnswer: 'null' | '1002';
  instances: AriaPlanInstance[];
}

export interface AriaPlanInstance {
  readonly planInstanceNo: string;
  clientPlanInstanceId: string | null;
  planNo: string;
  scheduleNo: string;
  statusCode: number;
  statusDate: string;
  units: string;
  /** Null for a master. */
  masterInstanceNo: string | null;
  dunningState: 0 | 1 | 2;
  planDate: string;
  deprovisionedDate: string | null;
  lastBillDate: string | null;
  nextBillDate: string | null;
  billDay: number | null;
  /** Of the call that created the instance. */
  clientReceiptId: string | null;
  usageAccumulationResetMonths: number | null;
}

export interface ReceiptUse {
  readonly receiptId: string;
  readonly restCall: string;
  readonly errorCode: number;
  /** What the call changed; null when it failed or was a dry run. */
  readonly target: { readonly acctNo: string; readonly planInstanceNo: string } | null;
  readonly at: string;
}

export interface QueuedChange {
  readonly queueId: string;
  readonly restCall: string;
  readonly acctNo: string;
  readonly planInstanceNo: string;
  /** Null waits until somebody executes it by hand. */
  readonly date: string | null;
  readonly change: InstanceChange;
}

export type InstanceChange = Partial<
  Pick<
    AriaPlanInstance,
    | 'planNo'
    | 'scheduleNo'
    | 'statusCode'
    | 'units'
    | 'clientPlanInstanceId'
    | 'dunningState'
    | 'billDay'
    | 'nextBillDate'
    | 'usageAccumulationResetMonths'
  >
>;
