import { type RunningServer } from '../../apps/server/server.js';
import { committedDescription, type Description, routesOf } from '../support/description/description.js';
import { Schemas } from '../support/description/schemas.js';
import { TestDesk } from '../support/desk.js';
import { keyFor } from '../support/keys.js';
import { startTestServer, type TestServer } from '../support/server.js';
import { Builder, pathOf } from './build.js';
import { type Case, shown } from './case.js';
import { Judge } from './judge.js';
import { isAboutPromises, LedgerCheck } from './ledger-check.js';
import { type Pools } from './pools.js';
import { Wire, type WireAnswer } from './wire.js';

/** A server with teams, customers and promises on it, and everything that sends to it and judges what it says. */
export interface Stage {
  description: Description;
  schemas: Schemas;
  builder: Builder;
  wire: Wire;
  ledger: LedgerCheck;
  running: RunningServer;
  /** How often each route was asked, and how often it said yes. */
  tally: Map<string, { asked: number; accepted: number }>;
  /** Sends, and throws with all that is to be seen where the answer is not proper. */
  play(one: Case): Promise<WireAnswer>;
  /** What is wrong with the answer to a request. */
  judged(one: Case, answer: WireAnswer): Promise<string[]>;
  stop(): Promise<void>;
}

const TEAMS = 3;
/** So many that settling one leaves others. */
const COMMITMENTS = 400;

export async function setStage({ commitments = COMMITMENTS } = {}): Promise<Stage> {
  const server = await startTestServer({ rateLimit: 0 }, { desk: () => new TestDesk() });
  const description = committedDescription();
  const schemas = new Schemas(description);
  const pools = await fill(server, commitments);
  const authorization = await authorizationFor(server, description, pools);
  const { store } = server.running.workspace;
  let before = 0;
  for await (const events of store.readAll()) before += events.filter(isAboutPromises).length;
  const ledger = new LedgerCheck(store, before);
  const judge = new Judge(description);
  const wire = new Wire(server.address);
  const tally: Stage['tally'] = new Map();

  const judged = async (one: Case, answer: WireAnswer): Promise<string[]> => {
    const counts = tally.get(one.route.id) ?? { asked: 0, accepted: 0 };
    tally.set(one.route.id, { asked: counts.asked + 1, accepted: counts.accepted + Number(answer.status < 300) });
    return [...judge.faults(one, answer), ...(await ledger.faults(one, answer))];
  };
  return {
    description,
    schemas,
    builder: new Builder(description, schemas, pools, authorization),
    wire,
    ledger,
    running: server.running,
    tally,
    judged,
    play: async (one) => {
      const answer = await wire.send(one.request);
      const faults = await judged(one, answer);
      if (faults.length > 0) throw new Error(report(one, answer, faults));
      return answer;
    },
    stop: async () => {
      wire.close();
      await server.stop();
    },
  };
}

/** A fault with everything that it takes to see it again. */
export const report = (one: Case, { status, text }: WireAnswer, faults: readonly string[]): string =>
  [faults.join('; '), shown(one), `→ ${status} ${text.slice(0, 1_500)}`].join('\n');

/** Somebody for each route whom it lets in. */
async function authorizationFor(
  server: TestServer,
  description: Description,
  pools: Pools,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const route of routesOf(description)) {
    if (route.operation.security?.length === 0) continue;
    const path = pathOf(route, Object.fromEntries(Object.entries(pools).map(([name, ids]) => [name, ids[0]!])));
    found.set(route.id, await server.authorization(route.method, path));
  }
  return found;
}

/** Promises made long enough ago that all kinds of entries can have happened since. */
async function fill(server: TestServer, commitments: number): Promise<Pools> {
  const names = (count: number, name: string): string[] =>
    Array.from({ length: count }, (_, index) => `${name}-${index}`);
  const [team, customer, commitment] = [
    names(TEAMS, 'team'),
    names(Math.ceil(commitments / 20), 'customer'),
    names(commitments, 'commitment'),
  ];
  const made = { occurredAt: '2025-01-02T08:00:00Z' };
  const record = async (path: string, body: object): Promise<{ entries: string[]; position: string }> => {
    const answer = await server.post<{ entries: string[]; position: string }>(
      path,
      { ...body, ...made },
      { 'if-match': '*' },
    );
    if (answer.status !== 201) throw new Error(`the stage cannot be set: ${path} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const all = (ids: readonly string[], said: (id: string, index: number) => [string, object]) =>
    Promise.all(ids.map((id, index) => record(...said(id, index))));
  const promised = { day: '2026-03-02', timeZone: 'Asia/Shanghai' };
  const expectation = {
    expectation: 'speed',
    dimension: 'time',
    level: { desired: 2 },
    clarity: 'explicit',
    source: 'company',
  };
  await all(team, (id) => ['/v1/teams', { team: id, name: id, timeZone: 'Asia/Shanghai' }]);
  // With one, policies in business time are taken.
  const edition = {
    ...{ timeZone: 'Asia/Shanghai', weekly: { mon: [{ opens: '09:00', closes: '18:00' }] }, special: {} },
    ...{ validFrom: '2026-01-01', validTo: '2026-12-31', source: 'company' },
  };
  await all(team, (id) => [`/v1/teams/${id}/calendars`, { version: '2026', edition }]);
  await all(team, (id) => [`/v1/teams/${id}/policies`, { version: '2026', rules: {} }]);
  await all(customer, (id) => ['/v1/customers', { customer: id, segment: 'gold' }]);
  await all(customer, (id) => [`/v1/customers/${id}/expectations`, expectation]);
  await all(commitment, (id, index) => [
    '/v1/commitments',
    {
      commitment: id,
      customer: customer[index % customer.length],
      team: team[index % TEAMS],
      kind: 'repair',
      promised,
    },
  ]);
  // One that much is recorded on: entries to void.
  const busy = commitment[0]!;
  // One after the other: on a busy machine so many at once would lose patience with each other.
  const told: { entries: string[] }[] = [];
  for (let count = 0; count < commitments / 10; count += 1)
    told.push(
      await record(`/v1/commitments/${busy}/notifications`, { purpose: 'progress', channel: 'phone', reached: true }),
    );
  const intake = await server.send('POST', '/v1/intakes', {
    body: '',
    headers: { 'content-type': 'application/x-ndjson' },
  });
  const complaints = await all(commitment, (id) => [
    `/v1/commitments/${id}/complaints`,
    { complaint: 'cold', need: 'respect' },
  ]);
  // Keys to rotate and to revoke, of nobody who asks here.
  const key: string[] = [];
  for (const principal of names(COMMITMENTS / 10, 'spare'))
    key.push((await keyFor(server.running, 'auditor', { principal })).key);
  const { subscription, signingKey } = await subscribe(server);
  const entry = told.flatMap(({ entries }) => entries);
  const positions = Object.fromEntries(['after', 'asOf'].map((name) => [name, ['0', complaints[0]!.position]]));
  return {
    team,
    version: ['2026'],
    customer,
    commitment: [...commitment, ...Array<string>(commitments / 4).fill(busy)],
    intake: [intake.headers.get('location')!.split('/').at(-1)!],
    key,
    subscription,
    signingKey: [signingKey],
    principal: ['spare-0', 'spare-1'],
    complaint: ['cold'],
    expectation: ['speed'],
    entry,
    recoveryOf: commitment,
    eventType: ['BreachDeclared', 'thin'],
    // Nobody has a minute to wait for nothing.
    timeout: ['PT0S'],
    ...positions,
  };
}

const SUBSCRIPTIONS = 120;

/** Subscriptions to change and to end, all of which have a signing key of the same name to rotate and to revoke. */
async function subscribe(server: TestServer): Promise<{ subscription: string[]; signingKey: string }> {
  const subscription: string[] = [];
  let signingKey = '';
  for (let count = 0; count < SUBSCRIPTIONS; count += 1) {
    const opened = await server.post<{ id: string }>('/v1/subscriptions', { url: 'https://crm.example/hooks' });
    subscription.push(opened.body.id);
    // A key is named by its command, and commands by what their requests were sent with.
    const again = { 'idempotency-key': 'the-same-for-each' };
    const path = `/v1/subscriptions/${opened.body.id}/keys`;
    signingKey = (await server.post<{ id: string }>(path, { algorithm: 'ed25519' }, again)).body.id;
  }
  return { subscription, signingKey };
}
