import { startContainer } from '../containers/container.js';
import { dockerMissing } from '../containers/docker.js';
import { oneForTheRun, orRequired, RUN } from '../one-for-the-run.js';
import { startPostgres } from './server.js';

/** A server to test with, or why there is none. */
export type TestPostgres = { url: string } | { missing: string };

/** The same as in docker-compose.yml. */
const WANTED = {
  image: 'postgres:17.6-bookworm',
  port: 5432,
  environment: {
    POSTGRES_USER: 'kept',
    POSTGRES_DB: 'postgres',
    POSTGRES_HOST_AUTH_METHOD: 'trust',
    // In the order of a language, as the databases of people are.
    POSTGRES_INITDB_ARGS: '--locale=C --locale-provider=icu --icu-locale=en-US --encoding=UTF8',
  },
  // Once while it sets itself up, and once when it listens.
  ready: { log: 'database system is ready to accept connections', times: 2 },
};

/**
 * The PostgreSQL of this test run: the one that `KEPT_TEST_POSTGRES` names — an address, or a directory of binaries —, or
 * one that whoever needs it first starts for all: a container where Docker answers, else from the binaries of the machine,
 * else from those that npm has installed. It ends with the run.
 */
export async function testPostgres(): Promise<TestPostgres> {
  const named = process.env['KEPT_TEST_POSTGRES'];
  if (named?.startsWith('postgres')) return { url: named };
  return orRequired(await oneForTheRun('postgres', (directory) => started(directory, named)));
}

async function started(directory: string, binaries: string | undefined): Promise<TestPostgres> {
  if (binaries === undefined && (await dockerMissing()) === undefined) {
    const container = await startContainer(WANTED, RUN, directory);
    // An engine that cannot fetch the image is no reason to test less.
    if (!('missing' in container)) return { url: `postgres://kept@${container.host}:${container.port}/postgres` };
  }
  try {
    const { url } = await startPostgres({ directory, binaries, owner: RUN });
    return { url };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}
