import { verify } from '#kept/read-model';
import { inWorkspace, Projections } from '#kept/workspace';
import { expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLog } from '../bench/believable-log.js';
import { startPostgres } from '../support/postgres/server.js';
import { testPostgres } from '../support/postgres/shared.js';

const there = await testPostgres();
if ('missing' in there) process.stderr.write(`Not tested on PostgreSQL: ${there.missing}\n`);

const PATIENCE = 60_000;
const CRASHES = 4;

('url' in there ? it : it.skip)(
  'the projecting thread outlives its PostgreSQL, which is killed again and again while entries come',
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'kept-loss-'));
    const server = await startPostgres();
    const places = { eventStore: `sqlite:${directory}/ledger.db`, readModel: server.url };
    try {
      await inWorkspace(directory, { create: true, places }, async (workspace) => {
        const { store, readModel } = workspace;
        const projections = new Projections(workspace);
        const { progress } = projections;
        await projections.follow();
        const writing = writeLog(store, { events: 4_000, customers: 100 });
        for (let n = 0; n < CRASHES; n += 1) {
          expect(await progress.whenReached(progress.reached, PATIENCE)).toBe(true);
          await server.crash();
          await server.start();
        }
        await writing;
        expect(await progress.whenReached(await store.head(), PATIENCE)).toBe(true);
        await projections.stop();
        const findings = [];
        for await (const finding of verify(readModel, store, { scratch: directory })) findings.push(finding);
        expect(findings).toEqual([]);
      });
    } finally {
      await server.remove();
      await rm(directory, { recursive: true, force: true });
    }
  },
  4 * PATIENCE,
);
