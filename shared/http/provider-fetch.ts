import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Clock } from '../domain/clock.ts';
import type { AddressRule } from '../domain/provider-address.ts';
import { addressRefusedCode } from './call.ts';
import { isPublicAddress } from './public-address.ts';

/** As `dns.lookup` with `all`. */
export type Resolve = (
  hostname: string,
  options: { readonly all: true; readonly family?: number | 'IPv4' | 'IPv6'; readonly hints?: number },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** What `createProviderFetch` needs. */
export interface ProviderFetchParts {
  readonly clock: Pick<Clock, 'now'>;
  readonly resolve?: Resolve;
}

/**
 * The `fetch` of a container. What a name resolves to is looked at while the connection is made, so that a name which was
 * harmless a moment ago cannot lead inside: no address of a private network is called, unless the operator answers for the
 * host. Connections are kept, but none across a time in which nothing happened: a container that was frozen finds some that
 * the other side dropped in silence, and a write over one of them would be a write of which nobody knows.
 *
 * Undici's own fetch, because Node's takes no other undici's agent for certain. Its two parts are loaded by the first call,
 * and alone: the package's index weighs half as much again.
 */
export const createProviderFetch = (
  rule: AddressRule,
  { clock, resolve = systemLookup }: ProviderFetchParts,
): typeof fetch => {
  let loading: Promise<typeof fetch> | undefined;
  return async (input, init) => {
    loading ??= loadFetch(rule, clock, resolve);
    return (await loading)(input, init);
  };
};

/** How long a connection that is not used is kept. Undici's own timers stand still in a container that is frozen. */
const longestIdleMs = 4_000;

const loadFetch = async (rule: AddressRule, clock: Pick<Clock, 'now'>, resolve: Resolve): Promise<typeof fetch> => {
  const [{ default: Agent }, { default: web }] = await Promise.all([
    import('undici/lib/dispatcher/agent.js'),
    import('undici/lib/web/fetch/index.js'),
  ]);
  const openAgent = () =>
    new Agent({
      connect: { lookup: checkedLookup(rule, resolve) },
      keepAliveTimeout: longestIdleMs,
      // What a server asks for in its `Keep-Alive` counts up to here.
      keepAliveMaxTimeout: longestIdleMs,
    });
  let agent = openAgent();
  let seenAtMs = clock.now();

  /** At each sign that the container runs: after a pause, or a clock that was put back, no connection is trusted. */
  const notice = (): void => {
    const nowMs = clock.now();
    if (Math.abs(nowMs - seenAtMs) > longestIdleMs) {
      // Calls that are under way end on it, idle connections go at once.
      agent.close().catch(() => undefined);
      agent = openAgent();
    }
    seenAtMs = nowMs;
  };

  return async (input, init) => {
    notice();
    try {
      return await web.fetch(input, { ...init, dispatcher: agent });
    } finally {
      // A call that was under way through a freeze must not vouch for connections that were idle meanwhile.
      notice();
    }
  };
};

const checkedLookup =
  (rule: AddressRule, resolve: Resolve): LookupFunction =>
  (hostname, { family, hints, all }, callback) => {
    const options = { ...(family === undefined ? {} : { family }), ...(hints === undefined ? {} : { hints }) };
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) {
        callback(error ?? refusedAddress(), []);
      } else if (!rule.isTrusted(hostname) && !addresses.every(({ address }) => isPublicAddress(address))) {
        callback(refusedAddress(), []);
      } else if (all) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };

const refusedAddress = (): NodeJS.ErrnoException =>
  Object.assign(new Error('The name leads to an address that is not called.'), { code: addressRefusedCode });
