import { isIP, type Socket } from 'node:net';
import { type TLSSocket } from 'node:tls';
import { type buildConnector } from 'undici';
import { type AllowList, withoutDot } from './allow-list.js';
import { parseAddress } from './public-address.js';
import { type Resolve } from './resolver.js';

/** Opens a socket to exactly this address; the name is for the certificate. */
export type OpenSocket = buildConnector.connector;

/** A host is, or resolves to, an address that nothing may be sent to. */
export class AddressForbidden extends Error {
  readonly code = 'KEPT_ADDRESS_FORBIDDEN';

  constructor(host: string) {
    // Not the address: whoever asks learns nothing about the network behind.
    super(`${host} has an address that is not public`);
    this.name = 'AddressForbidden';
  }
}

/** Of a name with many addresses, so many are tried. */
const ADDRESSES_TRIED = 4;

/**
 * Connects where nothing private is. The name is resolved anew for every connection; one address of it that is not public
 * forbids all; and the address that was looked at is the one that is connected to: between the two nobody is asked again.
 * A socket stays with the address it was opened to.
 */
export function guardedConnector(parts: { resolve: Resolve; open: OpenSocket; allow: AllowList }): OpenSocket {
  const connect = async (options: buildConnector.Options): Promise<Socket | TLSSocket> => {
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
    const addresses = await checkedAddresses(host, parts);
    const tried = addresses.slice(0, ADDRESSES_TRIED);
    for (;;) {
      const hostname = tried.shift()!;
      try {
        return await opening(parts.open, { ...options, hostname, ...nameFor(host) });
      } catch (error) {
        if (tried.length === 0) throw error;
      }
    }
  };
  return (options, callback) => {
    connect(options).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(error as Error, null),
    );
  };
}

/** @returns the addresses of a host, each of them checked. @throws AddressForbidden */
async function checkedAddresses(
  host: string,
  { resolve, allow }: { resolve: Resolve; allow: AllowList },
): Promise<readonly string[]> {
  const found = isIP(host) === 0 ? await resolve(host) : [host];
  const addresses = found.map(parseAddress);
  const isAllowed = allow.hasHost(host) || addresses.every((address) => address && allow.permits(address));
  if (!isAllowed || addresses.length === 0) throw new AddressForbidden(host);
  return addresses.map((address) => String(address));
}

/** The certificate is held against the name, not against the address; an address names itself. */
const nameFor = (host: string): { servername?: string } => (isIP(host) === 0 ? { servername: withoutDot(host) } : {});

function opening(open: OpenSocket, options: buildConnector.Options): Promise<Socket | TLSSocket> {
  return new Promise((resolve, reject) => {
    open(options, (error, socket) => (error ? reject(error) : resolve(socket)));
  });
}
