import { type AriaSandbox, createAriaSandbox } from './aria/provider.ts';
import { type ConstantContactV2Sandbox, createConstantContactV2Sandbox } from './constant-contact-v2/provider.ts';
import { type ConstantContactV3Sandbox, createConstantContactV3Sandbox } from './constant-contact-v3/provider.ts';
import { tokenPath } from './constant-contact-v3/token.ts';
import { createFaults, type Faults } from './faults.ts';
import { createFusebillSandbox, type FusebillSandbox } from './fusebill/provider.ts';
import { type RecordedRequest, startProviderServer } from './http-server.ts';
import type { LoopbackServer } from './loopback-server.ts';
import type { SimulatedProvider } from './simulated-provider.ts';
import { createWorld, type SandboxWorld } from './world.ts';

export interface SandboxOptions {
  /** A free port where none is given. */
  readonly ports?: Partial<Record<keyof SandboxProviders, number>>;
  readonly world?: SandboxWorld;
  /** What a provider holds at first, instead of its own seed. Copied. */
  readonly seeds?: { readonly [Name in keyof SandboxProviders]?: SandboxProviders[Name]['state'] };
  /** Puts something between a provider and its server, to look on at what is asked and answered. */
  readonly through?: (provider: SimulatedProvider) => SimulatedProvider;
}

export interface SandboxProviders {
  readonly constantContactV2: ConstantContactV2Sandbox;
  readonly constantContactV3: ConstantContactV3Sandbox;
  readonly aria: AriaSandbox;
  readonly fusebill: FusebillSandbox;
}

/** The members of a connection's secret that lead to the sandbox. */
export interface SandboxUrls {
  readonly constantContactV2: { readonly baseUrl: string };
  readonly constantContactV3: { readonly baseUrl: string; readonly tokenUrl: string };
  readonly aria: { readonly coreUrl: string; readonly adminUrl: string };
  readonly fusebill: { readonly baseUrl: string };
}

export interface Sandbox {
  readonly urls: SandboxUrls;
  readonly world: SandboxWorld;
  /** Each with its `state`, to be changed in place. */
  readonly providers: SandboxProviders;
  readonly faults: Faults;
  /** The requests so far (the latest 10,000), of all providers, in the order of arrival. */
  requests(): readonly RecordedRequest[];
  clearRequests(): void;
  close(): Promise<void>;
}

/** A sandbox may serve a benchmark for hours. */
const maximumRequests = 10_000;

/** Starts the four billing systems, each a server of its own on 127.0.0.1. Rejects when a port is taken. */
export const startSandbox = async ({
  ports = {},
  world = createWorld(),
  seeds = {},
  through = (provider) => provider,
}: SandboxOptions = {}): Promise<Sandbox> => {
  const faults = createFaults();
  let requests: RecordedRequest[] = [];
  const providers: SandboxProviders = {
    constantContactV2: createConstantContactV2Sandbox(world, seeds.constantContactV2),
    constantContactV3: createConstantContactV3Sandbox(world, seeds.constantContactV3),
    aria: createAriaSandbox(world, seeds.aria),
    fusebill: createFusebillSandbox(world, seeds.fusebill),
  };

  const servers: LoopbackServer[] = [];
  const close = async () => {
    await Promise.all(servers.map((server) => server.close()));
  };
  const start = async (name: keyof SandboxProviders): Promise<string> => {
    const server = await startProviderServer(through(providers[name]), {
      port: ports[name] ?? 0,
      faults,
      record: (request) => {
        requests.push(request);
        if (requests.length > maximumRequests) {
          requests.shift();
        }
      },
    });
    servers.push(server);
    return server.origin;
  };

  try {
    const constantContactV2 = await start('constantContactV2');
    const constantContactV3 = await start('constantContactV3');
    const aria = await start('aria');
    const fusebill = await start('fusebill');
    return {
      urls: {
        constantContactV2: { baseUrl: `${constantContactV2}/v2` },
        constantContactV3: { baseUrl: `${constantContactV3}/v3`, tokenUrl: `${constantContactV3}${tokenPath}` },
        aria: { coreUrl: `${aria}/v1/core`, adminUrl: `${aria}/AdminTools.php/Dispatcher` },
        fusebill: { baseUrl: `${fusebill}/v1` },
      },
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
