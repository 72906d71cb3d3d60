import { EventStoreDBDouble } from '#kept/event-store/eventstoredb/double';
import { verify } from '#kept/read-model';
import { inWorkspace, placesOf, Projections, type Workspace } from '#kept/workspace';
import { expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLog } from '../bench/believable-log.js';
import { type PostgresServer, startPostgres } from '../support/postgres/server.js';
import { testPostgres } from '../support/postgres/shared.js';

const there = await testPostgres();
if ('missing' in there) process.stderr.write(`Not tested on PostgreSQL: ${there.missing}\n`);

const PATIENCE = 60_000;
const CRASHES = 4;

type NewPlace = (directory: string) => Promise<{ eventStore: string; leave: () => void }>;

/** Where a ledger is, and how much comes into it, of which the read model is lost. */
const LEDGERS: [name: string, events: number, newPlace: NewPlace][] = [
  [
    'SQLite',
    4_000,
    (directory) => Promise.resolve({ eventStore: `sqlite:${join(directory, 'ledger.db')}`, leave: () => undefined }),
  ],
  [
    'EventStoreDB',
    1_500,
    async () => {
      const double = await new EventStoreDBDouble().start();
      return { eventStore: double.connectionString, leave: () => double.stop() };
    },
  ],
];

('url' in there ? it : it.skip).each(LEDGERS)(
  'the thread that projects what is in %s outlives its PostgreSQL, which is killed again and again while entries come',
  async (_, events, newPlace) => {
    const directory = await mkdtemp(join(tmpdir(), 'kept-loss-'));
    const server = await startPostgres();
    const { eventStore, leave } = await newPlace(directory);
    try {
      const places = placesOf(directory, { eventStore, readModel: server.url });
      await inWorkspace(directory, { create: true, places }, (workspace) => crashing(server, workspace, events));
    } finally {
      leave();
      await server.remove();
      await rm(directory, { recursive: true, force: true });
    }
  },
  4 * PATIENCE,
);

async function crashing(server: PostgresServer, workspace: Workspace, events: number): Promise<void> {
  const { store, readModel, directory } = workspace;
  const projections = new Projections(workspace);
  const { progress } = projections;
  await projections.follow();
  const writing = writeLog(store, { events, customers: 100 });
  for (let n = 0; n < CRASHES; n += 1) {
    expect(await progress.whenReached(await store.head(), PATIENCE)).toBe(true);
    await server.crash();
    await server.start();
  }
  await writing;
  expect(await progress.whenReached(await store.head(), PATIENCE)).toBe(true);
  await projections.stop();
  const findings = [];
  for await (const finding of verify(readModel, store, { scratch: directory })) findings.push(finding);
  expect(findings).toEqual([]);
}
