import { type AllowList, withoutDot } from './allow-list.js';
import { parseAddress } from './public-address.js';

/** Why nothing is ever sent to a URL. */
export type TargetProblem = 'url-malformed' | 'url-scheme' | 'url-credentials' | 'address-forbidden';

/** Names that mean this machine or this network wherever they are asked for (RFC 6761, RFC 6762, ICANN's `internal`). */
const NEVER_PUBLIC = /(^|\.)(localhost|local|internal|home\.arpa)$/;

/**
 * Whether a URL can be seen not to be a target, without asking anybody: by its form, or because its host is written as an
 * address that is not public — in whatever way: the URL standard reads `0x7f.1`, `017700000001`, `2130706433` and `１２７.1`
 * as every client does. What a name resolves to is looked at when it is connected to, each time.
 */
export function targetProblem(url: string, allow: AllowList): TargetProblem | undefined {
  if (!URL.canParse(url)) return 'url-malformed';
  const { protocol, username, password, hostname } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return 'url-scheme';
  if (username !== '' || password !== '') return 'url-credentials';
  if (allow.hasHost(hostname)) return undefined;
  const address = parseAddress(hostname.replace(/^\[(.*)\]$/, '$1'));
  if (address) return allow.permits(address) ? undefined : 'address-forbidden';
  return NEVER_PUBLIC.test(withoutDot(hostname)) ? 'address-forbidden' : undefined;
}
