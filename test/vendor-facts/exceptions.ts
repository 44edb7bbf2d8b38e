import type { VendorId } from '../../sandbox/vendors.ts';
import type { Direction, Party } from '../support/vendor-facts.ts';

/** Names that go over the wire though no source of the vendor has them, or none for certain. */
export interface FactException {
  readonly provider: VendorId;
  readonly calls: readonly string[];
  readonly parties: readonly Party[];
  readonly direction: Direction;
  /** One that ends in `*` stands for all that begin so. */
  readonly paths: readonly string[];
  /** A second name for a thing: the vendor's own, which has to be looked up before. */
  readonly after?: (path: string) => string;
  readonly reason: string;
}

/** What the sandbox plays beyond the calls that the facts list, as `method path`. */
export const callsWithoutFacts: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  { pattern: /^GET \/v1\/customers\/\d+$/i, reason: 'Fusebill: for tests to see the customer; the product never asks' },
  {
    pattern: /^POST \/v1\/customerActivation$/i,
    reason: 'Fusebill: for tests to activate a customer; the product never does',
  },
];

/** Of one object, and of a list of them. */
const inRowsToo = (...paths: readonly string[]): string[] => paths.flatMap((path) => [path, `[].${path}`]);

const subscriptionCalls = [
  'GET /v1/customers/{customerId}/subscriptions',
  'GET /v1/subscriptions/{subscriptionId}',
  'POST /v1/SubscriptionActivation/{subscriptionId}',
];

export const exceptions: readonly FactException[] = [
  {
    provider: 'fusebill',
    calls: ['webhook'],
    parties: ['sandbox'],
    direction: 'out',
    paths: ['Subscription.*', 'Customer.*'],
    reason:
      'the entities of a notification are those of the reads, as a receiver recorded them; the facts list what is looked up',
  },
  {
    provider: 'aria',
    calls: ['notification (account and plan classes, XML or name-value pairs)'],
    parties: ['sandbox'],
    direction: 'out',
    paths: ['*'],
    reason: 'the vendor lists scores of fields by class of event; the facts list what is looked up',
  },
  {
    provider: 'fusebill',
    calls: ['POST /v1/SubscriptionActivation/{subscriptionId}'],
    parties: ['gateway', 'sandbox'],
    direction: 'out',
    paths: ['sideeffects.*'],
    reason: 'no page prints what is in it; an invoice is known there by the names of the invoice object',
  },
  {
    provider: 'fusebill',
    calls: ['POST /v1/SubscriptionActivation/{subscriptionId}'],
    parties: ['sandbox'],
    direction: 'out',
    paths: ['invoicePreview.draftCharges[].*', 'additionalInvoicesForPreview[].draftCharges[].*'],
    reason: "the vendor's generated help pages have them and the facts do not; no client reads them here",
  },
  {
    provider: 'fusebill',
    calls: subscriptionCalls,
    parties: ['sandbox'],
    direction: 'out',
    paths: [
      ...inRowsToo('chargeDiscount.*', 'chargeDiscounts[].*', 'setupFeeDiscount.*', 'setupFeeDiscounts[].*'),
      ...inRowsToo('coupons[].*', 'subscriptionProducts[].subscriptionProductDiscount.*'),
      ...inRowsToo('subscriptionProducts[].subscriptionProductDiscounts[].*'),
    ],
    reason: 'no source lists what discounts and coupons hold; the product reads only whether there are any',
  },
  {
    provider: 'fusebill',
    calls: ['GET /v1/Plans/{planId}'],
    parties: ['sandbox'],
    direction: 'out',
    paths: [
      ...['customerId', 'planFrequencyId', 'subscriptionOverride', 'scheduledActivationTimestamp', 'remainingInterval'],
      ...['contractStartTimestamp', 'contractEndTimestamp', 'couponCodes[]', 'subscriptionProducts[]*'],
    ],
    reason:
      'the template of a subscription that the call gives on demand: its members are not listed, and it is passed on whole',
  },
  {
    provider: 'fusebill',
    calls: ['POST /v1/subscriptions/{subscriptionId}/migrate'],
    parties: ['gateway'],
    direction: 'out',
    paths: ['status'],
    reason:
      'one reader takes the answers of both writes; that of a migration has none, and a read says what became of it',
  },
  {
    provider: 'fusebill',
    calls: ['error body (any call)'],
    parties: ['gateway'],
    direction: 'out',
    paths: ['Message'],
    reason: 'a gateway in front of the vendor answers `{Message}`; one reader takes both',
  },
  {
    provider: 'constant-contact-v2',
    calls: ['PUT /partner/accounts/{accountId}/plan'],
    parties: ['sandbox'],
    direction: 'out',
    paths: ['status'],
    reason: 'inferred: the body of the 200 is not described, and the sandbox answers the plan; no client reads it here',
  },
  {
    provider: 'constant-contact-v2',
    calls: ['error body (any call)'],
    parties: ['gateway'],
    direction: 'out',
    paths: ['error_key', 'error_message', 'message', '[].message'],
    reason: 'a gateway in front of the vendor answers an object, often with `message` alone; one reader takes all',
  },
  {
    provider: 'aria',
    calls: ['core get_acct_details_all_m'],
    parties: ['sandbox'],
    direction: 'out',
    paths: ['acct_no_2', 'client_acct_id_2'],
    reason:
      "inferred: the vendor's own test asks for getAcctNo2, and its other outputs that are named like an input end so",
  },
  {
    provider: 'aria',
    calls: ['core get_acct_details_all_m'],
    parties: ['gateway'],
    direction: 'out',
    paths: ['acct_no_2'],
    after: () => 'acct_no',
    reason: "the vendor's own client says acct_no and its own test getAcctNo2: whichever is there is the number",
  },
  {
    provider: 'constant-contact-v3',
    calls: ['webhook'],
    parties: ['sandbox'],
    direction: 'out',
    paths: ['header:x-ctct-hmac-sha256'],
    reason:
      'documented for version 2 only; a connection with webhookSecret takes nothing unsigned, and the sandbox signs as version 2 does',
  },
  {
    provider: 'constant-contact-v3',
    calls: ['POST token'],
    parties: ['sandbox'],
    direction: 'out',
    paths: ['token_type'],
    reason: 'inferred: OAuth 2 (RFC 6749, section 5.1); no client reads it here',
  },
  {
    provider: 'aria',
    calls: ['admin get_plans_m', 'admin get_plan_details_m'],
    parties: ['gateway'],
    direction: 'out',
    paths: ['plans[].plan_desc', 'description'],
    reason: 'the two calls name the description each in its own way, and one schema reads the plan of both',
  },
  {
    provider: 'aria',
    calls: ['admin add_rate_schedule_on_plan_m'],
    parties: ['sandbox'],
    direction: 'out',
    paths: ['schedule_no'],
    reason: 'what the call answers is not published: a setting of the sandbox, off unless a test wants it',
  },
  {
    provider: 'aria',
    calls: ['admin get_plans_m', 'admin get_plan_details_m'],
    parties: ['gateway'],
    direction: 'out',
    paths: [
      ...['rate_sched[].currency_cd', 'rate_sched[].details[].currency_cd', 'rate_sched.details[].currency_cd'],
      ...['rate_sched.currency_cd', 'plans[].rate_sched.currency_cd', 'plans[].rate_sched.details[].currency_cd'],
      ...['plans[].rate_sched.details.currency_cd', 'plans[].rate_sched[].details.currency_cd'],
      ...['rate_sched.details.currency_cd', 'rate_sched[].details.currency_cd'],
      ...['plans[].rate_sched[].currency_cd', 'plans[].rate_sched[].details[].currency_cd'],
    ],
    after: (path) => path.replace('currency_cd', 'schedule_currency'),
    reason: 'the name of the same thing in requests; a row that has only this one still reads',
  },
  {
    provider: 'aria',
    calls: ['core get_acct_plans_all_m'],
    parties: ['gateway'],
    direction: 'out',
    paths: ['acct_plans_m', 'acct_plans_m[].*'],
    after: () => 'all_acct_plans_m',
    reason: 'the list of the flat sister get_acct_plans_m: a tenant whose answers have it reads as well',
  },
  {
    provider: 'aria',
    calls: ['core get_client_plans_all_m'],
    parties: ['sandbox'],
    direction: 'out',
    paths: [
      'all_client_plan_dtls[].plan_rate_schedules_details[].recurring_billing_period_type',
      'all_client_plan_dtls[].plan_rate_schedules_details[].usage_billing_period_type',
    ],
    reason:
      'inferred: release note 27 gives rate schedules these members and does not list the calls; no client reads them here',
  },
  {
    provider: 'aria',
    calls: ['admin add_rate_schedule_on_plan_m', 'admin edit_rate_schedule_on_plan_m'],
    parties: ['gateway', 'sandbox'],
    direction: 'in',
    paths: ['service[].tier[].from'],
    reason: "inferred: the pages break off after `amount`; the row class of the vendor's own client has it beside `to`",
  },
  {
    provider: 'aria',
    calls: ['admin create_new_plan_m'],
    parties: ['sandbox'],
    direction: 'in',
    paths: ['plan_group[].plan_group'],
    reason: 'JSON writes a plain list as objects of one key that repeats its name; the facts list the form',
  },
  {
    provider: 'aria',
    calls: ['admin get_plan_details_m'],
    parties: ['gateway'],
    direction: 'out',
    paths: [
      ...['notification_template_group_no', 'credit_note_template_no'],
      ...['rate_sched[].available_from_dt', 'rate_sched[].available_to_dt'],
      ...['rate_sched[].followup_rs_no', 'rate_sched[].client_followup_rs_id'],
      ...['services[].gl_cd', 'services[].commodity_cd', 'services[].tax_group', 'services[].tax_inclusive_ind'],
      ...['services[].rate_type', 'services[].pricing_rule', 'services[].high_water', 'services[].billing_option'],
      ...['services[].fulfillment_based_ind', 'services[].apply_usage_rates_daily'],
    ],
    reason: 'edit_plan_m takes them and replaces what it is not told: a tenant whose answers have them loses nothing',
  },
  {
    provider: 'constant-contact-v3',
    calls: ['POST token'],
    parties: ['gateway', 'sandbox'],
    direction: 'in',
    paths: ['query:grant_type', 'query:scope'],
    reason: 'the page puts these into the query and clients of the newer host into a form; the facts list them once',
  },
  {
    provider: 'constant-contact-v3',
    calls: ['POST token', 'error body (any call)'],
    parties: ['gateway', 'sandbox'],
    direction: 'out',
    paths: ['error', 'error_description', '[].error', '[].error_description', 'message', '[].message'],
    reason:
      'inferred: OAuth 2 (RFC 6749, section 5.2) at the token endpoint, a gateway elsewhere; one reader takes both',
  },
];
