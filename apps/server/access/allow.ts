import { type Action } from '#kept/domain';
import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';
import { type AccessRule, type Place } from './rule.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: AccessRule;
  }
}

/**
 * Declares who may use a route. The rule travels with the route to Fastify, where it is judged before a byte of the body
 * is read; a route without one stops the start. The API description says the rule too.
 */
export function Allow(action: Action | 'public', { team }: { team?: Place } = {}): MethodDecorator {
  const access: AccessRule = { action, ...(team !== undefined && { team }) };
  return applyDecorators(RouteConfig({ access }), ApiExtension('x-kept-access', access));
}
