import { EventStoreDBDouble } from '#kept/event-store/eventstoredb/double';
import { type Places, placesOf } from '#kept/workspace';
import { type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { random } from '../../support/random.js';
import { type PostgresServer, startPostgres } from '../../support/postgres/server.js';
import { built, freePort, issueKeys } from '../../support/server-process.js';
import { everythingCame, receiving } from '../delivery-kill/receiving.js';
import { Subscriber, type Subscription } from '../delivery-kill/subscriber.js';
import { checkRecorded } from './check.js';
import { Cluster } from './cluster.js';
import { recordedBy } from './recorded.js';
import { Team } from './team.js';

export interface ClusterTrialPlan {
  directory: string;
  seed: number;
  /** How often something is killed or cut off. */
  faults: number;
  /** How many the promises are made to: the fewer, the more waits in the lanes. */
  customers: number;
  /** How many of the receiver's answers come late. */
  late: number;
  /** Loaded before each server. */
  before: string;
  /** Milliseconds until everything has come that will. */
  patience: number;
}

/** What has happened, and the two stores as they are left behind, until it is disposed of. */
export interface ClusterTrial extends AsyncDisposable {
  data: string;
  places: Places;
  secretsKey: string;
  double: EventStoreDBDouble;
  journal: string;
  subscriptions: Subscription[];
  team: Team;
  did: Record<string, number>;
}

const PEOPLE = 3;
/** Commands that are acknowledged between two faults at least, and milliseconds within which one comes after them. */
const BETWEEN = 25;
const WITHIN = 600;
/** Milliseconds without a new entry after which nothing is expected any more: longer than any promise. */
const STILL = 5_000;

/** Two APIs and two workers on an EventStoreDB and a PostgreSQL, and any of them may go away at any moment. */
export async function tryCluster({
  directory,
  seed,
  faults,
  customers,
  late,
  before,
  patience,
}: ClusterTrialPlan): Promise<ClusterTrial> {
  const [data, journal] = [join(directory, 'data'), join(directory, 'received.ndjson')];
  mkdirSync(data, { recursive: true });
  writeFileSync(journal, '');
  const next = random(seed);
  const double = await new EventStoreDBDouble().start();
  const postgres = await startPostgres();
  const places = placesOf(data, { eventStore: double.connectionString, readModel: postgres.url });
  const keys = await issueKeys(data, ['north'], places);
  const receiverPort = await freePort();
  let receiver: ChildProcess = await receiving([receiverPort, journal, seed, late]);
  const node = ['--import', pathToFileURL(built(before)).href];
  const secretsKey = randomBytes(32).toString('base64');
  let cluster: Cluster | undefined;
  const dispose = async (): Promise<void> => {
    cluster?.abandon();
    receiver.kill('SIGKILL');
    double.stop();
    await postgres.remove();
  };
  try {
    cluster = await Cluster.start({ data, places, secretsKey, apis: 2, workers: 2, node });
    const team = new Team(cluster.addresses, keys, next, customers);
    await team.prepare();
    const subscriber = new Subscriber(cluster.addresses[0]!, `http://127.0.0.1:${receiverPort}`, keys.integration);
    const types = ['PromiseMade', 'CustomerNotified', 'BreachDeclared'];
    const subscriptions = await Promise.all(
      ['/one', '/two', '/three'].map((path) => subscriber.open(path, 'hmac-sha256', types)),
    );
    team.start(PEOPLE);
    const did: Record<string, number> = {};
    for (let fault = 0; fault < faults; fault += 1) {
      await team.recorded(BETWEEN);
      await setTimeout(next() * WITHIN);
      const what = await strike(fault, { cluster, postgres, double });
      did[what] = (did[what] ?? 0) + 1;
      if (fault % 4 === 3) {
        receiver.kill('SIGKILL');
        await once(receiver, 'exit');
        receiver = await receiving([receiverPort, journal, seed + fault, late]);
      }
    }
    await team.recorded(BETWEEN);
    await team.stop();
    await nothingMoves(double, () => checkRecorded(recordedBy(double), team.acknowledged).length === 0, patience);
    await everythingCame({ recorded: recordedBy(double), journal, subscriptions }, patience);
    await cluster.stop();
    return { data, places, secretsKey, double, journal, subscriptions, team, did, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Every kind has its turn: each of the servers, the database of the read model, and the connections to the ledger. */
async function strike(
  fault: number,
  { cluster, postgres, double }: { cluster: Cluster; postgres: PostgresServer; double: EventStoreDBDouble },
): Promise<string> {
  const which = fault % (cluster.size + 2);
  // Workers first: they have the most to lose.
  if (which < cluster.size) return cluster.kill(cluster.size - 1 - which);
  if (which === cluster.size) {
    await postgres.crash();
    await postgres.start();
    return 'postmaster';
  }
  await double.breakConnections();
  return 'connections';
}

/** Waits until nothing is recorded any more, and nothing is missing; what is missing after all, the check will say. */
async function nothingMoves({ database }: EventStoreDBDouble, isWhole: () => boolean, patience: number): Promise<void> {
  const end = performance.now() + patience;
  let [length, since] = [0, performance.now()];
  const isStill = (): boolean => performance.now() - since > STILL && isWhole();
  while (performance.now() < end && !isStill()) {
    if (database.log.length !== length) [length, since] = [database.log.length, performance.now()];
    await setTimeout(250);
  }
}
