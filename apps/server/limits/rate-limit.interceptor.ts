import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type Observable } from 'rxjs';
import { knownCaller } from '../access/caller.js';
import { isProbe } from '../logging/request-log.js';
import { routeOf } from '../observation/answered.js';
import { RATE_LIMITS } from '../tokens.js';
import { type RateLimits } from './rate-limits.js';

/** Counts a request for its principal. An interceptor, because those run when every guard has had its say. */
@Injectable()
export class RateLimitInterceptor implements NestInterceptor {
  constructor(@Inject(RATE_LIMITS) private readonly limits: RateLimits) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = knownCaller(request);
    if (caller && !isProbe(routeOf(request))) await this.limits.byPrincipal(caller.principal, request.ip);
    return next.handle();
  }
}
