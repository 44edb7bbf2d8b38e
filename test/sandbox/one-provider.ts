import { createFaults, type Faults } from '../../sandbox/faults.ts';
import { type RecordedRequest, startProviderServer } from '../../sandbox/http-server.ts';
import type { SimulatedProvider } from '../../sandbox/simulated-provider.ts';
import { createWorld, type SandboxWorld } from '../../sandbox/world.ts';

export interface OneProvider<Provider extends SimulatedProvider> {
  readonly origin: string;
  readonly provider: Provider;
  readonly world: SandboxWorld;
  readonly faults: Faults;
  readonly requests: RecordedRequest[];
  close(): Promise<void>;
}

/** One simulated provider behind real HTTP, on the 17th of March 2031 at noon. */
export const startOneProvider = async <Provider extends SimulatedProvider>(
  create: (world: SandboxWorld) => Provider,
): Promise<OneProvider<Provider>> => {
  const world = createWorld(() => Date.parse('2031-03-17T12:00:00Z'));
  const provider = create(world);
  const faults = createFaults();
  const requests: RecordedRequest[] = [];
  const server = await startProviderServer(provider, {
    port: 0,
    faults,
    record: (request) => requests.push(request),
  });
  return { origin: server.origin, provider, world, faults, requests, close: server.close };
};

export const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
