import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { once } from 'node:events';
import { type Server as HttpServer } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { sendProblem } from '../http/problem.filter.js';
import { RequestRefused } from '../http/request-refused.js';
import { isProbe } from '../logging/request-log.js';
import { routeOf } from '../observation/answered.js';

/** Milliseconds that connections at rest are left open: a request may be on its way on any of them. */
const LINGER = 100;

/**
 * Knows which requests have been accepted, and sees to it that they are answered when the server stops. Connections are
 * never closed under a request: whoever sends one now is told to go elsewhere, and that the connection ends with it.
 */
export class Traffic {
  /** Every open connection that has sent a request, with how many of them have no answer yet. */
  readonly #underWay = new Map<Socket, number>();
  /** Those that have sent none so far. Node itself does not take them for idle. */
  readonly #silent = new Set<Socket>();
  readonly #server: HttpServer;
  #draining = false;
  #quiet: (() => void) | undefined;

  /** To be made before other hooks that do something for a request: what it refuses gets no further. */
  constructor(fastify: FastifyInstance) {
    this.#server = fastify.server;
    this.#server.on('connection', (socket: Socket) => {
      this.#silent.add(socket);
      socket.once('close', () => this.#silent.delete(socket));
    });
    fastify.addHook('onRequest', (request, reply, done) => {
      this.#accept(request, reply);
      if (!this.#draining || isProbe(routeOf(request))) {
        done();
        return;
      }
      sendProblem(request, reply, new RequestRefused('shutting-down', {}, { 'retry-after': '1' }));
    });
    fastify.addHook('onSend', (request, reply, _payload, done) => {
      // Requests behind this one on the same connection would be lost with it.
      if (this.#draining && this.#underWay.get(request.raw.socket) === 1) void reply.header('connection', 'close');
      done();
    });
  }

  get draining(): boolean {
    return this.#draining;
  }

  /** Whether a request on this connection has been accepted and not been answered yet. */
  isBusy(socket: object): boolean {
    return (this.#underWay.get(socket as Socket) ?? 0) > 0;
  }

  /**
   * Accepts nothing more and waits for the answers under way.
   * @param timeout milliseconds after which what is still under way is cut off
   * @returns whether everybody was answered
   */
  async drain(timeout: number): Promise<boolean> {
    this.#draining = true;
    const closed = once(this.#server, 'close');
    // As `http` does it, idle connections would be closed at once: under requests that are on their way.
    NetServer.prototype.close.call(this.#server);
    const answered = await this.#allAnswered(timeout);
    if (answered) await Promise.race([closed, wait(LINGER)]);
    else this.#server.closeAllConnections();
    this.#server.closeIdleConnections();
    for (const socket of this.#silent) socket.destroy();
    return answered;
  }

  #accept({ raw: { socket } }: FastifyRequest, { raw }: FastifyReply): void {
    this.#silent.delete(socket);
    const before = this.#underWay.get(socket);
    // Of requests that wait behind another one Node does not tell when their connection has gone.
    if (before === undefined) socket.once('close', () => this.#leave(socket, 0));
    this.#underWay.set(socket, (before ?? 0) + 1);
    raw.once('close', () => this.#leave(socket, (this.#underWay.get(socket) ?? 1) - 1));
  }

  /** @param left requests on this connection that have no answer yet */
  #leave(socket: Socket, left: number): void {
    // A connection at rest stays known: it is listened to once.
    if (socket.destroyed) this.#underWay.delete(socket);
    else this.#underWay.set(socket, left);
    if (this.#quiet && !this.#anyUnderWay) this.#quiet();
  }

  get #anyUnderWay(): boolean {
    for (const left of this.#underWay.values()) if (left > 0) return true;
    return false;
  }

  async #allAnswered(timeout: number): Promise<boolean> {
    if (!this.#anyUnderWay) return true;
    const giveUp = new AbortController();
    const quiet = new Promise<true>((resolve) => {
      this.#quiet = () => resolve(true);
    });
    const late = wait(timeout, false as const, { signal: giveUp.signal }).catch(() => false as const);
    const answered = await Promise.race([quiet, late]);
    giveUp.abort();
    return answered;
  }
}
