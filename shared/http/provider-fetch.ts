import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { AddressRule } from '../domain/provider-address.ts';
import { addressRefusedCode } from './call.ts';
import { isPublicAddress } from './public-address.ts';

/** As `dns.lookup` with `all`. */
export type Resolve = (
  hostname: string,
  options: { readonly all: true; readonly family?: number | 'IPv4' | 'IPv6'; readonly hints?: number },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * The `fetch` of a container. What a name resolves to is looked at while the connection is made, so that a name which was
 * harmless a moment ago cannot lead inside: no address of a private network is called, unless the operator answers for the
 * host. Undici's own fetch, because Node's takes no other undici's agent for certain. Its two parts are loaded by the first
 * call, and alone: the package's index weighs half as much again.
 */
export const createProviderFetch = (rule: AddressRule, resolve: Resolve = systemLookup): typeof fetch => {
  let loading: Promise<typeof fetch> | undefined;
  return async (input, init) => {
    loading ??= loadFetch(rule, resolve);
    return (await loading)(input, init);
  };
};

const loadFetch = async (rule: AddressRule, resolve: Resolve): Promise<typeof fetch> => {
  const [{ default: Agent }, { default: web }] = await Promise.all([
    import('undici/lib/dispatcher/agent.js'),
    import('undici/lib/web/fetch/index.js'),
  ]);
  const dispatcher = new Agent({ connect: { lookup: checkedLookup(rule, resolve) } });
  return (input, init) => web.fetch(input, { ...init, dispatcher });
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
