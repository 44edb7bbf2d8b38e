/** Where a connection's secret may lead the gateway, and its credentials with it. */
export interface AddressRule {
  /** Why a secret may not hold `url`, as the end of a sentence about its field; null where it may. */
  refusalOf(url: string, vendorHosts: readonly string[]): string | null;
  /** Whether the operator answers for this host, so that it may be anywhere, on a private network too. */
  isTrusted(hostname: string): boolean;
}

/** On the developer's own machine: whatever the secret says. */
export const anyAddress: AddressRule = { refusalOf: () => null, isTrusted: () => true };

/**
 * In a deployment: the vendor's hosts and those that the operator names, with a port or without. Whoever may write a secret
 * could otherwise have the function call its own runtime, its neighbours on a private network, or a host that collects keys.
 */
export const vendorAddresses = (namedHosts: readonly string[]): AddressRule => ({
  refusalOf: (url, vendorHosts) => {
    const { protocol, hostname, port } = new URL(url);
    // `URL.host` lacks the port that is the scheme's own.
    const hostWithPort = `${hostname}:${port === '' ? schemePorts.get(protocol) : port}`;
    if (namedHosts.includes(hostname) || namedHosts.includes(hostWithPort)) {
      return null;
    }
    if (isAddressLiteral(hostname)) {
      return 'must name its host, not give an address, unless PROVIDER_HOSTS has that address';
    }
    return protocol === 'https:' && vendorHosts.some((suffix) => hostname === suffix || hostname.endsWith(`.${suffix}`))
      ? null
      : "must be https at one of the vendor's hosts, or at one that PROVIDER_HOSTS names";
  },
  isTrusted: (hostname) => namedHosts.some((named) => named.replace(/:\d{1,5}$/, '') === hostname),
});

const schemePorts: ReadonlyMap<string, string> = new Map([
  ['https:', '443'],
  ['http:', '80'],
]);

/** `hostname` as `URL` spells it: octal, hexadecimal and single numbers are four decimal ones there. */
const isAddressLiteral = (hostname: string): boolean =>
  hostname.startsWith('[') || /^\d{1,3}(\.\d{1,3}){3}$/.test(hostname);
