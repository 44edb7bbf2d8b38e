import { createFaults, type Faults } from './faults.ts';
import { type RecordedRequest, startProviderServer } from './http-server.ts';
import type { LoopbackServer } from './loopback-server.ts';
import type { SimulatedProvider } from './simulated-provider.ts';
import { byVendor, type VendorAddresses, type VendorId, type VendorInstances, vendorIds, vendors } from './vendors.ts';
import { createWorld, type SandboxWorld } from './world.ts';

export interface SandboxOptions {
  /** A free port where none is given. */
  readonly ports?: { readonly [Id in VendorId]?: number };
  readonly world?: SandboxWorld;
  /** What a provider holds at first, instead of its own seed. Copied. */
  readonly seeds?: { readonly [Id in VendorId]?: VendorInstances[Id]['state'] };
  /** Puts something between a provider and its server, to look on at what is asked and answered. */
  readonly through?: (provider: SimulatedProvider) => SimulatedProvider;
}

export interface Sandbox {
  /** The members of a connection's secret that lead to the sandbox. */
  readonly urls: VendorAddresses;
  readonly world: SandboxWorld;
  /** Each with its `state`, to be changed in place. */
  readonly providers: VendorInstances;
  readonly faults: Faults;
  /** The requests so far (the latest 10,000), of all providers, in the order of arrival. */
  requests(): readonly RecordedRequest[];
  clearRequests(): void;
  close(): Promise<void>;
}

/** A sandbox may serve a benchmark for hours. */
const maximumRequests = 10_000;

/** Starts the vendors' billing systems, each a server of its own on 127.0.0.1. Rejects when a port is taken. */
export const startSandbox = async ({
  ports = {},
  world = createWorld(),
  seeds = {},
  through = (provider) => provider,
}: SandboxOptions = {}): Promise<Sandbox> => {
  const faults = createFaults();
  let requests: RecordedRequest[] = [];
  const providers = byVendor<VendorInstances>((id) => vendors[id].create(world, seeds[id]));

  const servers = new Map<VendorId, LoopbackServer>();
  const close = async () => {
    await Promise.all([...servers.values()].map((server) => server.close()));
  };

  const originOf = (id: VendorId): string => {
    const server = servers.get(id);
    if (server === undefined) {
      throw new Error(`${id} has no server.`);
    }
    return server.origin;
  };

  try {
    for (const id of vendorIds) {
      const server = await startProviderServer(through(providers[id]), {
        port: ports[id] ?? 0,
        faults,
        record: (request) => {
          requests.push(request);
          if (requests.length > maximumRequests) {
            requests.shift();
          }
        },
      });
      servers.set(id, server);
    }
    return {
      urls: byVendor<VendorAddresses>((id) => vendors[id].addresses(originOf(id))),
      world,
      providers,
      faults,
      requests: () => [...requests],
      clearRequests: () => {
        requests = [];
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
