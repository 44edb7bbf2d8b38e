import type { Done } from './done.ts';
import type { DeliveryRule, Notification, NotificationChoice } from './notifications.ts';
import type { ChangedAccount, OutsideChange } from './outside-changes.ts';
import type { SimulatedProvider } from './simulated-provider.ts';
import type { SandboxWorld } from './world.ts';

/** A billing system that runs, over a state that whoever holds it may read and edit in place. */
export interface SimulatedVendor<State> extends SimulatedProvider {
  readonly state: State;
}

/**
 * All that the sandbox has to know of one vendor: `sandbox/<id>/vendor.ts` exports one as `vendor`, and `vendors.ts` has its
 * line.
 */
export interface Vendor<Id extends string, Instance extends SimulatedVendor<unknown>, Addresses extends object> {
  /** As callers spell the provider; also its folder's name, and the `name` of what `create` gives. */
  readonly id: Id;
  /** For people: `Acme Billing`. */
  readonly name: string;
  /** Starts the vendor over a copy of `seed`, or over what its SEED.md or the sandbox's README describes. */
  create(world: SandboxWorld, seed?: Instance['state']): Instance;
  /** The members of a connection's secret that lead to the vendor where its server is `origin`, `http://127.0.0.1:3005`. */
  addresses(origin: string): Addresses;
  /** What a connection's secret holds, `provider` aside, so that the vendor accepts its requests and sends it notifications. */
  secret(state: Instance['state'], addresses: Addresses): object;
  /** What happens at the vendor without the gateway, and how the gateway hears of it. */
  readonly outside: {
    /** Changes an account as somebody else would; refuses what the vendor has no notion of. In no journal. */
    change(
      state: Instance['state'],
      world: SandboxWorld,
      request: { readonly accountId: string; readonly change: OutsideChange },
    ): Done<ChangedAccount>;
    /**
     * What the vendor would send of the account as it stands. `transactionId` tells one event from another, for vendors whose
     * notifications have one.
     */
    notification(
      state: Instance['state'],
      request: NotificationChoice,
      event: { readonly transactionId: string },
    ): Done<Notification>;
    readonly delivery: DeliveryRule;
  };
  /** Adds one more trial, different for each `number` from 0 to 9,999, to a state made from the vendor's own seed. */
  addTrial(state: Instance['state'], number: number): AddedTrial;
}

export interface AddedTrial {
  readonly accountId: string;
  /** What names it in the vendor's calls: the account's id, and the subscription's where there is one. */
  readonly ids: readonly string[];
  /** What has to be chosen to convert it, in the words of the gateway's callers: `{ planId: 'GOLD' }`. */
  readonly choices: object;
}

/** Infers the state and the addresses, so that `sandbox.providers` and `sandbox.urls` know them by vendor. */
export const defineVendor = <
  const Id extends string,
  Instance extends SimulatedVendor<unknown>,
  Addresses extends object,
>(
  vendor: Vendor<Id, Instance, Addresses>,
): Vendor<Id, Instance, Addresses> => vendor;

/** A copy of the seed's entry that further trials are modelled on. */
export const modelTrial = <Entry>(entries: ReadonlyMap<string, Entry>, id: string): Entry => {
  const entry = entries.get(id);
  if (entry === undefined) {
    throw new Error(`The sandbox's seed lacks ${id}, on which other trials are modelled.`);
  }
  return structuredClone(entry);
};
