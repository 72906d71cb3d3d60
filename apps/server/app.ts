import { AccessLog, Commitments, Doorkeeper } from '#kept/application';
import { type Feed } from '#kept/delivery';
import { type Progress, type Workspace } from '#kept/workspace';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type Socket } from 'node:net';
import { knownCaller } from './access/caller.js';
import { gate, type GatedRoute, routesWithRules } from './access/gate.js';
import { type Config } from './config/config.js';
import { type Readiness } from './health/readiness.js';
import { NDJSON, readBodies } from './http/bodies.js';
import { waitForPositions } from './http/after.js';
import { answerReceipts } from './http/answer.js';
import { sendProblem } from './http/problem.filter.js';
import { sayProtectiveHeaders } from './http/protective-headers.js';
import { requestId } from './http/request-id.js';
import { Traffic } from './lifecycle/traffic.js';
import { RateLimits } from './limits/rate-limits.js';
import { limitSlowBodies } from './limits/slow-bodies.js';
import { answerUnreadable } from './limits/unreadable-requests.js';
import { type Log } from './logging/log.js';
import { NestLogger } from './logging/nest-logger.js';
import { isProbe, logAnswered } from './logging/request-log.js';
import { onAnswered, routeOf } from './observation/answered.js';
import { ServerModule } from './server.module.js';
import { type SubscriptionParts } from './subscriptions/subscription-providers.js';
import { observeBuses } from './telemetry/observed-bus.js';
import { type Telemetry } from './telemetry/telemetry.js';

export interface AppParts {
  config: Config;
  workspace: Workspace;
  progress: Progress;
  readiness: Readiness;
  log: Log;
  telemetry: Telemetry;
  feed: Feed;
  /** Where people ask about deliveries; `undefined` where nobody here knows. */
  desk: SubscriptionParts['desk'];
}

export interface CreatedApp {
  app: NestFastifyApplication;
  traffic: Traffic;
  /** Every route there is, and who may use it. */
  routes: readonly GatedRoute[];
}

/** The application, ready to listen or to be asked what it offers. */
export async function createApp(parts: AppParts): Promise<CreatedApp> {
  const { config, log, telemetry } = parts;
  const limits = new RateLimits(config);
  const adapter = adapterFor(config, (error, socket) => {
    const refusal = answerUnreadable(error, socket, traffic.isBusy(socket));
    if (refusal) log.info('refused', { refusal });
  });
  const fastify: FastifyInstance = adapter.getInstance();
  const routes = routesWithRules(fastify);
  onAnswered(fastify, (answered, request) => {
    logAnswered(log, answered);
    telemetry.answered(answered, request);
  });
  const traffic = new Traffic(fastify);
  telemetry.follow(fastify);
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    if (!isProbe(routeOf(request))) await limits.byAddress(request.ip);
  });
  limitSlowBodies(fastify, config.requestTimeout, NDJSON);
  const app = await NestFactory.create<NestFastifyApplication>(ServerModule.on(parts), adapter, {
    logger: new NestLogger(log),
    abortOnError: false,
    bodyParser: false,
  });
  observeBuses(app, telemetry);
  sayProtectiveHeaders(fastify);
  if (config.corsOrigins.length > 0) app.enableCors({ origin: config.corsOrigins });
  // What puts headers on answers comes before: those who are turned away get them too.
  await fastify.after();
  gate(fastify, { doorkeeper: app.get(Doorkeeper), log: app.get(AccessLog), commitments: app.get(Commitments) });
  fastify.addHook('onRequest', async (request) => {
    const caller = knownCaller(request);
    if (caller && !isProbe(routeOf(request))) await limits.byPrincipal(caller.principal, request.ip);
  });
  waitForPositions(fastify, parts);
  answerReceipts(fastify);
  readBodies(fastify);
  await app.init();
  await fastify.ready();
  return { app, traffic, routes };
}

/** How often connections are looked at for headers that take too long, in milliseconds. */
const LOOK_EVERY = 1_000;

function adapterFor(
  { bodyLimit, headerLimit, requestTimeout, idleTimeout, trustProxy }: Config,
  unreadable: (error: NodeJS.ErrnoException, socket: Socket) => void,
): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit,
    trustProxy,
    connectionTimeout: idleTimeout,
    http: {
      maxHeaderSize: headerLimit,
      headersTimeout: requestTimeout,
      connectionsCheckingInterval: Math.min(LOOK_EVERY, requestTimeout),
    },
    genReqId: requestId,
    clientErrorHandler: unreadable,
    forceCloseConnections: 'idle',
    // An id has up to 200 characters, each of them up to four bytes, each of these up to three characters of a path.
    routerOptions: { maxParamLength: 2_400 },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      void sendProblem(request, reply, error),
  });
}
