import type { SimulatedAnswer, SimulatedProvider, SimulatedRequest } from '../simulated-provider.ts';
import type { SandboxWorld } from '../world.ts';
import { refuse } from './answers.ts';
import { checkAuthorization } from './authorization.ts';
import { activateCustomer } from './customer-activation.ts';
import { migrateSubscription } from './migration.ts';
import { parametersOf } from './parameters.ts';
import { countRequest, rateLimitHeaders, renewWindows } from './rate-limit.ts';
import { listPlanProducts, listPlans, listSubscriptions, readCustomer, readPlan, readSubscription } from './reads.ts';
import { createFusebillSeed } from './seed.ts';
import type { FusebillState } from './state.ts';
import { activateSubscription } from './subscription-activation.ts';

export interface FusebillSandbox extends SimulatedProvider {
  readonly state: FusebillState;
}

/**
 * Fusebill, now Stax Bill, over a state that tests may read and edit. `seed` is copied; the default one is described in
 * SEED.md. https://developer.staxbill.com/reference/resources
 */
export const createFusebillSandbox = (
  world: SandboxWorld,
  seed: FusebillState = createFusebillSeed(world.clock.now()),
): FusebillSandbox => {
  const state = structuredClone(seed);
  renewWindows(state.rateLimits, world.clock.now());
  return {
    name: 'fusebill',
    state,
    operationOf,
    handle: (request) => {
      renewWindows(state.rateLimits, world.clock.now());
      const answer =
        checkAuthorization(state.apiKey, request.headers.authorization) ??
        countRequest(state.rateLimits) ??
        answerRequest(state, world, request);
      return { ...answer, headers: { ...answer.headers, ...rateLimitHeaders(state.rateLimits) } };
    },
  };
};

interface Route {
  readonly method: 'GET' | 'POST';
  /** Without case and with or without a slash at the end: the vendor prints its paths in mixed case. */
  readonly path: RegExp;
  readonly operation: string;
  readonly answer: (
    state: FusebillState,
    call: { readonly world: SandboxWorld; readonly id: string; readonly request: SimulatedRequest },
  ) => SimulatedAnswer;
}

const routes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/v1\/plans\/?$/i,
    operation: 'GET Plans',
    answer: (state, { request }) => listPlans(state, parametersOf(request.query)),
  },
  {
    method: 'GET',
    path: /^\/v1\/plans\/(?<id>[^/]+)\/?$/i,
    operation: 'GET Plan',
    answer: (state, { id, request }) => readPlan(state, id, parametersOf(request.query)),
  },
  {
    method: 'GET',
    path: /^\/v1\/plans\/(?<id>[^/]+)\/planproducts\/?$/i,
    operation: 'GET planProducts',
    answer: (state, { id, request }) => listPlanProducts(state, id, parametersOf(request.query)),
  },
  {
    method: 'GET',
    path: /^\/v1\/customers\/(?<id>[^/]+)\/?$/i,
    operation: 'GET customer',
    answer: (state, { id }) => readCustomer(state, id),
  },
  {
    method: 'GET',
    path: /^\/v1\/customers\/(?<id>[^/]+)\/subscriptions\/?$/i,
    operation: 'GET customer subscriptions',
    answer: (state, { id, request }) => listSubscriptions(state, id, parametersOf(request.query)),
  },
  {
    method: 'GET',
    path: /^\/v1\/subscriptions\/(?<id>[^/]+)\/?$/i,
    operation: 'GET subscription',
    answer: (state, { id }) => readSubscription(state, id),
  },
  {
    method: 'POST',
    path: /^\/v1\/subscriptionactivation\/(?<id>[^/]+)\/?$/i,
    operation: 'SubscriptionActivation',
    answer: (state, { world, id, request }) => activateSubscription(state, world, { id, request }),
  },
  {
    method: 'POST',
    path: /^\/v1\/subscriptions\/(?<id>[^/]+)\/migrate\/?$/i,
    operation: 'migrate',
    answer: (state, { world, id, request }) => migrateSubscription(state, world, { id, request }),
  },
  {
    method: 'POST',
    path: /^\/v1\/customeractivation\/?$/i,
    operation: 'customerActivation',
    answer: (state, { world, request }) => activateCustomer(state, world, request),
  },
];

/** Previews are operations of their own, so that a fault can strike the write alone. */
const operationOf = (request: SimulatedRequest): string => {
  const route = routes.find(({ method, path }) => method === request.method && path.test(request.path));
  const isPreview = parametersOf(request.query).get('preview')?.toLowerCase() === 'true';
  return route === undefined
    ? `${request.method} ${request.path}`
    : `${route.operation}${isPreview && route.method === 'POST' ? ' preview' : ''}`;
};

const answerRequest = (state: FusebillState, world: SandboxWorld, request: SimulatedRequest): SimulatedAnswer => {
  const atPath = routes.filter(({ path }) => path.test(request.path));
  const route = atPath.find(({ method }) => method === request.method);
  if (route === undefined) {
    return atPath.length > 0
      ? refuse(405, `The method ${request.method} is not allowed here.`)
      : refuse(404, `No resource was found at ${request.path}.`);
  }
  const id = route.path.exec(request.path)?.groups?.id ?? null;
  return id === null || /^[1-9]\d{0,18}$/.test(id)
    ? route.answer(state, { world, id: id ?? '', request })
    : refuse(400, `The value '${id}' is not a valid id.`);
};
