import { hasMediaType } from '../media-type.ts';
import {
  jsonAnswer,
  type SimulatedAnswer,
  type SimulatedProvider,
  type SimulatedRequest,
} from '../simulated-provider.ts';
import type { SandboxWorld } from '../world.ts';
import { printPlan, putPlan } from './plan.ts';
import { createConstantContactV3Seed } from './seed.ts';
import type { ConstantContactV3State } from './state.ts';
import { answerToken, isAuthorized, tokenPath } from './token.ts';

export type ConstantContactV3Sandbox = SimulatedProvider & { readonly state: ConstantContactV3State };

/**
 * The partner plan endpoint of Constant Contact's v3 (https://developer.constantcontact.com/api_guide/partners_plans_get.html
 * and https://developer.constantcontact.com/api_guide/partners_plans_update.html) with its token endpoint. `seed` is copied.
 */
export const createConstantContactV3Sandbox = (
  world: SandboxWorld,
  seed: ConstantContactV3State = createConstantContactV3Seed(),
): ConstantContactV3Sandbox => {
  const state = structuredClone(seed);
  return {
    name: 'constant-contact-v3',
    state,
    operationOf: ({ method, path }) =>
      `${method} ${path === tokenPath ? 'token' : planPath.test(path) ? 'plan' : 'other'}`,
    handle: (request) =>
      request.path === tokenPath
        ? answerToken(world, state, request)
        : (refuseAtGateway(state, request) ?? answerPlan(world, state, request)),
  };
};

const planPath = /^\/v3\/partner\/accounts\/([^/]+)\/plan$/;

/**
 * The gateway counts by API key, in two limits that only the error_key tells apart, and gives no Retry-After:
 * https://developer.constantcontact.com/api_guide/rate_limits.html. These bodies are objects; a key that it does not know
 * gets the body of its own kind.
 */
const refuseAtGateway = (state: ConstantContactV3State, request: SimulatedRequest): SimulatedAnswer | null => {
  if (request.headers['x-api-key'] !== state.credentials.apiKey) {
    return jsonAnswer(403, { message: 'Forbidden' });
  }
  if (state.requestsOverSecondLimit > 0) {
    state.requestsOverSecondLimit -= 1;
    return jsonAnswer(429, { error_key: 'throttled', error_message: 'Too Many Requests' });
  }
  if (state.requestsOverDayLimit > 0) {
    state.requestsOverDayLimit -= 1;
    return jsonAnswer(429, { error_key: 'quota_exceeded', error_message: 'Limit Exceeded' });
  }
  return null;
};

const answerPlan = (world: SandboxWorld, state: ConstantContactV3State, request: SimulatedRequest): SimulatedAnswer => {
  const { headers, method } = request;
  if (!isAuthorized(world, state, headers.authorization)) {
    return jsonAnswer(401, { error_key: 'unauthorized', error_message: 'Unauthorized' });
  }
  const accountId = planPath.exec(request.path)?.[1];
  if (accountId === undefined) {
    return refusal(404, 'partner.api.not_found', 'The requested resource was not found.');
  }
  if (method !== 'GET' && method !== 'PUT') {
    return refusal(405, 'partner.api.method_not_allowed', 'The resource does not support the method.', {
      allow: 'GET, PUT',
    });
  }
  // Listed among the headers of every request and 415 among the answers to GET, so asked of GET too.
  if (!hasMediaType(headers['content-type'], 'application/json')) {
    return refusal(415, 'partner.api.unsupported_media_type', 'Content-Type must be application/json.');
  }
  const account = state.accounts.get(accountId);
  if (account === undefined) {
    return refusal(404, 'partner.api.not_found', 'The partner or the account was not found.');
  }
  if (method === 'PUT') {
    const problem = putPlan(world, state, { accountId, account, body: request.body });
    if (problem !== null) {
      return refusal(400, problem.key, problem.message);
    }
  }
  return { status: 200, headers: { 'content-type': 'application/json' }, body: printPlan(state, account) };
};

/** The usual errors are a list: https://developer.constantcontact.com/api_guide/glossary_responses.html */
const refusal = (
  status: number,
  key: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): SimulatedAnswer => jsonAnswer(status, [{ error_key: key, error_message: message }], headers);
