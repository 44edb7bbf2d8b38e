import { done, impossible, notFound } from '../../sandbox/done.ts';
import { jsonAnswer, type SimulatedAnswer, type SimulatedRequest } from '../../sandbox/simulated-provider.ts';
import type { SimulatedVendor, Vendor } from '../../sandbox/vendor.ts';
import type { SandboxWorld } from '../../sandbox/world.ts';
import { exampleId } from './example-provider.ts';

interface ExampleState {
  apiKey: string;
  readonly plans: readonly { readonly id: string; readonly name: string }[];
  readonly accounts: Map<string, { plan: string; state: string }>;
}

/** A billing system of the example's own: it looks up a plan, and changes it at once. */
const createExampleVendor = (world: SandboxWorld, seed?: ExampleState): SimulatedVendor<ExampleState> => {
  const state = structuredClone(
    seed ?? {
      apiKey: 'example-api-key',
      plans: [
        { id: 'small', name: 'Small' },
        { id: 'large', name: 'Large' },
      ],
      accounts: new Map([
        ['a1', { plan: 'small', state: 'trial' }],
        ['a2', { plan: 'large', state: 'paying' }],
      ]),
    },
  );
  return {
    name: exampleId,
    state,
    operationOf: ({ method, path }) => `${method} ${path.startsWith('/v1/accounts/') ? 'account' : 'plans'}`,
    handle: (request) => answer(world, state, request),
  };
};

const answer = (world: SandboxWorld, state: ExampleState, request: SimulatedRequest): SimulatedAnswer => {
  if (request.headers.authorization !== `Bearer ${state.apiKey}`) {
    return jsonAnswer(401, {});
  }
  if (request.path === '/v1/plans') {
    return jsonAnswer(200, { plans: state.plans });
  }
  const accountId = request.path.slice('/v1/accounts/'.length);
  const account = state.accounts.get(accountId);
  if (account === undefined) {
    return jsonAnswer(404, {});
  }
  if (request.method === 'PUT') {
    const { plan } = JSON.parse(request.body) as { plan: string };
    world.journal.record({
      ...{ provider: exampleId, operation: 'PUT account', accountId, subscriptionId: null },
      change: { plan: [account.plan, plan] },
    });
    Object.assign(account, { plan, state: 'paying' });
  }
  return jsonAnswer(200, account);
};

export const vendor: Vendor<string, SimulatedVendor<ExampleState>, { readonly baseUrl: string }> = {
  id: exampleId,
  name: 'Example Billing',
  create: createExampleVendor,
  addresses: (origin) => ({ baseUrl: `${origin}/v1` }),
  secret: ({ apiKey }, addresses) => ({ apiKey, ...addresses }),
  outside: {
    change: ({ accounts }, _world, { accountId, change }) => {
      const account = accounts.get(accountId);
      if (account === undefined) {
        return notFound(`account ${accountId} at ${exampleId}`, [...accounts.keys()]);
      }
      if (change !== 'cancel') {
        return impossible('Accounts of the example are cancelled and nothing else.');
      }
      const states = [account.state, 'gone'];
      account.state = 'gone';
      return done({ changes: [{ subscriptionId: null, change: { state: states } }], event: null });
    },
    notification: () => impossible('The example sends none.'),
    delivery: { timeoutMs: 1_000, expectedBody: null },
  },
  addTrial: ({ accounts }, number) => {
    accounts.set(`t${number}`, { plan: 'small', state: 'trial' });
    return { accountId: `t${number}`, ids: [`t${number}`], choices: { planId: 'large' } };
  },
};
