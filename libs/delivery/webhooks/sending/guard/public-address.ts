import ipaddr from 'ipaddr.js';

type Range = [ipaddr.IPv6 | ipaddr.IPv4, number];
export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** What is allocated to hosts of the Internet (RFC 4291, §2.4 and the registry of IANA): everything else is something else. */
const GLOBAL_UNICAST: Range = ipaddr.parseCIDR('2000::/3');

/** Public by its range, and answered by the machine's own cloud: the agent of Azure hosts. */
const PLATFORMS: readonly string[] = ['168.63.129.16'];

/** Reads an address as it stands in an answer of a resolver. An IPv4 address in IPv6 clothes is that IPv4 address. */
export function parseAddress(text: string): Address | undefined {
  if (!ipaddr.isValid(text)) return undefined;
  const address = ipaddr.parse(text);
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/**
 * Whether an address is a host of the public Internet, and nothing else: not of a private network, of this machine, of a
 * link, and no tunnel (NAT64, 6to4, Teredo), which would carry to any of them.
 */
export function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv6) return address.match(GLOBAL_UNICAST);
  return !PLATFORMS.includes(address.toString());
}
