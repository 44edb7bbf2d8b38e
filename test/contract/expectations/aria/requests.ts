import { expect } from '@jest/globals';
import type { SentRequest } from '../../expectations.ts';

const authKey = 'sandboxAriaAuthKey00000000000001';

/** Core takes JSON, one URL for all calls. Ids are JSON numbers with all of their digits. */
export const core = (restCall: string, parameters: string): SentRequest => ({
  method: 'POST',
  path: '/v1/core',
  query: {},
  headers: { accept: 'application/json', 'content-type': 'application/json' },
  body: bodyOf(
    `{"rest_call":"${restCall}","output_format":"json","client_no":4100001,"auth_key":"${authKey}",${parameters}}`,
  ),
});

/** Admin Tools takes forms alone. */
export const admin = (restCall: string, parameters: Readonly<Record<string, string>>): SentRequest => ({
  method: 'POST',
  path: '/AdminTools.php/Dispatcher',
  query: {},
  headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
  body: {
    rest_call: restCall,
    output_format: 'json',
    client_no: '4100001',
    auth_key: authKey,
    ...parameters,
  },
});

export const accountRead = (account: string, offset = 0) =>
  core(
    'get_acct_plans_all_m',
    `${account},"limit":998,"offset":${offset},"include_rate_schedule":"true","include_plan_services":"false",` +
      '"include_service_supp_fields":"false","include_product_fields":"false","include_plan_instance_fields":"false",' +
      '"include_surcharges":"false","include_dunning_info":"false"',
  );

export const accountNumberRead = (clientAccountId: string) =>
  core(
    'get_acct_details_all_m',
    `"client_acct_id":"${clientAccountId}","include_master_plans":0,"include_supp_plans":0,"include_billing_groups":0,` +
      '"include_payment_methods":0',
  );

export const readOf = (accountId: string) => accountRead(`"acct_no":${accountId}`);

export const planRequests = (planId: string) => [
  admin('get_plan_details_m', { plan_no: planId, include_rs_summary: 'true' }),
  core('get_client_plans_all_m', `"plan_no":${planId},"include_all_rate_schedules":"true"`),
];

/** A receipt id is random: 32 hexadecimal digits in the place of RECEIPT. */
const bodyOf = (text: string): unknown =>
  text.includes('RECEIPT')
    ? expect.stringMatching(new RegExp(`^${text.replace(/[{}.]/g, '\\$&').replace('RECEIPT', '[0-9a-f]{32}')}$`))
    : text;
