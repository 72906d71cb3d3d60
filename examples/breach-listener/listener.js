// Prints breaches as they are delivered. `KEPT_KEY=kept_… node examples/breach-listener/listener.js`
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { openJournal } from './journal.js';
import { subscribed } from './subscription.js';

/** Bytes that a delivery may have. What is larger is not one of ours. */
const LARGEST = 1_048_576;

const {
  KEPT_URL = 'http://127.0.0.1:4780',
  KEPT_KEY,
  LISTENER_PORT = '4790',
  LISTENER_URL = `http://127.0.0.1:${LISTENER_PORT}/breaches`,
  LISTENER_STATE = './breach-listener',
} = process.env;
if (!KEPT_KEY) {
  console.error('KEPT_KEY is missing: an integration’s key, from `npx kept keys issue --role integration …`.');
  process.exit(2);
}

const journal = await openJournal(LISTENER_STATE);
const { id, secret } = await subscribed({ server: KEPT_URL, key: KEPT_KEY, url: LISTENER_URL, state: LISTENER_STATE });
const webhook = new Webhook(secret);

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    // Not acknowledged, so it comes again.
    console.error(error);
    response.writeHead(500).end();
  });
});
server.listen(Number(LISTENER_PORT), '127.0.0.1', () => {
  console.error(`subscription ${id} is listening on ${LISTENER_URL}; ${journal.size} deliveries seen before`);
});
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });

async function answer(request, response) {
  // Whether deliveries are welcome here is asked by OPTIONS (CloudEvents, HTTP web hooks, §4).
  if (request.method === 'OPTIONS') {
    const origin = request.headers['webhook-request-origin'] ?? '*';
    return response.writeHead(200, { 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '*' }).end();
  }
  if (request.method !== 'POST') return response.writeHead(405, { allow: 'POST, OPTIONS' }).end();
  const body = await textOf(request);
  if (body === undefined) return response.writeHead(413).end();
  let event;
  try {
    event = webhook.verify(body, request.headers);
  } catch {
    // Somebody else, or a key that has been revoked.
    return response.writeHead(401).end();
  }
  // Every delivery comes at least once; the same one always has the same id. Only what is on disk is acknowledged.
  const deliveryId = request.headers['webhook-id'];
  if (await journal.note(deliveryId)) print(event);
  return response.writeHead(204).end();
}

function print({ type, data, customer, team, subject, gap }) {
  if (gap !== undefined) console.log(`(${gap} earlier deliveries about this customer were given up)`);
  const { obligation, deadline } = data;
  if (!obligation) return console.log(`${type} ${subject ?? ''}`.trim());
  const what = {
    'kept.BreachForeseen': 'at risk',
    'kept.BreachDeclared': 'BREACH',
    'kept.BreachRetracted': 'retracted',
  };
  console.log(
    [what[type] ?? type, obligation.kind, deadline, subject, `customer ${customer}`, `team ${team}`].join('  '),
  );
}

async function textOf(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
