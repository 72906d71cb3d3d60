import { type EventStore } from '#kept/event-store';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { join, resolve } from 'node:path';
import { withSecretFiles } from './secret-files.js';

/** Where a ledger and what goes with it is: `sqlite:FILE`, `esdb://…` for the one, `postgres://…` for the others. */
export interface Places {
  eventStore: string;
  readModel: string;
  /** The journal of web hooks. */
  deliveries: string;
}

/** An address that nothing can be opened at. */
export class PlaceUnknown extends Error {
  constructor(name: string, address: string, known: string) {
    super(`${name} is “${shownPlace(address)}”; write ${known}.`);
    this.name = 'PlaceUnknown';
  }
}

/** The journal of web hooks, where it is a file in the data directory. */
export const JOURNAL_FILE = 'delivery.db';

const SQLITE = 'sqlite:';
const EVENT_STORES = /^(?:sqlite:.+|esdb(?:\+discover)?:\/\/.+)$/;
const TABLES = /^(?:sqlite:.+|postgres(?:ql)?:\/\/.+)$/;

/**
 * The places of a data directory: files in it, unless something else was said, for instance in the environment. A journal
 * of web hooks of which nothing was said is where the read model is, if that is a server: whoever delivers can come to it.
 * @throws PlaceUnknown, SecretFileWrong
 */
export function placesOf(directory: string, said: Partial<Places> = saidInEnvironment()): Places {
  const inside = (file: string): string => `${SQLITE}${join(resolve(directory), file)}`;
  const { eventStore = inside('ledger.db'), readModel = inside('read-model.db') } = said;
  if (!EVENT_STORES.test(eventStore)) throw new PlaceUnknown('KEPT_EVENT_STORE', eventStore, 'sqlite:FILE or esdb://…');
  if (!TABLES.test(readModel)) throw new PlaceUnknown('KEPT_READ_MODEL', readModel, 'sqlite:FILE or postgres://…');
  const { deliveries = fileAt(readModel) === undefined ? readModel : inside(JOURNAL_FILE) } = said;
  if (!TABLES.test(deliveries)) throw new PlaceUnknown('KEPT_DELIVERIES', deliveries, 'sqlite:FILE or postgres://…');
  // Its workers would meet in the database, and each have a read model that only one of them keeps up.
  if (fileAt(deliveries) === undefined && fileAt(readModel) !== undefined)
    throw new PlaceUnknown('KEPT_DELIVERIES', deliveries, 'sqlite:FILE, as long as KEPT_READ_MODEL is a file');
  return { eventStore, readModel, deliveries };
}

function saidInEnvironment(): Partial<Places> {
  const said = withSecretFiles(process.env);
  const { KEPT_EVENT_STORE: eventStore, KEPT_READ_MODEL: readModel, KEPT_DELIVERIES: deliveries } = said;
  return { ...(eventStore && { eventStore }), ...(readModel && { readModel }), ...(deliveries && { deliveries }) };
}

/** The file behind an address; `undefined` where it is a server's. */
export function fileAt(address: string): string | undefined {
  return address.startsWith(SQLITE) ? resolve(address.slice(SQLITE.length)) : undefined;
}

/** An address for people: a file, or a server without the password that its address may hold. */
export const shownPlace = (address: string): string => fileAt(address) ?? address.replace(/\/\/[^@/]*@/, '//••••••@');

export interface OpenOptions {
  readOnly?: boolean;
  /** Milliseconds between two looks for what others have written, where nobody tells. */
  pollInterval?: number;
}

/** Opens the event store at an address. @throws StoreNotOpened */
export async function openEventStoreAt(address: string, options: OpenOptions = {}): Promise<EventStore> {
  const file = fileAt(address);
  if (file !== undefined) return openSqliteEventStore(file, options);
  // The client takes longer to load than most commands to run.
  const { openEventStoreDB } = await import('#kept/event-store/eventstoredb');
  return openEventStoreDB(address);
}

/**
 * How many events lie between two positions of a log, about: those of EventStoreDB are places in its files, of which an
 * event of ours takes some nine hundred (`docs/operations/sizing.md`).
 */
export const eventsBetween = (earlier: bigint, later: bigint, { eventStore }: Pick<Places, 'eventStore'>): number =>
  Math.max(0, Math.ceil(Number(later - earlier) / (fileAt(eventStore) === undefined ? BYTES_AN_EVENT : 1)));

const BYTES_AN_EVENT = 900;

/** What the read model opens: a file's path, or a server's address. */
export const readModelAt = (address: string): string => fileAt(address) ?? address;
