import { type Credentials } from '@eventstore/db-client';
import { StoreNotOpened } from '../errors.js';

export interface EventStoreDBOptions {
  /** Milliseconds an append waits for its answer. */
  appendTimeout: number;
  /** Milliseconds a read waits for the next event before it is given up: the client itself waits for ever. */
  readTimeout: number;
  /** Milliseconds within which an append or a read is tried again where the server, or its leader, is not there. */
  patience: number;
}

export const DEFAULTS: EventStoreDBOptions = { appendTimeout: 10_000, readTimeout: 15_000, patience: 8_000 };

/** What the connection string says that the client keeps to itself, or takes without a word and does otherwise. */
export interface Address {
  /** For people: hosts and ports, and nothing secret. */
  place: string;
  /**
   * Given with every call. Without them the client appends over one shared call, on which one bad append fails all those
   * beside it, and a server that goes away takes the process with it. Where there is no TLS the client sends none of them.
   */
  credentials: Credentials;
}

const FORM =
  /^(?:esdb|esdb\+discover):\/\/(?:(?<user>[^:@/]*):(?<password>[^@/]*)@)?(?<hosts>[^/?]+)\/?(?:\?(?<options>.*))?$/;

/**
 * Reads a connection string.
 * @throws StoreNotOpened with what to change
 */
export function addressIn(connectionString: string): Address {
  const { user, password, hosts = '', options = '' } = FORM.exec(connectionString)?.groups ?? {};
  if (hosts === '') throw refused('is no connection string; write esdb://host:2113?tls=false');
  const given = new URLSearchParams(options.toLowerCase());
  const isSecure = given.get('tls') !== 'false';
  const isCluster = hosts.includes(',') || connectionString.startsWith('esdb+discover:');
  if (isSecure && user === undefined)
    throw refused('names no user, and a server with TLS asks for one: esdb://user:password@host');
  if (given.has('nodepreference') && !isCluster)
    throw refused(
      'has a nodePreference, which means nothing for a single node; write esdb+discover:// or several hosts',
    );
  if (Number(given.get('gossiptimeout') ?? 0) >= 100)
    throw refused('has a gossipTimeout of minutes: it is in seconds, and the other times are in milliseconds');
  return {
    place: hosts,
    credentials: { username: decodeURIComponent(user ?? 'kept'), password: decodeURIComponent(password ?? 'kept') },
  };
}

const refused = (problem: string): StoreNotOpened =>
  new StoreNotOpened('not-accessible', `the address of the event store ${problem}`);
