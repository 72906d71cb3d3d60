import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { random } from '../../support/random.js';
import { type Received } from './journal.js';

/** Writes down what comes, and answers when that is on disk; now and then it answers that it failed, or late. */
const [port, journal, seed, late] = process.argv.slice(2) as [string, string, string, string];
const file = openSync(journal, 'a');
const next = random(Number(seed));
const FAILS = 0.04;
const LATE = 300;

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => (body += text));
  request.on('end', () => {
    const taken = next() >= FAILS;
    const header = (name: string): string => String(request.headers[name]);
    const received: Received = {
      ...{
        path: request.url!,
        at: Date.now(),
        id: header('webhook-id'),
        timestamp: Number(header('webhook-timestamp')),
      },
      ...{ signatures: header('webhook-signature').split(' '), body, taken },
    };
    writeSync(file, `${JSON.stringify(received)}\n`);
    fdatasyncSync(file);
    const answer = (): void => void response.writeHead(taken ? 204 : 500).end();
    if (next() < Number(late)) setTimeout(answer, LATE);
    else answer();
  });
});
server.listen(Number(port), '127.0.0.1', () => process.send!('listens'));
process.on('exit', () => closeSync(file));
// Nobody is left to be told of anything.
process.on('disconnect', () => process.exit());
