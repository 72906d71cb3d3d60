import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Arrival } from './arrivals.js';

/** Takes everything at once; what is sent below `/hang` is never answered. Says what came, and when, when it is asked. */
const arrivals: Arrival[] = [];
const server = createServer((request, response) => {
  const at = performance.timeOrigin + performance.now();
  const isHeard = !request.url!.startsWith('/hang');
  request.resume();
  request.on('end', () => {
    if (isHeard) {
      arrivals.push([request.headers['webhook-id'] as string, at]);
      response.writeHead(204).end();
    }
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
process.on('message', (count: boolean) => process.send!(count ? arrivals.length : arrivals.splice(0)));
process.on('disconnect', () => process.exit());
