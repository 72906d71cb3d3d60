import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type OpenAPIObject } from '@nestjs/swagger';
import { configFrom } from '../config/config.js';
import { ServerModule, type ServerParts } from '../server.module.js';
import { apiDescription } from './api-description.js';

/** Describes the API without running it: nothing is opened, nothing listens. */
export async function describeApi(): Promise<OpenAPIObject> {
  const nothing = { workspace: { directory: '.' } } as Omit<ServerParts, 'config'>;
  const app = await NestFactory.create(ServerModule.on({ config: configFrom({}), ...nothing }), new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  return apiDescription(app);
}

/** As it is committed and served. */
export const written = (document: OpenAPIObject): string => `${JSON.stringify(document, null, 2)}\n`;
