import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { knownCaller } from '../access/caller.js';
import { notesOf, type Notes } from '../http/notes.js';

/** A request and what became of it, without anything it says: its route is a pattern, not the address that was asked. */
export interface Answered extends Notes {
  request: string;
  method: string;
  /** `/v1/commitments/:commitment/notifications`; `unknown` where nothing is. */
  route: string;
  /** 0 where the client had gone before there was an answer. */
  status: number;
  milliseconds: number;
  principal?: string;
  /** The answer did not arrive whole. */
  cutOff: boolean;
}

/** Tells of every request when its answer has gone out, or its client has gone. */
export function onAnswered(
  fastify: FastifyInstance,
  tell: (answered: Answered, request: FastifyRequest) => void,
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const began = performance.now();
    reply.raw.once('close', () => tell(answeredOf(request, reply, performance.now() - began), request));
    done();
  });
}

function answeredOf(request: FastifyRequest, { raw }: FastifyReply, milliseconds: number): Answered {
  const principal = knownCaller(request)?.principal;
  return {
    request: request.id,
    method: request.method,
    route: routeOf(request),
    status: raw.headersSent ? raw.statusCode : 0,
    milliseconds: Math.round(milliseconds * 10) / 10,
    cutOff: !raw.writableFinished,
    ...(principal !== undefined && { principal }),
    ...notesOf(request),
  };
}

export const routeOf = ({ routeOptions }: FastifyRequest): string => routeOptions.url ?? 'unknown';
