import { random } from '../../support/random.js';
import { Client } from './client.js';
import { Connection } from './connection.js';
import { IntakeClient } from './intake-client.js';
import { Journal } from './journal.js';
import { type LoadOrder, type LoadReport, type LoadWord } from './load-order.js';
import { prepare } from './prepare.js';
import { Requests } from './requests.js';
import { TrialState } from './trial-state.js';
import { Writer } from './writer.js';

/** Runs by itself, so that a server that dies takes no witness with it. */
const order = JSON.parse(process.argv[2]!) as LoadOrder;
const { address, keys, clients, seed } = order;
const report = (said: LoadReport): void => void process.send!(said);

const journal = await Journal.create(order.journal);
await prepare(new Connection(address, keys.admin));
const state = new TrialState((answers) => report({ answers }));
process.on('message', (said: LoadWord) => {
  if (said === 'enough') state.isOver = true;
  else {
    state.kill = said.kill;
    report({ warned: said.kill });
  }
});
report('begun');

const connections: Connection[] = [];
const working = Array.from({ length: clients }, (_, number) => {
  const next = random(seed + number);
  const connection = new Connection(address, keys.supervisor);
  connections.push(connection);
  const writer = new Writer(connection, journal, state);
  const requests = new Requests(String(number), next);
  const parts = { connection, writer, journal, state, next, requests };
  // One brings what it has in intakes.
  return (number === 0 ? new IntakeClient('0', parts) : new Client(String(number), parts)).work();
});
await Promise.all(working);

// The answers have come to everything that was recorded: what is compared afterwards is whole.
const last = await new Writer(connections[0]!, journal, state).ask({
  method: 'GET',
  path: `/v1/rates?after=${state.latest}`,
});
if (last.status !== 200) await journal.write({ what: 'wrong', problem: `the last question was answered ${last.body}` });
for (const connection of connections) connection.close();
await journal.close();
report('done');
process.disconnect();
