import { type Answer, ok } from './call.ts';
import { expectedRevenue } from './charges.ts';
import { exactNumber } from './exact-numbers.ts';
import type { Replacement } from './plan-replacement-request.ts';
import type { QueuedChange } from './state.ts';

/**
 * The answer of `replace_acct_plan_m`. Collecting and sending the statement have results of their own inside an OK;
 * -1 "not attempted" is usual. `expectd_` is the vendor's spelling.
 */
export const replacementAnswer = (
  { request, account, instance, plan, schedule, units, charges }: Replacement,
  { today, invoiceNo, queued }: { today: string; invoiceNo: string | null; queued: QueuedChange | null },
): Answer => {
  const expected = expectedRevenue(plan, schedule, units);
  const rows = charges.lines.map((line, index) => ({
    line_no: index + 1,
    line_type: null,
    service_no: exactNumber(line.service.serviceNo),
    client_service_id: line.service.clientServiceId ?? '',
    service_name: line.service.description,
    line_units: exactNumber(line.units),
    rate_per_unit: exactNumber(line.ratePerUnit),
    line_amount: exactNumber(line.amount),
    line_base_units: exactNumber(line.units),
    proration_factor: exactNumber(line.factor),
    date_range_start: today,
    date_range_end: instance.nextBillDate,
    plan_no: exactNumber(plan.planNo),
    client_plan_id: plan.clientPlanId ?? '',
    plan_name: plan.name,
  }));
  return {
    proration_result_amount: exactNumber(charges.afterTax),
    ...ok,
    invoice_no: exactNumber(invoiceNo),
    expectd_activation_fee: exactNumber(expected.activation),
    expectd_mthly_recurring_cost: exactNumber(expected.monthly),
    expectd_annu_recurring_cost: exactNumber(expected.annual),
    acct_plan_line_items: rows.length === 0 ? null : rows,
    total_charges_before_tax: exactNumber(charges.beforeTax),
    total_tax_charges: exactNumber(charges.tax),
    total_charges_after_tax: exactNumber(charges.afterTax),
    total_credit: 0,
    total: exactNumber(charges.afterTax),
    proration_credit_result_amount: null,
    proration_credit_amount: null,
    proration_tax_amount: null,
    ...collectionMembers(invoiceNo === null ? 'not_attempted' : account.collection),
    statement_error_code: -1,
    statement_error_msg: 'not attempted',
    third_party_errors: null,
    plan_instance_queue:
      queued === null || !request.includeQueue
        ? null
        : [
            {
              queue_id: exactNumber(queued.queueId),
              queue_type_ind: replacementQueueType,
              plan_instance_no: exactNumber(queued.planInstanceNo),
            },
          ],
  };
};

const replacementQueueType = 3;

/** The code and the processor's words of a failed collection are the sandbox's own. */
const collectionMembers = (collection: Replacement['account']['collection']) => {
  switch (collection) {
    case 'succeeds':
      return {
        collection_error_code: 0,
        collection_error_msg: 'OK',
        proc_status_code: '1',
        proc_status_text: 'Approved',
      };
    case 'fails_softly':
      return {
        collection_error_code: 4023,
        collection_error_msg: 'payment declined by the processor',
        proc_status_code: '0',
        proc_status_text: 'Declined',
      };
    case 'fails_hard':
    case 'not_attempted':
      return {
        collection_error_code: -1,
        collection_error_msg: 'not attempted',
        proc_status_code: '',
        proc_status_text: '',
      };
  }
};
