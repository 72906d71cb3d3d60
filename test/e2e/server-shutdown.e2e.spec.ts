import { afterAll, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/kept.js';
import { type LaunchedServer, launchListening } from '../support/launched-server.js';
import { issueKeys } from '../support/server-process.js';

const home = temporaryDirectory('shutdown');
afterAll(home.remove);

const CLIENTS = 24;
/** Acknowledged before the signal comes. */
const ENOUGH = 400;

type Outcome = { team: string; status: number; code?: string } | { team: string; failed: string };

interface Somebody {
  address: string;
  key: string;
  agent: Agent;
}

/** One request on this client’s own connection, which is kept open. */
function registerTeam({ address, key, agent }: Somebody, team: string): Promise<Outcome> {
  const body = JSON.stringify({ team, name: 'North', timeZone: 'Asia/Shanghai' });
  return new Promise((resolve) => {
    const asked = request(`${address}/v1/teams`, {
      method: 'POST',
      agent,
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      },
    });
    asked.once('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => resolve({ team, failed: code }));
    asked.once('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.once('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => resolve({ team, failed: code }));
      answer.once('end', () => {
        const { code } = JSON.parse(text) as { code?: string };
        resolve({ team, status: answer.statusCode!, ...(code !== undefined && { code }) });
      });
    });
    asked.end(body);
  });
}

/** Goes on until nobody is there any more. */
async function live(address: string, key: string, client: number, heard: (outcome: Outcome) => void): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    for (let n = 0; ; n += 1) {
      const outcome = await registerTeam({ address, key, agent }, `t-${client}-${n}`);
      heard(outcome);
      if ('failed' in outcome) return;
    }
  } finally {
    agent.destroy();
  }
}

async function underLoad(server: LaunchedServer, key: string, signal: NodeJS.Signals): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const clients = Array.from({ length: CLIENTS }, (_, client) =>
    live(server.address, key, client, (outcome) => {
      if (outcomes.push(outcome) === ENOUGH) server.child.kill(signal);
    }),
  );
  await Promise.all(clients);
  return outcomes;
}

async function teamsIn(directory: string): Promise<Set<string>> {
  const store = openSqliteEventStore(join(directory, 'ledger.db'), { readOnly: true });
  const teams = new Set<string>();
  for await (const page of store.readAll()) for (const { stream } of page) teams.add(stream);
  await store.close();
  return teams;
}

describe('a server that is told to end under load', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    '(%s) resets no request, loses nothing that it acknowledged, and ends well',
    async (signal) => {
      const data = join(home.path, signal);
      const { admin } = await issueKeys(data, ['north']);
      await using server = await launchListening(['--data', data], {
        environment: { KEPT_RATE_LIMIT: '0', KEPT_ADDRESS_RATE_LIMIT: '0', KEPT_LOG: 'error' },
      });
      const outcomes = await underLoad(server, admin, signal);
      expect((await server.ended).code).toBe(0);

      const acknowledged = outcomes.filter((one) => 'status' in one && one.status === 201);
      const refused = outcomes.filter((one) => 'status' in one && one.status !== 201);
      const failed = outcomes.flatMap((one) => ('failed' in one ? one.failed : []));
      expect(acknowledged.length).toBeGreaterThanOrEqual(ENOUGH);
      expect(new Set(refused.map((one) => ('code' in one ? one.code : '')))).toEqual(
        refused.length > 0 ? new Set(['shutting-down']) : new Set(),
      );
      // Every client was heard to the end of its connection; only the next one was not taken.
      expect(failed).toEqual(Array<string>(CLIENTS).fill('ECONNREFUSED'));

      const recorded = await teamsIn(data);
      expect(acknowledged.filter(({ team }) => !recorded.has(`team-${team}`))).toEqual([]);
      expect(refused.filter(({ team }) => recorded.has(`team-${team}`))).toEqual([]);
    },
    90_000,
  );
});

describe('a second signal', () => {
  it('ends at once what the first would have finished', async () => {
    await using server = await launchListening(['--data', join(home.path, 'twice')]);
    const { hostname, port } = new URL(server.address);
    const [, key] = await server.saying(/never again:\n(\S+)\n/);
    const waiting = connect(Number(port), hostname).on('error', () => undefined);
    // Its body never comes: the server would wait for it.
    waiting.write(
      `POST /v1/teams HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${key!}\r\n` +
        'content-type: application/json\r\ncontent-length: 50\r\nexpect: 100-continue\r\n\r\n',
    );
    await once(waiting, 'data');
    server.child.kill('SIGTERM');
    await server.saying(/Stopping/);
    // Ctrl-C comes twice, from the terminal and from npm; only what comes later is meant.
    const again = setInterval(() => server.child.kill('SIGTERM'), 100);
    const { code } = await server.ended;
    clearInterval(again);
    expect(code).toBe(1);
    waiting.destroy();
  }, 30_000);
});
