import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The subscription of this listener: opened at the first start, and remembered with its secret, which is shown only once.
 * The id of the request is written before it is sent: asked again after a crash, the ledger knows it and opens no second.
 */
export async function subscribed({ server, key, url, state }) {
  const path = join(state, 'subscription.json');
  const known = await remembered(path);
  if (known.secret) return known;
  const request = known.request ?? randomUUID();
  await remember(path, { request });
  const opened = await ask(`${server}/v1/subscriptions`, {
    headers: { authorization: `Bearer ${key}`, 'idempotency-key': request, 'content-type': 'application/json' },
    body: { url, filter: { types: ['BreachForeseen', 'BreachDeclared', 'BreachRetracted'] }, label: 'breach listener' },
  });
  // Opened by a request whose answer was lost: the secret went with it, so another key is made.
  const secret = opened.key.secret ?? (await rotated(server, key, opened)).secret;
  const subscription = { id: opened.id, secret };
  await remember(path, subscription);
  return subscription;
}

const rotated = (server, key, { id, key: { id: old } }) =>
  ask(`${server}/v1/subscriptions/${id}/keys/${old}/rotation`, {
    headers: { authorization: `Bearer ${key}`, 'idempotency-key': randomUUID(), 'content-type': 'application/json' },
    body: { overlap: 'PT0S' },
  });

async function ask(address, { headers, body }) {
  const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${address} answered ${response.status}: ${answer.detail ?? answer.title}`);
  return answer;
}

async function remembered(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

const remember = (path, what) => writeFile(path, JSON.stringify(what), { mode: 0o600 });
