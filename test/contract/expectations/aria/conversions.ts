import type { AccountPlan } from '../../../../shared/domain/account-plan.ts';
import type { Collection } from '../../../../shared/domain/collection.ts';
import { conversionRequest, type Exchange, type SentRequest } from '../../expectations.ts';
import { alreadyConvertedOf, convertedOf, warningOf } from '../../expected.ts';
import { active, gold, trial } from './account-plans.ts';
import { accountNumberRead, accountRead, core, readOf } from './requests.ts';

interface Case {
  readonly name: string;
  readonly before: AccountPlan;
  readonly request?: object;
  readonly secret?: object;
  readonly write: SentRequest;
  readonly after?: Partial<AccountPlan>;
  readonly collection?: Collection;
  readonly warnings?: readonly object[];
  readonly read?: SentRequest;
  readonly numberRead?: SentRequest;
}

const unknown: Collection = { status: 'unknown', detail: null };
const collected: Collection = { status: 'collected', detail: null };

const conversion = ({ name, before, request = {}, secret, write, numberRead, after, ...rest }: Case): Exchange => {
  const { collection = unknown, warnings = [], read = readOf(before.accountId) } = rest;
  const afterwards = { ...before, ...active, ...after };
  return {
    name,
    ...(secret === undefined ? {} : { secret }),
    request: conversionRequest(before.accountId, request),
    status: 201,
    body: convertedOf({ before, after: afterwards, planId: afterwards.planId, collection, warnings }),
    sent: [read, ...(numberRead === undefined ? [] : [numberRead]), write, read],
  };
};

const statusWrite = (parameters: string) =>
  core('update_acct_plan_status_m', `${parameters},"client_receipt_id":"RECEIPT"`);

const replacement = (parameters: string) =>
  core('replace_acct_plan_m', `${parameters},"do_write":"true","client_receipt_id":"RECEIPT"`);

const alreadyActive = (name: string, request: object): Exchange => ({
  name,
  request: conversionRequest('5000004', request),
  status: 200,
  body: alreadyConvertedOf({ ...trial('5000004', '6000007'), ...gold, ...active }),
  sent: [readOf('5000004')],
});

export const conversions: readonly Exchange[] = [
  conversion({
    name: 'a trial goes on as it is, by a change of its status; what was collected is not said',
    before: trial('5000001', '6000001'),
    write: statusWrite('"acct_no":5000001,"plan_instance_no":6000001,"status_cd":1'),
  }),
  conversion({
    name: 'its own plan may be named',
    before: trial('5000001', '6000001'),
    request: { planId: '10001' },
    write: statusWrite('"acct_no":5000001,"plan_instance_no":6000001,"status_cd":1'),
  }),
  conversion({
    name: 'with the billing anniversary on the day of the change',
    before: trial('5000001', '6000001'),
    request: { providerOptions: { forceBillDateReset: 1 } },
    write: statusWrite('"acct_no":5000001,"plan_instance_no":6000001,"force_bill_date_reset":1,"status_cd":1'),
    after: { billingDayOfMonth: 14, nextBillingAt: '2031-04-14T00:00:00.000Z' },
  }),
  conversion({
    name: 'another plan takes its place on the same instance, at once and billable',
    before: trial('5000001', '6000001'),
    request: { planId: '10002' },
    write: replacement(
      '"acct_no":5000001,"plan_instance_no":6000001,"new_plan_no":10002,"plan_status":1,"assignment_directive":2',
    ),
    after: gold,
    collection: collected,
  }),
  conversion({
    name: 'another plan with every option',
    before: trial('5000001', '6000001'),
    request: {
      planId: '10002',
      subscriptionId: '6000001',
      providerOptions: { assignmentDirective: 3, rateScheduleId: '100021', forceBillDateReset: 0 },
    },
    write: replacement(
      '"acct_no":5000001,"plan_instance_no":6000001,"force_bill_date_reset":0,"new_plan_no":10002,"plan_status":1,' +
        '"assignment_directive":3,"alt_rate_schedule_no":100021',
    ),
    after: gold,
    collection: collected,
  }),
  conversion({
    name: 'a plan that is billed by the week',
    before: trial('5000001', '6000001'),
    request: { planId: '10003', providerOptions: { assignmentDirective: 4 } },
    write: replacement(
      '"acct_no":5000001,"plan_instance_no":6000001,"new_plan_no":10003,"plan_status":1,"assignment_directive":4',
    ),
    after: { planId: '10003', planName: 'Box', interval: { unit: 'week', count: 1 } },
    collection: collected,
  }),
  conversion({
    name: 'converted is not paid: the collection failed inside an OK',
    before: trial('5000010', '6000014'),
    request: { planId: '10002' },
    write: replacement(
      '"acct_no":5000010,"plan_instance_no":6000014,"new_plan_no":10002,"plan_status":1,"assignment_directive":2',
    ),
    after: gold,
    collection: { status: 'failed', detail: 'payment declined by the processor' },
    warnings: [warningOf('collection_failed')],
  }),
  conversion({
    name: 'a number that a JavaScript number cannot hold',
    before: trial('5000013', '900719925474099267'),
    write: statusWrite('"acct_no":5000013,"plan_instance_no":900719925474099267,"status_cd":1'),
  }),
  conversion({
    name: 'one of several instances',
    before: trial('5000002', '6000002'),
    request: { subscriptionId: '6000002' },
    write: statusWrite('"acct_no":5000002,"plan_instance_no":6000002,"status_cd":1'),
  }),
  conversion({
    name: 'a supplemental instance that is named',
    before: { ...trial('5000003', '6000006'), planId: '10006', planName: 'Extra seats' },
    request: { subscriptionId: '6000006' },
    write: statusWrite('"acct_no":5000003,"plan_instance_no":6000006,"status_cd":1'),
  }),
  conversion({
    name: 'an account by the id of the client',
    before: trial('acct-trial', '6000001'),
    secret: { settings: { accountIds: 'client' } },
    write: statusWrite('"client_acct_id":"acct-trial","plan_instance_no":6000001,"status_cd":1'),
    read: accountRead('"client_acct_id":"acct-trial"'),
  }),
  conversion({
    name: 'another plan for an account by the id of the client, whose number is read first',
    before: trial('acct-trial', '6000001'),
    secret: { settings: { accountIds: 'client' } },
    request: { planId: '10002' },
    write: replacement(
      '"acct_no":5000001,"plan_instance_no":6000001,"new_plan_no":10002,"plan_status":1,"assignment_directive":2',
    ),
    after: gold,
    collection: collected,
    read: accountRead('"client_acct_id":"acct-trial"'),
    numberRead: accountNumberRead('acct-trial'),
  }),
  alreadyActive('an active instance', {}),
  alreadyActive('an active instance on the plan that was asked for', { planId: '10002' }),
];
