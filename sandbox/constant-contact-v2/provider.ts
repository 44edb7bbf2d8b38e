import { readBasicCredentials } from '../basic-credentials.ts';
import { acceptsMediaType, hasMediaType } from '../media-type.ts';
import {
  jsonAnswer,
  type SimulatedAnswer,
  type SimulatedProvider,
  type SimulatedRequest,
} from '../simulated-provider.ts';
import type { SandboxWorld } from '../world.ts';
import { printPlan, putPlan } from './plan.ts';
import { createConstantContactV2Seed } from './seed.ts';
import type { ConstantContactV2State } from './state.ts';

export type ConstantContactV2Sandbox = SimulatedProvider & { readonly state: ConstantContactV2State };

/**
 * The partner plan endpoint of Constant Contact's v2, as
 * https://v2.developer.constantcontact.com/docs/account-management/manage-plan.html has it. `seed` is copied.
 */
export const createConstantContactV2Sandbox = (
  world: SandboxWorld,
  seed: ConstantContactV2State = createConstantContactV2Seed(),
): ConstantContactV2Sandbox => {
  const state = structuredClone(seed);
  return {
    name: 'constant-contact-v2',
    state,
    operationOf: ({ method, path }) => `${method} ${planPath.test(path) ? 'plan' : 'other'}`,
    handle: (request) => refuseAtGateway(state, request) ?? answerPlan(world, state, request),
  };
};

const planPath = /^\/v2\/partner\/accounts\/([^/]+)\/plan$/;

/**
 * The gateway knows the API key and counts its calls before anybody looks at the rest. Over the limit is 403 here, not
 * 429: https://community.constantcontact.com/t5/Developer-Support-ask-questions/Getting-Mashery-account-associated-with-this-request-is-over-its/m-p/348070/highlight/true
 * and so is an API key that it does not know:
 * https://community.constantcontact.com/t5/Authentication-and-Access-ie-401/Error-from-API-docs-page/td-p/232933
 */
const refuseAtGateway = (state: ConstantContactV2State, request: SimulatedRequest): SimulatedAnswer | null => {
  const [apiKey, ...others] = request.query.getAll('api_key');
  if (apiKey !== state.credentials.apiKey || others.length > 0) {
    return refusal(
      403,
      'mashery.not.authorized.inactive',
      'The account of this request is not active, or its key is bad.',
    );
  }
  if (state.requestsOverSecondLimit > 0) {
    state.requestsOverSecondLimit -= 1;
    return refusal(
      403,
      'mashery.not.authorized.over.qps',
      'The account of this request is over its queries per second.',
    );
  }
  if (state.requestsOverDayLimit > 0) {
    state.requestsOverDayLimit -= 1;
    return refusal(
      403,
      'mashery.not.authorized.over.ratelimit',
      'The account of this request is over its daily limit.',
    );
  }
  return null;
};

const answerPlan = (world: SandboxWorld, state: ConstantContactV2State, request: SimulatedRequest): SimulatedAnswer => {
  const { headers, method } = request;
  const login = readBasicCredentials(headers.authorization);
  if (login?.username !== state.credentials.username || login.password !== state.credentials.password) {
    return refusal(
      401,
      'http.status.authentication.failed',
      'Authentication failed. Check that Basic authentication is used.',
    );
  }
  const accountId = planPath.exec(request.path)?.[1];
  if (accountId === undefined) {
    return refusal(404, 'http.status.not_found', 'There is no such resource.');
  }
  if (method !== 'GET' && method !== 'PUT') {
    return refusal(405, 'http.status.method_not_allowed', 'Only GET and PUT are supported.', { allow: 'GET, PUT' });
  }
  if (!acceptsMediaType(headers.accept, 'application/json')) {
    return refusal(406, 'http.status.not_acceptable', 'Accept must be application/json.');
  }
  if (method === 'PUT' && !hasMediaType(headers['content-type'], 'application/json')) {
    return refusal(415, 'http.status.unsupported_media_type', 'Content-Type must be application/json.');
  }
  const account = state.accounts.get(accountId);
  if (account === undefined) {
    return refusal(404, 'http.status.not_found', 'The partner or the account was not found.');
  }
  if (method === 'PUT') {
    const problem = putPlan(world, state, { accountId, account, body: request.body });
    if (problem !== null) {
      return refusal(400, problem.key, problem.message);
    }
  }
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: printPlan(state, account),
  };
};

/** Errors are a list here, whatever their status. */
const refusal = (
  status: number,
  key: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): SimulatedAnswer => jsonAnswer(status, [{ error_key: key, error_message: message }], headers);
