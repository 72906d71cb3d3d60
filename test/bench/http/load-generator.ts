import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type LoadFigures, type LoadOrder } from './load-order.js';

/**
 * Asks as fast as it is answered, one request at a time on each of its connections. It runs by itself and knows just
 * enough HTTP: what it costs is taken from the cores that are measured.
 */
const [order] = (await once(process, 'message')) as [LoadOrder];
const { hostname, port } = new URL(order.address);

const headers = Object.entries({ host: hostname, ...order.headers }).map(([name, value]) => `${name}: ${value}\r\n`);
const begins = (order.paths ?? [order.path]).map((path) => `${order.method} ${path} HTTP/1.1\r\n${headers.join('')}`);
const bodies = order.bodies.map((body) => `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
let asked = 0;

function nextRequest(): string {
  asked += 1;
  const key = order.keyed ? `idempotency-key: ${randomUUID()}\r\n` : '';
  return `${begins[asked % begins.length]!}${key}${bodies[asked % bodies.length] ?? '\r\n'}`;
}

const times: number[] = [];
const statuses: Record<string, number> = {};
let counts = false;
let goesOn = true;

async function work(socket: Socket): Promise<void> {
  const answers = answersOn(socket);
  while (goesOn) {
    socket.write(nextRequest());
    const began = performance.now();
    const { value: status } = await answers.next();
    if (!status) throw new Error('the server hung up');
    if (!counts) continue;
    times.push(performance.now() - began);
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  socket.destroy();
}

/** The status of each answer, once all of it is there. */
async function* answersOn(socket: Socket): AsyncGenerator<string, undefined> {
  let text = '';
  for await (const chunk of socket.setEncoding('latin1')) {
    text += String(chunk);
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) continue;
    const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1];
    if (length === undefined) throw new Error(`an answer does not say how long it is: ${text.slice(0, end)}`);
    if (text.length < end + 4 + Number(length)) continue;
    const status = text.slice(9, 12);
    text = '';
    yield status;
  }
  return undefined;
}

async function connected(): Promise<Socket> {
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  return socket;
}

const sockets = await Promise.all(Array.from({ length: order.connections }, connected));
const working = Promise.all(sockets.map(work));
await Promise.race([working, pause(order.warmUp)]);
counts = true;
process.send?.('counting');
const began = performance.now();
await Promise.race([working, pause(order.milliseconds)]);
const milliseconds = performance.now() - began;
process.send?.('counted');
counts = false;
goesOn = false;
await working;

times.sort((a, b) => a - b);
const quantile = (share: number): number =>
  times[Math.min(times.length - 1, Math.ceil(times.length * share) - 1)] ?? NaN;
const figures: LoadFigures = {
  answers: times.length,
  milliseconds,
  statuses,
  p50: quantile(0.5),
  p99: quantile(0.99),
  max: quantile(1),
};
process.send?.(figures);
process.disconnect();

function pause(time: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, time);
  });
}
