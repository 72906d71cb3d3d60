import { startContainer } from '../containers/container.js';
import { dockerMissing } from '../containers/docker.js';
import { oneForTheRun, orRequired, RUN } from '../one-for-the-run.js';

/** A server to test with, or why there is none. */
export type TestEventStoreDB = { url: string } | { missing: string };

/** The same as in docker-compose.yml. */
const WANTED = {
  image: 'eventstore/eventstore:24.10.4-jammy',
  port: 2113,
  environment: {
    EVENTSTORE_INSECURE: 'true',
    EVENTSTORE_MEM_DB: 'true',
    EVENTSTORE_RUN_PROJECTIONS: 'None',
    EVENTSTORE_TELEMETRY_OPTOUT: 'true',
  },
  ready: { path: '/health/live' },
};

/**
 * The EventStoreDB of this test run: the one that `KEPT_TEST_ESDB` names, or a container that whoever needs it first
 * starts for all where Docker answers. It ends with the run.
 */
export async function testEventStoreDB(): Promise<TestEventStoreDB> {
  const named = process.env['KEPT_TEST_ESDB'];
  if (named) return { url: named };
  return orRequired(await contained());
}

async function contained(): Promise<TestEventStoreDB> {
  const missing = await dockerMissing();
  if (missing !== undefined) return { missing: `KEPT_TEST_ESDB names none, and ${missing}` };
  return oneForTheRun('eventstoredb', async (directory) => {
    const container = await startContainer(WANTED, RUN, directory);
    return 'missing' in container ? container : { url: `esdb://${container.host}:${container.port}?tls=false` };
  });
}
