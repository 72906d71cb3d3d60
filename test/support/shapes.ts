import { EventStoreDBDouble } from '#kept/event-store/eventstoredb/double';
import { type Places, placesOf } from '#kept/workspace';
import { afterAll, describe } from '@jest/globals';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, kept, keptJson } from './kept.js';
import { newSchema } from './postgres/schemas.js';
import { testPostgres } from './postgres/shared.js';

/** Where a ledger is to be, and nothing is yet. */
export interface LedgerPlaces {
  /** The data directory, in which nothing is. */
  directory: string;
  places: Places;
  /** For a server in this process: what it is configured with. */
  settings: { data: string; eventStore?: string; readModel?: string; deliveries?: string };
  /** For a process of its own: the variables that say the same. */
  environment: Record<string, string>;
  /** Runs a command on this ledger. */
  kept: (...words: string[]) => Promise<Ended>;
  /** Runs a command on this ledger, for the rows that it prints. */
  keptJson: <T>(...words: string[]) => Promise<T>;
  /** Removes everything. What has it open is to be closed before. */
  leave: () => Promise<void>;
}

/** What a ledger and its read model are kept in. */
export interface Shape {
  name: string;
  /** Files, in which everything is unless something else was said: what takes long is tried in full there alone. */
  isDefault: boolean;
  /** @param within where its files go; default: among those that are temporary */
  newLedger: (within?: string) => Promise<LedgerPlaces>;
}

/** Somewhere to keep a half of a ledger. @returns its address; none for a file in the data directory */
type Half = () => Promise<{ address?: string; leave: () => void | Promise<void> }>;

const inFile: Half = () => Promise.resolve({ leave: () => undefined });

/** The real client, and what answers it is a double of the server, of each ledger its own. */
const inDouble: Half = async () => {
  const double = await new EventStoreDBDouble().start();
  return { address: double.connectionString, leave: () => double.stop() };
};

const postgres = await testPostgres();
if ('missing' in postgres) process.stderr.write(`Not tested on PostgreSQL: ${postgres.missing}\n`);

const inPostgres: Half | undefined =
  'url' in postgres
    ? async () => {
        const { url, leave } = await newSchema(postgres.url);
        return { address: url, leave };
      }
    : undefined;

/** The four shapes; one that cannot be had here has no ledgers. */
const SHAPES: [name: string, eventStore: Half, readModel: Half | undefined][] = [
  ['SQLite and SQLite', inFile, inFile],
  ['SQLite and PostgreSQL', inFile, inPostgres],
  ['EventStoreDB and SQLite', inDouble, inFile],
  ['EventStoreDB and PostgreSQL', inDouble, inPostgres],
];

/**
 * The same tests on every shape of the product: on one that cannot be had here they are counted as skipped. Whatever
 * ledgers the tests have made are removed after them, and after their own `afterAll`.
 */
export function onEveryShape(title: string, tests: (shape: Shape) => void): void {
  for (const [index, [name, eventStore, readModel]] of SHAPES.entries())
    (readModel ? describe : describe.skip)(`${title}, on ${name}`, () => {
      const made: LedgerPlaces[] = [];
      const newLedger = async (within = tmpdir()): Promise<LedgerPlaces> => {
        const ledger = await ledgerIn(within, eventStore, readModel!);
        made.push(ledger);
        return ledger;
      };
      tests({ name, isDefault: index === 0, newLedger });
      afterAll(async () => {
        for (const ledger of made) await ledger.leave();
      });
    });
}

/** A ledger in files: for what has nothing to do with where it is. */
export const newLedgerInFiles = (within = tmpdir()): Promise<LedgerPlaces> => ledgerIn(within, inFile, inFile);

async function ledgerIn(within: string, eventStore: Half, readModel: Half): Promise<LedgerPlaces> {
  const home = await mkdtemp(join(within, 'kept-shape-'));
  const directory = join(home, 'data');
  await mkdir(directory);
  const [truth, answers] = [await eventStore(), await readModel()];
  const said = {
    ...(truth.address !== undefined && { eventStore: truth.address }),
    ...(answers.address !== undefined && { readModel: answers.address }),
  };
  const environment = {
    KEPT_DATA: directory,
    ...(truth.address !== undefined && { KEPT_EVENT_STORE: truth.address }),
    ...(answers.address !== undefined && { KEPT_READ_MODEL: answers.address }),
  };
  let left: Promise<void> | undefined;
  const leave = async (): Promise<void> => {
    await answers.leave();
    await truth.leave();
    await rm(home, { recursive: true, force: true });
  };
  return {
    ...{ directory, environment, places: placesOf(directory, said), settings: { data: directory, ...said } },
    kept: (...words) => kept(words, { environment }),
    keptJson: (...words) => keptJson(words, environment),
    leave: () => (left ??= leave()),
  };
}
