import {
  jsonAnswer,
  type SimulatedAnswer,
  type SimulatedProvider,
  type SimulatedRequest,
} from '../simulated-provider.ts';
import type { SandboxWorld } from '../world.ts';
import { getAccountDetailsAll } from './account-details-read.ts';
import { getAccountPlansAll } from './account-plan-read.ts';
import { getPlanDetails, getPlans } from './admin-reads.ts';
import { authenticate } from './authenticate.ts';
import type { Answer, CallTable } from './call.ts';
import { getClientPlansAll } from './client-plan-read.ts';
import { executeDueChanges } from './instance-change.ts';
import { parseBody } from './parse-body.ts';
import { replaceAccountPlan } from './plan-replacement.ts';
import { updateAccountPlanStatus } from './plan-status-write.ts';
import { createNewPlan, editPlan } from './plan-writes.ts';
import { addRateScheduleOnPlan, editRateScheduleOnPlan } from './rate-schedule-writes.ts';
import { getAllActionsByReceiptId } from './receipts.ts';
import { isRefusal, missingParameter, type Refusal } from './refusal.ts';
import { createAriaSeed } from './seed.ts';
import type { AriaState } from './state.ts';

export const corePath = '/v1/core';
export const adminPath = '/AdminTools.php/Dispatcher';

export interface AriaSandbox extends SimulatedProvider {
  readonly state: AriaState;
}

/**
 * Aria over a state that tests may read and edit. `corePath` takes the Core API, `adminPath` the Admin Tools API; `rest_call` in the body says which call, and business errors are HTTP 200. `seed` is copied; the
 * default one is described in SEED.md.
 * https://developer.ariasystems.net/Aria_Crescendo_Documentation/Aria_Crescendo_APIs
 */
export const createAriaSandbox = (
  world: SandboxWorld,
  seed: AriaState = createAriaSeed(world.clock.now()),
): AriaSandbox => {
  const state = structuredClone(seed);

  const handle = (request: SimulatedRequest): SimulatedAnswer => {
    const family = families.get(request.path);
    if (family === undefined) {
      return page(404, 'Not Found');
    }
    if (request.method !== 'POST') {
      return page(405, 'Method Not Allowed');
    }
    const body = parseBody(request, { acceptsJson: family.name === 'core' || state.settings.adminAcceptsJson });
    if (isRefusal(body)) {
      return toAnswer(body);
    }
    const restCall = body.members.get('rest_call');
    if (typeof restCall !== 'string' || restCall === '') {
      return toAnswer(missingParameter('rest_call'));
    }
    const found = family.calls.get(restCall);
    if (found === undefined) {
      return jsonAnswer(404, { error_code: -1, error_msg: 'not attempted' });
    }
    const stranger = authenticate(body, state.settings, family.name);
    if (stranger !== null) {
      return toAnswer(stranger, found.nullWhenRefused);
    }
    executeDueChanges({ state, world });
    return toAnswer(found.call(body, { restCall, state, world }), found.nullWhenRefused);
  };

  return { name: 'aria', operationOf, handle, state };
};

const operationOf = (request: SimulatedRequest): string => {
  const body = parseBody(request, { acceptsJson: true });
  const restCall = isRefusal(body) ? undefined : body.members.get('rest_call');
  return typeof restCall === 'string' && restCall !== '' ? restCall : 'unknown';
};

const toAnswer = (result: Answer | Refusal, nullWhenRefused: readonly string[] = []): SimulatedAnswer => {
  if (!isRefusal(result)) {
    return jsonAnswer(200, result);
  }
  const empty = Object.fromEntries(nullWhenRefused.map((name) => [name, null]));
  return jsonAnswer(200, { error_code: result.errorCode, error_msg: result.errorMessage, ...empty });
};

const page = (status: number, text: string): SimulatedAnswer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: `<html><head><title>${status} ${text}</title></head><body><h1>${text}</h1></body></html>`,
});

const coreCalls: CallTable = new Map([
  ['get_acct_plans_all_m', { call: getAccountPlansAll, nullWhenRefused: ['record_count', 'all_acct_plans_m'] }],
  ['get_acct_details_all_m', { call: getAccountDetailsAll, nullWhenRefused: ['acct_no_2', 'client_acct_id_2'] }],
  ['get_client_plans_all_m', { call: getClientPlansAll, nullWhenRefused: ['all_client_plan_dtls'] }],
  ['get_all_actions_by_receipt_id_m', { call: getAllActionsByReceiptId, nullWhenRefused: ['receipt_action'] }],
  ['update_acct_plan_status_m', { call: updateAccountPlanStatus, nullWhenRefused: [] }],
  ['replace_acct_plan_m', { call: replaceAccountPlan, nullWhenRefused: ['acct_plan_line_items'] }],
]);

const adminCalls: CallTable = new Map([
  ['get_plans_m', { call: getPlans, nullWhenRefused: ['plans'] }],
  ['get_plan_details_m', { call: getPlanDetails, nullWhenRefused: ['plan_no', 'services', 'rate_sched'] }],
  ['create_new_plan_m', { call: createNewPlan, nullWhenRefused: ['plan_no'] }],
  ['edit_plan_m', { call: editPlan, nullWhenRefused: ['plan_no'] }],
  ['add_rate_schedule_on_plan_m', { call: addRateScheduleOnPlan, nullWhenRefused: [] }],
  ['edit_rate_schedule_on_plan_m', { call: editRateScheduleOnPlan, nullWhenRefused: [] }],
]);

const families: ReadonlyMap<string, { readonly name: 'core' | 'admin'; readonly calls: CallTable }> = new Map([
  [corePath, { name: 'core', calls: coreCalls }],
  [adminPath, { name: 'admin', calls: adminCalls }],
]);
