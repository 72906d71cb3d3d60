import ipaddr from 'ipaddr.js';
import { type Address, isPublic, parseAddress } from './public-address.js';

/**
 * Where deliveries may go: the public Internet, and what the configuration allows besides. `KEPT_DELIVERY_ALLOW` lists
 * hosts, addresses and networks, separated by commas: `crm.internal, 10.1.0.0/16, ::1`.
 */
export class AllowList {
  readonly #hosts = new Set<string>();
  readonly #networks: [Address, number][] = [];

  /** @throws RangeError with a sentence that says which part is none of these */
  constructor(text = '') {
    for (const part of text.split(',').map((one) => one.trim().toLowerCase())) if (part !== '') this.#add(part);
  }

  #add(part: string): void {
    const bare = part.replace(/^\[(.*)\]$/, '$1');
    const address = parseAddress(bare);
    // Of `127.1` nobody knows whether it was meant as one address or begins a network.
    const isPlain = ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare);
    if (address && isPlain) this.#networks.push([address, address.kind() === 'ipv4' ? 32 : 128]);
    else if (ipaddr.isValidCIDR(part)) this.#networks.push(ipaddr.parseCIDR(part));
    else if (isHostName(part)) this.#hosts.add(withoutDot(part));
    else throw new RangeError(`“${part}” is no host, address or network; write crm.internal, 10.1.2.3 or 10.1.0.0/16`);
  }

  /** Whether a host is allowed by its name, whatever its addresses are. */
  hasHost(host: string): boolean {
    return this.#hosts.has(withoutDot(host.toLowerCase()));
  }

  /** Whether something may be sent to an address. */
  permits(address: Address): boolean {
    return isPublic(address) || this.#networks.some(([network, bits]) => isWithin(address, network, bits));
  }
}

const isWithin = (address: Address, network: Address, bits: number): boolean =>
  address.kind() === network.kind() && address.match(network, bits);

/** A last label of digits alone would be an address to whoever connects. */
const isHostName = (text: string): boolean =>
  /^(?=.{1,253}\.?$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*(?!\d+\.?$|0x[0-9a-f]*\.?$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?$/.test(
    text,
  );

/** The dot that ends a full name says nothing else. */
export const withoutDot = (host: string): string => host.replace(/\.$/, '');
