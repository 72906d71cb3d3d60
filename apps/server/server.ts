import { Follower, openWorkspace, type Workspace } from '#kept/workspace';
import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { type Config } from './config/config.js';
import { sendProblem } from './http/problem.filter.js';
import { NDJSON } from './intake/documented-intake.js';
import { ServerModule } from './server.module.js';

export interface RunningServer {
  /** `http://127.0.0.1:4780` */
  address: string;
  app: NestFastifyApplication;
  workspace: Workspace;
  follower: Follower;
  /** Answers what was accepted, takes nothing new, and lets go of the data directory. */
  stop(): Promise<void>;
}

/** Starts everything: the ledger, the projections on another core, the API. */
export async function startServer(config: Config): Promise<RunningServer> {
  const workspace = await openWorkspace(config.data, { create: true });
  const follower = new Follower(workspace);
  try {
    const app = await createApp({ config, workspace, follower });
    follower.start();
    const address = await listening(app, config);
    const stop = async (): Promise<void> => {
      await app.close();
      await follower.stop();
      await workspace.close();
    };
    return { address, app, workspace, follower, stop };
  } catch (error) {
    await follower.stop();
    await workspace.close();
    throw error;
  }
}

/** The application, ready to listen or to be asked what it offers. */
export async function createApp(parts: {
  config: Config;
  workspace: Workspace;
  follower: Follower;
}): Promise<NestFastifyApplication> {
  const { config } = parts;
  const adapter = new FastifyAdapter({
    bodyLimit: config.bodyLimit,
    requestTimeout: config.requestTimeout,
    trustProxy: config.trustProxy,
    genReqId: () => randomUUID(),
    // Accepted requests are answered when the server stops; new ones are told to go elsewhere.
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 1_000 },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      void sendProblem(request, reply, error),
  });
  const app = await NestFactory.create<NestFastifyApplication>(ServerModule.on(parts), adapter, {
    logger: config.log === 'silent' ? false : ['error', 'warn'],
    abortOnError: false,
  });
  await app.register(helmet);
  if (config.corsOrigins.length > 0) app.enableCors({ origin: [...config.corsOrigins] });
  const fastify: FastifyInstance = adapter.getInstance();
  // Read as it comes, line by line: an intake is larger than any body that is read at once.
  fastify.addContentTypeParser(NDJSON, (_, payload, done) => done(null, payload));
  await app.init();
  await fastify.ready();
  return app;
}

async function listening(app: NestFastifyApplication, { host, port }: Config): Promise<string> {
  await app.listen(port, host);
  return (await app.getUrl()).replace(/\/$/, '');
}
