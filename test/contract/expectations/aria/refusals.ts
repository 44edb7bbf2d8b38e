import { expect } from '@jest/globals';
import { conversionRequest, type Exchange, type SentRequest } from '../../expectations.ts';
import { problemOf, rejectionOf } from '../../expected.ts';
import { trial } from './account-plans.ts';
import { core, readOf } from './requests.ts';

const notInTrial = (name: string, accountId: string, planId: string | null = null): Exchange => ({
  name,
  request: conversionRequest(accountId, planId === null ? {} : { planId }),
  status: 409,
  body: rejectionOf({
    code: 'not_in_trial',
    status: 409,
    conversion: {
      provider: 'aria',
      accountId,
      planId,
      before: null,
      collection: { status: 'not_attempted', detail: null },
      attempts: 0,
    },
  }),
  sent: [readOf(accountId)],
});

interface Refused {
  readonly ids: readonly [accountId: string, subscriptionId: string];
  readonly planId?: string;
  readonly rateScheduleId?: string;
  readonly before?: object;
  readonly code: string;
  readonly status: number;
  readonly fault: readonly [code: string, message: string];
  readonly collection?: Parameters<typeof rejectionOf>[0]['conversion']['collection'];
}

/** A refusal inside an answer with status 200. After a conflict the account is read again: it may be done already. */
const refused = (name: string, { ids, planId, rateScheduleId, code, status, fault, ...rest }: Refused): Exchange => {
  const [accountId, subscriptionId] = ids;
  const { before = {}, collection = { status: 'not_attempted', detail: null } } = rest;
  const account = { ...trial(accountId, subscriptionId), ...before };
  const isConflict = status === 409;
  const read = readOf(accountId);
  return {
    name,
    request: conversionRequest(accountId, {
      ...(planId === undefined ? {} : { planId }),
      ...(rateScheduleId === undefined ? {} : { providerOptions: { rateScheduleId } }),
    }),
    status,
    body: rejectionOf({
      code,
      status,
      provider: { name: 'aria', status: 200, code: fault[0], message: fault[1] },
      conversion: {
        provider: 'aria',
        accountId,
        subscriptionId,
        planId: planId ?? account.planId,
        before: account,
        collection,
        attempts: 1,
      },
    }),
    sent: [read, writeOf(accountId, subscriptionId, { planId, rateScheduleId }), ...(isConflict ? [read] : [])],
  };
};

const writeOf = (
  accountId: string,
  subscriptionId: string,
  { planId, rateScheduleId }: { planId: string | undefined; rateScheduleId: string | undefined },
): SentRequest => {
  const ids = `"acct_no":${accountId},"plan_instance_no":${subscriptionId}`;
  const schedule = rateScheduleId === undefined ? '' : `,"alt_rate_schedule_no":${rateScheduleId}`;
  return planId === undefined
    ? core('update_acct_plan_status_m', `${ids},"status_cd":1,"client_receipt_id":"RECEIPT"`)
    : core(
        'replace_acct_plan_m',
        `${ids},"new_plan_no":${planId},"plan_status":1,"assignment_directive":2${schedule},"do_write":"true",` +
          '"client_receipt_id":"RECEIPT"',
      );
};

const invalid = (
  name: string,
  request: object,
  paths: readonly string[],
  sent: readonly SentRequest[] = [],
): Exchange => ({
  name,
  request: conversionRequest('5000001', request),
  status: 400,
  body: problemOf({
    code: 'invalid_request',
    status: 400,
    outcome: 'not_executed',
    errors: paths.map((path) => ({ path, message: expect.any(String) })),
  }),
  sent,
});

const hardFailure = 'changes not saved because the collection attempt for this change failed';

export const refusals: readonly Exchange[] = [
  notInTrial('a suspended instance', '5000005'),
  notInTrial('a cancelled instance', '5000006'),
  notInTrial('a terminated instance', '5000007'),
  notInTrial('a non-billable instance is no trial', '5000008'),
  notInTrial('a pending instance', '5000009'),
  notInTrial('an active instance on another plan', '5000004', '10001'),
  refused('the collection failed, and with it the change', {
    ids: ['5000011', '6000015'],
    code: 'provider_rejected',
    status: 422,
    fault: ['4027', hardFailure],
    collection: { status: 'failed', detail: hardFailure },
  }),
  refused('the collection failed, and with it the other plan', {
    ids: ['5000011', '6000015'],
    planId: '10002',
    code: 'provider_rejected',
    status: 422,
    fault: ['4027', hardFailure],
    collection: { status: 'failed', detail: hardFailure },
  }),
  refused('usage accumulation does not go with weeks: known by its sentence, whatever its code', {
    ids: ['5000016', '6000016'],
    planId: '10003',
    code: 'usage_accumulation_unsupported',
    status: 422,
    fault: ['14999', 'Usage accumulation is not supported by daily/weekly billing interval'],
  }),
  refused('a deactivated account', {
    ids: ['5000017', '6000017'],
    code: 'provider_conflict',
    status: 409,
    fault: ['14077', 'account status does not support plan provisioning'],
  }),
  refused('another plan for a deactivated account', {
    ids: ['5000017', '6000017'],
    planId: '10002',
    code: 'provider_conflict',
    status: 409,
    fault: ['1049', 'billing or plan changes not allowed due to account status'],
  }),
  refused('a banned account', {
    ids: ['5000018', '6000018'],
    code: 'provider_conflict',
    status: 409,
    fault: ['14077', 'account status does not support plan provisioning'],
  }),
  refused('a plan that does not exist', {
    ids: ['5000001', '6000001'],
    planId: '99999',
    code: 'plan_not_available',
    status: 422,
    fault: ['1013', 'object does not exist'],
  }),
  refused('a plan that is no longer sold', {
    ids: ['5000001', '6000001'],
    planId: '10005',
    code: 'plan_not_available',
    status: 422,
    fault: ['1013', 'object does not exist'],
  }),
  refused('a rate schedule of another plan', {
    ids: ['5000001', '6000001'],
    planId: '10002',
    rateScheduleId: '100011',
    code: 'plan_not_available',
    status: 422,
    fault: ['1013', 'object does not exist'],
  }),
  refused('a plan without a price in the currency of the account', {
    ids: ['5000019', '6000019'],
    planId: '10001',
    before: { planId: '10002', planName: 'Gold' },
    code: 'provider_rejected',
    status: 422,
    fault: ['1016', 'invalid input'],
  }),
  {
    name: 'several live instances',
    request: conversionRequest('5000002', {}),
    status: 409,
    body: problemOf(
      { code: 'account_plan_ambiguous', status: 409, outcome: 'not_executed' },
      {
        subscriptions: [
          { id: '6000002', planId: '10001', status: 'trial' },
          { id: '6000003', planId: '10002', status: 'active' },
        ],
      },
    ),
    sent: [readOf('5000002')],
  },
  {
    name: 'an instance of another account',
    request: conversionRequest('5000001', { subscriptionId: '6000002' }),
    status: 404,
    body: problemOf({ code: 'subscription_not_found', status: 404, outcome: 'not_executed' }),
    sent: [readOf('5000001')],
  },
  invalid(
    'a directive without another plan',
    { providerOptions: { assignmentDirective: 2 } },
    ['providerOptions.assignmentDirective'],
    [readOf('5000001')],
  ),
  invalid(
    'a rate schedule for its own plan',
    { planId: '10001', providerOptions: { rateScheduleId: '100012' } },
    ['providerOptions.rateScheduleId'],
    [readOf('5000001')],
  ),
  invalid('a directive that acts later', { planId: '10002', providerOptions: { assignmentDirective: 1 } }, [
    'providerOptions.assignmentDirective',
  ]),
  invalid('a billing day, which this provider does not take', { billingDayOfMonth: 15 }, ['billingDayOfMonth']),
  invalid('an option of another provider', { providerOptions: { planGroupId: 1 } }, ['providerOptions.planGroupId']),
  invalid('a plan id that is no number', { planId: 'gold' }, ['planId']),
];
