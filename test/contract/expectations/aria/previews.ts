import type { AccountPlan } from '../../../../shared/domain/account-plan.ts';
import { type Exchange, previewRequest } from '../../expectations.ts';
import { problemOf } from '../../expected.ts';
import { trial } from './account-plans.ts';
import { accountNumberRead, accountRead, core, readOf } from './requests.ts';

const dryRun = (accountId: string, parameters: string) =>
  core('replace_acct_plan_m', `"acct_no":${accountId},${parameters},"do_write":"false"`);

const nativeOf = (before: AccountPlan, amount: string) => ({
  preview: {
    kind: 'native',
    before,
    after: { planId: '10002', status: 'active' },
    charges: { amount, currency: 'USD' },
    warnings: [],
  },
});

const native = (name: string, request: object, parameters: string, amount: string): Exchange => ({
  name,
  request: previewRequest('5000001', request),
  status: 200,
  body: nativeOf(trial('5000001', '6000001'), amount),
  sent: [readOf('5000001'), dryRun('5000001', parameters)],
});

const computed = (name: string, before: AccountPlan): Exchange => ({
  name,
  request: previewRequest(before.accountId, {}),
  status: 200,
  body: {
    preview: {
      kind: 'computed',
      before,
      after: { planId: before.planId, status: 'active' },
      charges: null,
      warnings: [],
    },
  },
  sent: [readOf(before.accountId)],
});

export const previews: readonly Exchange[] = [
  // Half of 49.50 for what is left of the period, 20 % tax on that, and 10.00 for the activation.
  native(
    'another plan, by a dry run of the provider',
    { planId: '10002' },
    '"plan_instance_no":6000001,"new_plan_no":10002,"plan_status":1,"assignment_directive":2',
    '39.70',
  ),
  native(
    'another plan without proration',
    { planId: '10002', providerOptions: { assignmentDirective: 3 } },
    '"plan_instance_no":6000001,"new_plan_no":10002,"plan_status":1,"assignment_directive":3',
    '69.40',
  ),
  {
    name: 'another plan for an account by the id of the client',
    secret: { settings: { accountIds: 'client' } },
    request: previewRequest('acct-trial', { planId: '10002' }),
    status: 200,
    body: nativeOf(trial('acct-trial', '6000001'), '39.70'),
    sent: [
      accountRead('"client_acct_id":"acct-trial"'),
      accountNumberRead('acct-trial'),
      dryRun('5000001', '"plan_instance_no":6000001,"new_plan_no":10002,"plan_status":1,"assignment_directive":2'),
    ],
  },
  computed('its own plan is computed: a change of status has no dry run', trial('5000001', '6000001')),
  {
    name: 'a dry run is refused like the real call',
    request: previewRequest('5000016', { planId: '10003' }),
    status: 422,
    body: problemOf({
      code: 'usage_accumulation_unsupported',
      status: 422,
      outcome: 'not_executed',
      provider: {
        name: 'aria',
        status: 200,
        code: '14999',
        message: 'Usage accumulation is not supported by daily/weekly billing interval',
      },
    }),
    sent: [
      readOf('5000016'),
      dryRun('5000016', '"plan_instance_no":6000016,"new_plan_no":10003,"plan_status":1,"assignment_directive":2'),
    ],
  },
];
