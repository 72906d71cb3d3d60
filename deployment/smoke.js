// Looks whether a deployment does its work: makes a promise through an `api`, which projects nothing and declares nothing, and
// waits for what only a `worker` does with it — the row that the promise is read from, and the breach, since it was due
// yesterday. It leaves a team, a customer and a promise behind: not for a ledger that anybody relies on.
//
//   KEPT_KEY=kept_… node deployment/smoke.js [http://127.0.0.1:4780]
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds for all of it. */
const PATIENCE = 60_000;
const DAY = 86_400_000;

const [base = 'http://127.0.0.1:4780'] = process.argv.slice(2);
const until = Date.now() + PATIENCE;
const daysAgo = (days) => new Date(Date.now() - days * DAY).toISOString();

/** @param key of the administrator, who makes one for whoever makes the promise */
async function ask(path, body, key = process.env.KEPT_KEY) {
  const answer = await fetch(`${base}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${key}`,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(Math.max(1, until - Date.now())),
  });
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text);
  // No row yet, or the servers of a cluster are still choosing: said with `Retry-After`.
  if (answer.status !== 503 || Date.now() > until) throw new Error(`${path} was answered ${answer.status}: ${text}`);
  await wait(500);
  return ask(path, body, key);
}

const name = `smoke-${randomUUID()}`;
await ask('/v1/teams', { team: name, name: 'Smoke', timeZone: 'UTC', occurredAt: daysAgo(3) });
const { key } = await ask('/v1/keys', {
  ...{ principal: name, role: 'supervisor', teams: [name] },
  expiresAt: new Date(Date.now() + 2 * PATIENCE).toISOString(),
});
const promise = {
  customer: name,
  team: name,
  kind: 'repair',
  occurredAt: daysAgo(2),
  promised: { due: daysAgo(1), timeZone: 'UTC' },
};
await ask('/v1/customers', { customer: name, occurredAt: daysAgo(3) }, key);
const { id, position } = await ask('/v1/commitments', promise, key);
process.stdout.write(`recorded at ${position}\n`);
await ask(`/v1/commitments/${id}?after=${position}`, undefined, key);
process.stdout.write('projected\n');
for (;;) {
  const { rows } = await ask(`/v1/breaches?team=${name}`, undefined, key);
  if (rows.length > 0) break;
  if (Date.now() > until) throw new Error('no worker has declared the breach');
  await wait(200);
}
process.stdout.write('breach declared\n');
