import { type Follower, type Workspace } from '#kept/workspace';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type OpenAPIObject } from '@nestjs/swagger';
import { configFrom } from '../config/config.js';
import { ServerModule } from '../server.module.js';
import { apiDescription } from './api-description.js';

/** Describes the API without running it: nothing is opened, nothing listens. */
export async function describeApi(): Promise<OpenAPIObject> {
  const nothing = { workspace: {} as Workspace, follower: {} as Follower };
  const app = await NestFactory.create(ServerModule.on({ config: configFrom({}), ...nothing }), new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  return apiDescription(app);
}

/** As it is committed and served. */
export const written = (document: OpenAPIObject): string => `${JSON.stringify(document, null, 2)}\n`;
