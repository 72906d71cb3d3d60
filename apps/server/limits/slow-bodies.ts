import { type FastifyInstance } from 'fastify';
import { type IncomingHttpHeaders } from 'node:http';
import { sendProblem } from '../http/problem.filter.js';
import { RequestRefused } from '../http/request-refused.js';

/**
 * A request that does not arrive in time is answered, and its connection closed. Node has such a timeout of its own, for
 * all requests alike; but a body that is read as it comes may come for as long as it keeps coming.
 * @param streamed content type of such bodies
 */
export function limitSlowBodies(fastify: FastifyInstance, timeout: number, streamed: string): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { raw } = request;
    if (!hasBody(raw.headers) || raw.headers['content-type']?.startsWith(streamed)) {
      done();
      return;
    }
    const timer = setTimeout(() => {
      if (raw.complete || reply.sent) return;
      void reply.header('connection', 'close');
      sendProblem(request, reply, new RequestRefused('request-timeout'));
    }, timeout);
    reply.raw.once('close', () => clearTimeout(timer));
    done();
  });
}

const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
