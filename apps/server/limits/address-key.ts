import { LRUCache } from 'lru-cache';
import { isIPv6 } from 'node:net';

/** Most requests come from addresses that have just been seen, and to look at one thoroughly takes a while. */
const known = new LRUCache<string, string>({ max: 1_000 });

/** Whom an address stands for: whoever has an IPv6 network of 64 bits has more addresses than can be counted in it. */
export function addressKey(address: string): string {
  const key = known.get(address) ?? keyOf(address);
  known.set(address, key);
  return key;
}

function keyOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv6(plain) ? `${groupsOf(plain).slice(0, 4).join(':')}::/64` : plain;
}

/** The eight groups of an IPv6 address, `::` written out. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('%', 1)[0]!.split('::');
  const [before, after] = [head, tail ?? ''].map((side) => (side === '' ? [] : side.split(':')));
  const missing = tail === undefined ? 0 : 8 - before!.length - after!.length;
  return [...before!, ...Array<string>(missing).fill('0'), ...after!].map((group) => group.replace(/^0+(?=.)/, ''));
}
