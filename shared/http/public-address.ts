import { BlockList, isIPv6 } from 'node:net';

/**
 * Whether an address is one of the public internet. Everything is refused that IANA keeps for another purpose: loopback,
 * private and link-local networks, shared and documentation ranges, multicast; and of IPv6 whatever wraps an IPv4 address.
 * https://www.iana.org/assignments/iana-ipv4-special-registry and https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export const isPublicAddress = (address: string): boolean =>
  isIPv6(address)
    ? globalIpv6.check(address, 'ipv6') && !specialIpv6.check(address, 'ipv6')
    : !specialIpv4.check(address, 'ipv4');

const blockListOf = (family: 'ipv4' | 'ipv6', networks: readonly (readonly [string, number])[]): BlockList => {
  const list = new BlockList();
  for (const [network, prefix] of networks) {
    list.addSubnet(network, prefix, family);
  }
  return list;
};

const specialIpv4 = blockListOf('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]);

/** All of the global unicast space lies in it; loopback, link-local, unique local and mapped addresses do not. */
const globalIpv6 = blockListOf('ipv6', [['2000::', 3]]);

const specialIpv6 = blockListOf('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]);
